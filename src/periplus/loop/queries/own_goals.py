"""What goals, plans and signals expect from a person."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from periplus.loop.enums import GoalState, PlanState, SignalState
from periplus.loop.models import Goal, Plan, Signal, Target
from periplus.loop.policies import visible_goals, visible_plans, visible_signals
from periplus.people.models import Person
from periplus.people.queries.persons import living


def list_ownerless_goals(person: Person, *, on: dt.date) -> QuerySet[Goal]:
    """Active goals for which nobody who is still here answers."""
    return _running(person).filter(~living(on, "accountable__")).order_by("priority", "reference", "id")


def list_silent_goals(person: Person, *, on: dt.date) -> list[Goal]:
    """Own goals that lie still for longer than their rhythm, the longest first."""
    own = _running(person).filter(Q(accountable=person) | Q(deputy=person, accountable__isnull=True))
    silent = [goal for goal in own.order_by("touched_on", "id") if speaks_until(goal) < on]
    return sorted(silent, key=speaks_until)


def list_own_goals(person: Person) -> QuerySet[Goal]:
    """Active goals that the person answers for."""
    return _running(person).filter(accountable=person).order_by("reference", "id")


def list_targets_of(goals: Iterable[Goal]) -> QuerySet[Target]:
    return Target.objects.filter(goal__in=list(goals)).select_related("goal").order_by("due_on", "id")


def speaks_until(goal: Goal) -> dt.date:
    """The day by which somebody was to say where the goal stands."""
    return goal.touched_on + dt.timedelta(days=goal.rhythm_days)


def list_drafted_plans(person: Person) -> QuerySet[Plan]:
    """Plans that wait to be put in force."""
    return visible_plans(person).filter(state=PlanState.DRAFT).order_by("starts_on", "id")


def list_open_signals(person: Person) -> QuerySet[Signal]:
    """Signals nobody has looked at, the worst and oldest first."""
    signals = visible_signals(person).select_related(None)  # they are counted, not shown
    return signals.filter(state=SignalState.OPEN).order_by("-severity", "raised_on", "id")


def list_open_signals_on_own_goals(person: Person) -> QuerySet[Signal]:
    return list_open_signals(person).filter(Q(goal__accountable=person) | Q(goal__deputy=person))


def _running(person: Person) -> QuerySet[Goal]:
    running = visible_goals(person).select_related(None)  # only their names are shown
    return running.filter(state=GoalState.ACTIVE, plan__state=PlanState.IN_FORCE)
