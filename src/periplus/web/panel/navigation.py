"""Ways to the control panel and to process facts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _steers(person: Any) -> bool:
    """Teachers reach the panel from their cases; those who look after many have it at the side."""
    return standing_of(person, on=clock.today()).reach("paths.cases.see") >= Reach.UNIT


def _sees_facts(person: Any) -> bool:
    return standing_of(person, on=clock.today()).reach("paths.logs.see") != Reach.NOTHING


ENTRIES = [
    Entry(_("Control panel"), "panel:list", Group.PATH, "gauge", order=3, allowed=_steers),
    Entry(_("Process facts"), "facts:list", Group.PATH, "chart", order=5, allowed=_sees_facts),
]
