"""The board: every goal in force with what its six ports hold, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from periplus.loop.enums import (
    Course,
    DecisionState,
    DeviationState,
    EffectState,
    GoalState,
    ItemState,
    PackageState,
    PlanState,
    ReviewState,
    SignalState,
)
from periplus.loop.models import (
    AgendaItem,
    Decision,
    Deviation,
    EffectCheck,
    Goal,
    Plan,
    Review,
    Signal,
    Target,
    TaskPackage,
)
from periplus.loop.policies import visible_goals
from periplus.loop.queries.packages import late_cases_of
from periplus.loop.queries.standings import GoalStanding, standing_of_targets
from periplus.loop.spans import morning_of
from periplus.people.models import Institution, Person

PLACES = {Course.OFF: 0, Course.DRIFTING: 1, Course.NO_DATA: 2, Course.ON: 3}


@dataclass(slots=True)
class Ports:
    """What is open along the way of one goal."""

    signals: list[Signal] = field(default_factory=list)
    deviations: list[Deviation] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    checks: list[EffectCheck] = field(default_factory=list)
    packages: list[TaskPackage] = field(default_factory=list)
    late_cases: int = 0

    @property
    def next_item(self) -> AgendaItem | None:
        """The open item that comes up first: on a meeting before waiting, then by deadline."""
        waiting = [each for each in self.items if each.state in {ItemState.WAITING, ItemState.SCHEDULED}]
        return min(waiting, key=_turn_of_item, default=None)

    @property
    def settled_item(self) -> AgendaItem | None:
        """The item settled last."""
        settled = [each for each in self.items if each.state == ItemState.SETTLED]
        return max(settled, key=lambda item: item.pk, default=None)

    @property
    def due_check(self) -> EffectCheck | None:
        due = [check for check in self.checks if check.state == EffectState.DUE]
        return min(due, key=lambda check: check.check_on, default=None)

    @property
    def last_check(self) -> EffectCheck | None:
        """The effect checked last."""
        done = [check for check in self.checks if check.state == EffectState.CHECKED]
        return max(done, key=lambda check: (check.checked_on or dt.date.min, check.pk), default=None)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One goal of the board."""

    goal: Goal
    standing: GoalStanding
    ports: Ports


@dataclass(frozen=True, slots=True)
class Board:
    """The plans in force and their goals, the worst first."""

    plans: tuple[Plan, ...]
    rows: tuple[BoardRow, ...]
    next_review: Review | None

    def count(self, course: Course) -> int:
        return sum(row.standing.course == course for row in self.rows)

    @property
    def worst_deviation(self) -> Deviation | None:
        """The open deviation that weighs most; the oldest of equals."""
        found = [each for row in self.rows for each in row.ports.deviations]
        open_ones = [each for each in found if each.state != DeviationState.WAIVED]
        return min(open_ones, key=lambda each: (-each.severity, each.opened_on, each.pk), default=None)


def get_board(person: Person, institution: Institution, *, on: dt.date) -> Board:
    """The board of an institution as a person sees it."""
    in_force = visible_goals(person).filter(
        plan__institution=institution, plan__state=PlanState.IN_FORCE, state=GoalState.ACTIVE
    )
    goals = list(in_force.order_by("plan_id", "position", "id"))
    standings = standings_of(goals, institution, on=on)
    ports = ports_of(goals, on=on)
    rows = [BoardRow(goal, standings[goal.pk], ports[goal.pk]) for goal in goals]
    rows.sort(key=lambda row: (PLACES[row.standing.course], row.goal.priority, row.goal.position))
    plans = {goal.plan_id: goal.plan for goal in goals}
    return Board(tuple(plans.values()), tuple(rows), _next_review(institution))


def standings_of(goals: Sequence[Goal], institution: Institution, *, on: dt.date) -> dict[int, GoalStanding]:
    """Where each goal stands, by its id. Two queries."""
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(goal__in=goals).order_by("id"):
        targets[target.goal_id].append(target)
    every = [target for some in targets.values() for target in some]
    standings = standing_of_targets(every, institution, on=on)
    return {
        goal.pk: GoalStanding(goal, tuple(standings[target.pk] for target in targets[goal.pk]))
        for goal in goals
    }


def ports_of(goals: Sequence[Goal], *, on: dt.date) -> dict[int, Ports]:
    """What is open on each goal, by its id. Seven queries, two more where packages are tied to cases."""
    ports = {goal.pk: Ports() for goal in goals}
    for signal in _live_signals(goals):
        ports[signal.goal_id or 0].signals.append(signal)
    for deviation in _open_deviations(goals):
        ports[deviation.goal_id or 0].deviations.append(deviation)
    for item in _items(goals):
        ports[_goal_of_item(item)].items.append(item)
    for decision in _decisions(goals):
        ports[decision.goal_id or 0].decisions.append(decision)
    for check in _checks(goals):
        ports[check.decision.goal_id or 0].checks.append(check)
    packages = _packages(goals)
    late = late_cases_of(packages, at=morning_of(packages[0].goal.plan.institution, on)) if packages else {}
    for package in packages:
        ports[package.goal_id].packages.append(package)
    for goal, port in ports.items():
        port.late_cases = len(late.get(goal, ()))
    return ports


def _live_signals(goals: Sequence[Goal]) -> Iterable[Signal]:
    in_work = Q(state=SignalState.IN_DEVIATION) & ~Q(deviation__state=DeviationState.CLOSED)
    return Signal.objects.filter(Q(state=SignalState.OPEN) | in_work, goal__in=goals).order_by("id")


def _open_deviations(goals: Sequence[Goal]) -> Iterable[Deviation]:
    found = Deviation.objects.filter(goal__in=goals).exclude(state=DeviationState.CLOSED)
    return found.select_related("goal", "owner").order_by("id")


def _items(goals: Sequence[Goal]) -> Iterable[AgendaItem]:
    about = Q(goal__in=goals) | Q(goal=None, deviation__goal__in=goals)
    found = AgendaItem.objects.filter(about).exclude(state=ItemState.WITHDRAWN)
    return found.select_related("review", "deviation", "body").order_by("id")


def _decisions(goals: Sequence[Goal]) -> Iterable[Decision]:
    found = Decision.objects.filter(goal__in=goals).exclude(state=DecisionState.UNDONE)
    return found.order_by("id")


def _checks(goals: Sequence[Goal]) -> Iterable[EffectCheck]:
    found = EffectCheck.objects.filter(decision__goal__in=goals).exclude(state=EffectState.DROPPED)
    return found.select_related("decision").order_by("id")


def _packages(goals: Sequence[Goal]) -> list[TaskPackage]:
    found = TaskPackage.objects.filter(goal__in=goals, state=PackageState.OPEN)
    return list(found.select_related("unit", "goal__plan__institution").order_by("due_on", "id"))


def _goal_of_item(item: AgendaItem) -> int:
    return item.goal_id or (item.deviation.goal_id if item.deviation else 0) or 0


def _turn_of_item(item: AgendaItem) -> tuple[bool, dt.datetime | dt.date, int]:
    if item.review:
        return (False, item.review.held_at, item.pk)
    return (True, item.deadline_on, item.pk)


def _next_review(institution: Institution) -> Review | None:
    planned = Review.objects.filter(
        body__institution=institution, state__in=(ReviewState.PLANNED, ReviewState.OPENED)
    )
    return planned.select_related("body").prefetch_related("items").order_by("held_at", "id").first()
