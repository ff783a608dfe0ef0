"""Ways to one's work, to cases, absences and reminders."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _reaches(person: Any, action: str) -> bool:
    return standing_of(person, on=clock.today()).reach(action) != Reach.NOTHING


def _works(person: Any) -> bool:
    return _reaches(person, "paths.work.do")


def _sees_cases(person: Any) -> bool:
    return _reaches(person, "paths.cases.see")


def _steers(person: Any) -> bool:
    return _reaches(person, "paths.cases.steer")


def _enters(person: Any) -> bool:
    return _reaches(person, "paths.substitutions.enter")


def _reminds(person: Any) -> bool:
    return _reaches(person, "paths.reminders.keep")


ENTRIES = [
    Entry(_("My work"), "work:list", Group.HOME, "inbox", order=20, allowed=_works),
    Entry(_("Cases"), "cases:list", Group.PATH, "play", order=2, allowed=_sees_cases),
    Entry(_("Open work of all"), "work:all", Group.PATH, "people", order=4, allowed=_steers),
    Entry(_("Absences"), "work:absences", Group.ME, "clock", order=30, allowed=_enters),
    Entry(_("Reminders"), "work:reminders", Group.ADMIN, "bell", order=60, allowed=_reminds),
]
