"""How files are named and opened: the readers decide one by one, so a sentence names only the own ones."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core.documents.queries import list_documents_by
from periplus.core.types import Document
from periplus.web.shell.links import Link


def _address(document: Document) -> str:
    """A withdrawn file is named, but leads nowhere."""
    return "" if document.withdrawn_at else reverse("documents:download", args=[document.uuid])


LINKS = [
    Link(
        "core.document",
        _("file"),
        lambda person: list_documents_by(person.uuid),
        address=_address,
    ),
]
