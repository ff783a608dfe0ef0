"""When goals want to be spoken of, and when their targets are due."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.loop.measuring import find_measure
from periplus.loop.queries import own_goals
from periplus.loop.types import Goal, Target
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline


def deadlines_for(person: Person, today: dt.date) -> list[Deadline]:  # noqa: ARG001 -- asked with the day
    """Of the person's own goals: the next word, and the due days of targets."""
    goals = list(own_goals.list_own_goals(person))
    targets = own_goals.list_targets_of(goals)
    return [*(_next_word(goal) for goal in goals), *(_due(target) for target in targets)]


def _next_word(goal: Goal) -> Deadline:
    return Deadline(
        uid=f"goal-{goal.uuid}",
        title=_("Say where %(goal)s stands") % {"goal": goal},
        url=reverse("loop:goal", args=[goal.uuid]),
        on=own_goals.speaks_until(goal),
    )


def _due(target: Target) -> Deadline:
    measure = find_measure(target.measure)
    return Deadline(
        uid=f"target-{target.uuid}",
        title=_("Target due: %(indicator)s (%(goal)s)")
        % {"indicator": measure.title if measure else target.measure, "goal": target.goal.reference},
        url=reverse("loop:goal", args=[target.goal.uuid]),
        on=target.due_on,
    )
