"""The way to the procedures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.web.shell.navigation import Entry, Group
from periplus.web.work.words import is_staff


def _sees(person: Any) -> bool:
    return is_staff(person)


ENTRIES = [Entry(_("Procedures"), "procedures:list", Group.PATH, "loop", order=6, allowed=_sees)]
