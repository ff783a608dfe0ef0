"""How event logs are named and opened from the ledger."""

from django.utils.translation import gettext_lazy as _

from periplus.paths.policies_lists import visible_logs
from periplus.web.shell.links import Link

LINKS = [Link("paths.eventlog", _("event log"), visible_logs, "facts:log", title=str, joined=())]
