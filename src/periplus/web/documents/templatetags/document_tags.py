"""`{% load document_tags %}`: the files of a thing."""

from pathlib import PurePath
from typing import Any

from django import template
from django.template.context import Context

from periplus.core.documents.queries import list_documents_of, may_read_document

register = template.Library()


@register.inclusion_tag("documents/files.html", takes_context=True)
def files(context: Context, thing: Any) -> dict[str, Any]:
    """Those files of a thing that the reader may read, as a list of chips."""
    person = context["user"]
    readable = [one for one in list_documents_of(thing.uuid) if may_read_document(person, one)]
    return {"files": [(one, PurePath(one.name).suffix.lstrip(".").upper()) for one in readable]}
