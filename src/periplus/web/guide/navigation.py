"""Where the guide stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from periplus.web.shell.navigation import Entry, Group

ENTRIES = [
    Entry(_("Guide"), "guide:index", Group.ADMIN, "book", order=40),
    Entry(_("Accessibility"), "guide:accessibility", Group.FOOT, "book", order=20),
]
