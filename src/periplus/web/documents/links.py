"""How files are named and opened: the readers decide one by one, so a sentence names only the own ones."""

from django.utils.translation import gettext_lazy as _

from periplus.core.documents.queries import list_documents_by
from periplus.web.shell.links import Link

LINKS = [
    Link("core.document", _("file"), lambda person: list_documents_by(person.uuid), "documents:download"),
]
