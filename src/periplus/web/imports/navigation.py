"""Ways to imports, and to the names that wait for a decision."""

from django.utils.translation import gettext_lazy as _

from periplus.exchange.policies import may_see_imports
from periplus.exchange.queries import count_unfinished
from periplus.partners.policies import may_register_partner
from periplus.partners.queries.names import count_waiting_names
from periplus.web.shell.navigation import Entry, Group

ENTRIES = [
    Entry(
        _("Imports"),
        "imports:list",
        Group.ADMIN,
        "upload",
        order=10,
        count=count_unfinished,
        allowed=may_see_imports,
    ),
    Entry(
        _("Doubtful names"),
        "names:queue",
        Group.ADMIN,
        "search",
        order=11,
        count=count_waiting_names,
        allowed=may_register_partner,
    ),
]
