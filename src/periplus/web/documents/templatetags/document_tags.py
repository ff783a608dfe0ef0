"""`{% load document_tags %}`: the files of a thing."""

from pathlib import PurePath
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from periplus.core.documents import queries
from periplus.core.types import Document

register = template.Library()


@register.inclusion_tag("documents/files.html", takes_context=True)
def files(context: Context, thing: Any) -> dict[str, Any]:
    """A card with those files of a thing that the reader may read, and what the reader may do with them."""
    person, kind = context["user"], thing._meta.label_lower
    may_add = queries.may_add_document(person, kind, thing.uuid)
    listed = queries.list_readable(person, thing.uuid)
    own = queries.list_withdrawable(person, listed) if may_add else []
    return {
        "rows": [(one, _kind(one), one in own) for one in listed],
        "withdrawn": queries.list_withdrawn(person, thing.uuid) if may_add else [],
        "add_url": reverse("documents:add", args=[kind, thing.uuid]) if may_add else "",
        "csrf_token": context.get("csrf_token"),
    }


def _kind(document: Document) -> str:
    """The ending of its name, and the class when it is not for everybody."""
    ending = PurePath(document.name).suffix.lstrip(".").upper()
    return f"{ending}, {document.get_confidentiality_display()}"
