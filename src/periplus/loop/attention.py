"""Goals that lack attention: nobody living answers for them, or nobody has worked on them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from periplus.loop.enums import GoalState, PlanState, Severity, SignalKind, SignalState
from periplus.loop.models import Goal, Signal
from periplus.people.models import Institution
from periplus.people.queries.persons import is_living


@dataclass(frozen=True, slots=True)
class Worry:
    """What is wrong with a goal, as a signal would say it."""

    goal: Goal
    kind: SignalKind
    severity: Severity
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worries:
    """All that is wrong today, and what of it nobody has been told yet."""

    all: list[Worry]
    new: list[Worry]


def worries(institution: Institution, *, today: dt.date) -> Worries:
    """What is wrong with the active goals of an institution. Two queries.

    A worry that was dismissed may come back after the goal's rhythm, not the next day.
    """
    goals = Goal.objects.filter(
        plan__institution=institution, plan__state=PlanState.IN_FORCE, state=GoalState.ACTIVE
    ).select_related("accountable", "deputy", "unit", "plan")
    found = [worry for goal in goals.order_by("id") for worry in _of_goal(goal, today=today)]
    told = _told({worry.goal.pk for worry in found}, today=today)
    return Worries(found, [worry for worry in found if (worry.goal.pk, worry.kind) not in told])


def _of_goal(goal: Goal, *, today: dt.date) -> Iterator[Worry]:
    if not is_living(goal.accountable, on=today):
        sentence = "owner_left" if goal.accountable else "ownerless"
        yield Worry(goal, SignalKind.OWNERLESS, Severity.SERIOUS, sentence)
    if goal.touched_on + dt.timedelta(days=goal.rhythm_days) < today:
        facts = {"since": goal.touched_on.isoformat(), "days": str(goal.rhythm_days)}
        yield Worry(goal, SignalKind.STALE, Severity.NOTICE, "stale", facts)


def _told(goals: set[int], *, today: dt.date) -> set[tuple[int | None, str]]:
    signals = Signal.objects.filter(
        goal_id__in=goals, kind__in=(SignalKind.OWNERLESS, SignalKind.STALE)
    ).exclude(state=SignalState.CLEARED)
    return {
        (signal.goal_id, signal.kind)
        for signal in signals.select_related("goal", "deviation")
        if _still_counts(signal, today=today)
    }


def _still_counts(signal: Signal, *, today: dt.date) -> bool:
    if signal.state == SignalState.OPEN:
        return True
    if signal.state == SignalState.IN_DEVIATION:
        return signal.deviation is not None and signal.deviation.closed_on is None
    patience = dt.timedelta(days=signal.goal.rhythm_days if signal.goal else 0)
    return signal.settled_on is not None and signal.settled_on + patience >= today
