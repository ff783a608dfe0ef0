"""The way to the ledger."""

from django.utils.translation import gettext_lazy as _

from periplus.people.policies import may_read_ledger
from periplus.web.shell.navigation import Entry, Group

ENTRIES = [
    Entry(_("Ledger"), "ledger:entries", Group.ADMIN, "ledger", order=30, allowed=may_read_ledger),
]
