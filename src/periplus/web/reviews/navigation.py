"""Ways into deviations, agendas, decisions and effects."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.loop.policies import may_see_goals, may_see_reviews
from periplus.loop.queries.deviations import count_open
from periplus.loop.queries.effects import list_due_checks
from periplus.web.shell.navigation import Entry, Group


def _open_deviations(person: Any) -> int:
    return count_open(person)


def _due_checks(person: Any) -> int:
    return list_due_checks(person, today=clock.today()).count()


ENTRIES = [
    Entry(
        _("Deviations"),
        "deviations:list",
        Group.REVIEWS,
        "triangle",
        order=40,
        count=_open_deviations,
        allowed=may_see_goals,
    ),
    Entry(_("Agenda"), "agenda:list", Group.REVIEWS, "agenda", order=50, allowed=may_see_reviews),
    Entry(_("Decisions"), "decisions:list", Group.REVIEWS, "decision", order=60, allowed=may_see_reviews),
    Entry(
        _("Effect checks"),
        "effects:list",
        Group.REVIEWS,
        "effect",
        order=70,
        count=_due_checks,
        allowed=may_see_reviews,
    ),
]
