"""How spreadsheets of long lists are named and opened."""

from django.utils.translation import gettext_lazy as _

from periplus.people.queries.exports import list_exports
from periplus.web.shell.links import Link

LINKS = [Link("people.listexport", _("spreadsheet"), list_exports, "lists:export", joined=())]
