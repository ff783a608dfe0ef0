"""Reading one goal: what is tied to it, across the versions of its plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from periplus.loop.enums import DeviationState
from periplus.loop.models import Decision, Deviation, Goal, Signal
from periplus.loop.policies import visible_decisions, visible_deviations, visible_goals, visible_signals
from periplus.people.models import Person

MOST = 20


@dataclass(frozen=True, slots=True)
class Ties:
    """What is tied to a goal: below it, signals, deviations (open ones first), decisions."""

    children: Sequence[Goal]
    signals: Sequence[Signal]
    deviations: Sequence[Deviation]
    decisions: Sequence[Decision]


def lineage_of(goal: Goal) -> list[Goal]:
    """The goal and what it was in earlier versions of the plan, the newest first."""
    found = [goal]
    while found[-1].replaces:
        found.append(found[-1].replaces)
    return found


def ties_of(person: Person, goals: Sequence[Goal]) -> Ties:
    """What is tied to a goal and its earlier versions, as far as a person may see it. Four queries."""
    current = goals[0]
    closed = Q(state=DeviationState.CLOSED)
    deviations = visible_deviations(person).filter(goal__in=goals)
    ordered = [*deviations.exclude(closed).order_by("-severity", "id")[:MOST]]
    ordered += deviations.filter(closed).order_by("-closed_on", "-id")[: MOST - len(ordered)]
    return Ties(
        children=list(visible_goals(person).filter(parent=current).order_by("position", "id")),
        signals=list(visible_signals(person).filter(goal__in=goals).order_by("-raised_on", "-id")[:MOST]),
        deviations=ordered,
        decisions=list(visible_decisions(person).filter(goal__in=goals).order_by("-id")[:MOST]),
    )
