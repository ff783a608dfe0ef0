"""Ways to the responsibility lists and to the map of collaboration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _sees(person: Any) -> bool:
    return standing_of(person, on=clock.today()).reach("paths.workplans.see") != Reach.NOTHING


ENTRIES = [
    Entry(_("Responsibilities"), "workplans:list", Group.PATH, "columns", order=8, allowed=_sees),
    Entry(_("Collaboration"), "collaboration:map", Group.PATH, "link", order=9, allowed=_sees),
]
