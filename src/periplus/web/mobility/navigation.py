"""Ways to stays."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _reach(person: Any) -> Reach:
    return standing_of(person, on=clock.today()).reach("mobility.stays.see")


def _sees_others(person: Any) -> bool:
    return _reach(person) > Reach.OWN


def _sees_own(person: Any) -> bool:
    return _reach(person) == Reach.OWN


ENTRIES = [
    Entry(_("Stays"), "stays:list", Group.PATH, "route", order=30, allowed=_sees_others),
    Entry(_("Your stays"), "stays:own", Group.PATH, "route", order=30, allowed=_sees_own),
]
