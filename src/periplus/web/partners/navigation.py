"""Ways to partners and agreements."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _reach(person: Any, action: str) -> Reach:
    return standing_of(person, on=clock.today()).reach(action)


def _is_guest(person: Any) -> bool:
    return _reach(person, "partners.partners.see") == Reach.PARTNER


def _sees_several(person: Any) -> bool:
    return _reach(person, "partners.partners.see") in {Reach.OWN, Reach.ALL}


def _sees_agreements(person: Any) -> bool:
    return _reach(person, "partners.agreements.see") != Reach.NOTHING


ENTRIES = [
    Entry(_("Partners"), "partners:list", Group.PATH, "partners", order=10, allowed=_sees_several),
    Entry(_("Your institution"), "partners:own", Group.PATH, "building", order=10, allowed=_is_guest),
    Entry(_("Agreements"), "agreements:list", Group.PATH, "contract", order=20, allowed=_sees_agreements),
]
