"""Home and the bell."""

from django.utils.translation import gettext_lazy as _

from periplus.people.queries.attention import count_unread
from periplus.web.shell.navigation import Entry, Group

ENTRIES = [
    Entry(_("Home"), "shell:home", Group.HOME, "home", order=10),
    Entry(_("Notifications"), "shell:notifications", Group.BELL, "bell", count=count_unread),
]
