"""Goals, plans and signals with which somebody has to do something."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import DateField, ExpressionWrapper, F, Q, QuerySet

from periplus.loop.enums import GoalState, PlanState, SignalState
from periplus.loop.models import Goal, Plan, Signal, Target
from periplus.loop.policies import visible_goals, visible_plans, visible_signals
from periplus.people.models import Person
from periplus.people.queries.persons import living


def speaks_until(goal: Goal) -> dt.date:
    """The day by which somebody should have worked on a goal again."""
    return goal.touched_on + dt.timedelta(days=goal.rhythm_days)


def list_own_goals(person: Person) -> QuerySet[Goal]:
    """Active goals of plans in force for which a person answers, in the order of the plan."""
    own = Q(accountable=person) | Q(deputy=person)
    return _in_force(person).filter(own).order_by("plan_id", "position", "id")


def list_silent_goals(person: Person, *, on: dt.date) -> QuerySet[Goal]:
    """Own goals on which nobody has worked for longer than their rhythm, the longest silent first."""
    until = ExpressionWrapper(F("touched_on") + F("rhythm_days"), output_field=DateField())
    silent = _in_force(person).filter(accountable=person).annotate(speaks_until=until)
    return silent.filter(speaks_until__lt=on).order_by("speaks_until", "id")


def list_ownerless_goals(person: Person, *, on: dt.date) -> QuerySet[Goal]:
    """Active goals for which nobody answers who is still here."""
    return _in_force(person).exclude(living(on, "accountable__")).order_by("plan_id", "position", "id")


def list_drafted_plans(person: Person) -> QuerySet[Plan]:
    return visible_plans(person).filter(state=PlanState.DRAFT).order_by("starts_on", "id")


def list_open_signals(person: Person) -> QuerySet[Signal]:
    """What nobody has looked at yet, the worst first."""
    return visible_signals(person).filter(state=SignalState.OPEN).order_by("-severity", "-raised_on", "-id")


def list_open_signals_on_own_goals(person: Person) -> QuerySet[Signal]:
    """The same, of goals for which a person answers."""
    own = Q(goal__accountable=person) | Q(goal__deputy=person)
    return list_open_signals(person).filter(own)


def list_targets_of(goals: Iterable[Goal]) -> QuerySet[Target]:
    """The targets of some goals, the next due first."""
    return Target.objects.filter(goal__in=list(goals)).select_related("goal").order_by("due_on", "id")


def _in_force(person: Person) -> QuerySet[Goal]:
    return visible_goals(person).filter(plan__state=PlanState.IN_FORCE, state=GoalState.ACTIVE)
