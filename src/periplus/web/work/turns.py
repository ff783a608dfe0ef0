"""What cases need from a person, and what the person's own cases wait for."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from periplus.loop.queries.package_work import map_goal_titles
from periplus.paths.queries import case_lists, work_lists
from periplus.people.types import Person
from periplus.web.home.turns import Turn, Waiting
from periplus.web.shell.components import Tone
from periplus.web.shell.words import until_tone
from periplus.web.work.case_columns import page_of as page_of_case
from periplus.web.work.words import due_day, procedure_name, turn_of
from periplus.web.work.work_columns import page_of

MOST = 50


def turns_for(person: Person, today: dt.date) -> list[Turn]:
    """The work that is due first."""
    found = list(work_lists.list_first_work(person, MOST))
    goals = map_goal_titles(found, person)
    return [_turn(item, goals.get(item.pk, ""), today) for item in found]


def _turn(item: Any, goal: str, today: dt.date) -> Turn:
    day = due_day(item)
    why = f"{item.case.title} · {goal or procedure_name(item.case)}"
    if item.for_name:
        why = _("for %(name)s: %(why)s") % {"name": item.for_name, "why": why}
    tone: Tone = until_tone(day, today=today) if day else "plain"
    return Turn(
        title=work_lists.title_of(item),
        why=why,
        url=page_of(item),
        until=day,
        verb=_("Do it"),
        tone=tone,
        area="work",
    )


def waiting_for_others(person: Person, today: dt.date) -> list[Waiting]:  # noqa: ARG001 -- asked with the day
    """Own cases that lie with somebody else."""
    return [
        Waiting(
            title=case.title,
            who=turn_of(case.turn_person, case.turn_role),
            url=page_of_case(case),
            until=timezone.localdate(case.next_due) if case.next_due else None,
        )
        for case in case_lists.list_waiting_for_others(person)[:MOST]
    ]
