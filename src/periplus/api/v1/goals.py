"""Plans, goals and targets."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.homes import home_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.scopes import read_scope
from periplus.api.shapes import Day, TextIn
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import Course, Dimension, Direction, GoalState, PeriodKind, PlanState
from periplus.loop.queries.standings import standing_of_targets
from periplus.loop.services import goals as goal_services
from periplus.loop.services import plans as plan_services
from periplus.loop.services import targets as target_services
from periplus.loop.types import Goal, Target
from periplus.loop.values import GoalValues, PlanValues, TargetValues
from periplus.people.queries.persons import list_living_persons
from periplus.people.queries.units import list_units

router = Router(tags=["goals"])


class PlanShown(Schema):
    """What a university sets out to do; `ends_on` is its last day."""

    uuid: UUID
    title: str
    summary: str
    starts_on: dt.date
    ends_on: dt.date
    version: int
    state: PlanState


class PlanIn(Schema):
    title: str
    starts_on: Day
    ends_on: Day
    summary: str = ""


class TargetShown(Schema):
    """A value to reach, and where it stands: `course`, latest value, value expected by then."""

    uuid: UUID
    measure: str
    scope: dict[str, str]
    period_kind: PeriodKind
    direction: Direction
    baseline: Decimal | None
    baseline_on: dt.date | None
    value: Decimal
    tolerance: Decimal
    due_on: dt.date
    course: Course
    latest: Decimal | None


class GoalRow(Schema):
    """A goal, in short."""

    uuid: UUID
    plan: UUID
    parent: UUID | None
    reference: str
    title: str
    dimension: Dimension
    unit: UUID
    accountable: UUID | None
    deputy: UUID | None
    priority: int
    state: GoalState
    touched_on: dt.date


class GoalWhole(GoalRow):
    """A goal with what it demands and its targets."""

    description: str
    theme: str
    capability: str
    rhythm_days: int
    targets: list[TargetShown]


class GoalIn(Schema):
    """A new goal; without a reference it gets the next of its plan."""

    title: str
    unit: UUID
    reference: str = ""
    description: str = ""
    theme: str = ""
    dimension: Dimension = Dimension.INTERNATIONAL
    accountable: UUID | None = None
    deputy: UUID | None = None
    capability: str = ""
    priority: int = 3
    rhythm_days: int = 180
    parent: UUID | None = None


class HandoverIn(Schema):
    accountable: UUID | None
    deputy: UUID | None = None
    reason: str


class TargetIn(Schema):
    """`scope` by axis: institution, unit, country, partner, field, programme, procedure. Shares: 0 to 1."""

    measure: str
    scope: dict[str, str] = {}
    value: Decimal
    tolerance: Decimal
    due_on: Day
    period_kind: PeriodKind = PeriodKind.CALENDAR_YEAR
    direction: Direction | None = None
    baseline: Decimal | None = None
    baseline_on: Day | None = None


_GOAL_PLAIN = ("uuid", "reference", "title", "dimension", "priority", "state", "touched_on")
_GOAL_MORE = ("description", "theme", "capability", "rhythm_days")
_GOAL_TIES = ("plan", "parent", "unit", "accountable", "deputy")
_TARGET = tuple(name for name in TargetShown.model_fields if name not in {"course", "latest"})


def _row(goal: Goal) -> dict[str, Any]:
    ties = {name: getattr(goal, name) for name in _GOAL_TIES}
    plain = {name: getattr(goal, name) for name in _GOAL_PLAIN}
    return plain | {name: thing.uuid if thing else None for name, thing in ties.items()}


def _whole(goal: Goal) -> dict[str, Any]:
    targets = list(goal.targets.order_by("pk"))
    standings = standing_of_targets(targets, goal.plan.institution, on=clock.today())
    more = {name: getattr(goal, name) for name in _GOAL_MORE}
    shown = [_target(target, standings[target.pk]) for target in targets]
    return _row(goal) | more | {"targets": shown}


def _target(target: Target, standing: Any) -> dict[str, Any]:
    latest = standing.value
    return {name: getattr(target, name) for name in _TARGET} | {
        "course": standing.course,
        "latest": latest,
    }


@router.get("/plans", auth=Token("loop.goals.see"), response=Page[PlanShown], summary="Plans you may see")
def list_plans(request: HttpRequest, cursor: str = "", limit: int = LIMIT) -> dict[str, Any]:
    rows = policies.visible_plans(caller_of(request))
    return page_of(rows, cursor=cursor, limit=limit, shown=PlanShown.from_orm)


@router.post("/plans", auth=Token("loop.plans.draft"), response={201: PlanShown}, summary="Draft a plan")
def draft_plan(request: HttpRequest, body: PlanIn) -> Status[Any]:
    person = caller_of(request)
    plan = plan_services.draft_plan(
        actor=person, institution=home_of(person), values=PlanValues(**body.dict()), on=clock.today()
    )
    return Status(201, plan)


@router.post(
    "/plans/{reference}/versions",
    auth=Token("loop.plans.draft"),
    response={201: PlanShown},
    summary="Draft its next version",
)
def draft_next_version(request: HttpRequest, reference: UUID) -> Status[Any]:
    person = caller_of(request)
    plan = found(policies.visible_plans(person), reference)
    return Status(201, plan_services.draft_next_version(actor=person, plan=plan, on=clock.today()))


@router.post(
    "/plans/{reference}/enact",
    auth=Token("loop.plans.enact"),
    response=PlanShown,
    summary="Put a plan in force",
)
def enact_plan(request: HttpRequest, reference: UUID) -> Any:
    person = caller_of(request)
    plan = found(policies.visible_plans(person), reference)
    return plan_services.enact_plan(actor=person, plan=plan, on=clock.today())


@router.get("/goals", auth=Token("loop.goals.see"), response=Page[GoalRow], summary="Goals you may see")
def list_goals(
    request: HttpRequest, plan: UUID | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_goals(caller_of(request)).select_related(*_GOAL_TIES)
    if plan:
        rows = rows.filter(plan__uuid=plan)
    return page_of(rows, cursor=cursor, limit=limit, shown=_row)


@router.get(
    "/goals/{reference}",
    auth=Token("loop.goals.see"),
    response=GoalWhole,
    summary="One goal with its targets",
)
def get_goal(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _whole(found(policies.visible_goals(caller_of(request)), reference))


@router.post(
    "/plans/{reference}/goals",
    auth=Token("loop.plans.draft"),
    response={201: GoalWhole},
    summary="Add a goal to a draft",
)
def add_goal(request: HttpRequest, reference: UUID, body: GoalIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    plan = found(policies.visible_plans(person), reference)
    living = list_living_persons(on=clock.today())
    for name in ("accountable", "deputy"):
        values[name] = named(living, values[name], field=name)
    values["unit"] = demanded(list_units(person), values["unit"], field="unit")
    values["parent"] = named(policies.visible_goals(person), values["parent"], field="parent")
    goal = goal_services.add_goal(actor=person, plan=plan, values=GoalValues(**values), on=clock.today())
    return Status(201, _whole(goal))


@router.post(
    "/goals/{reference}/handover",
    auth=Token("loop.plans.enact", "loop.goals.work"),
    response=GoalWhole,
    summary="Hand a goal over",
)
def hand_over(request: HttpRequest, reference: UUID, body: HandoverIn) -> dict[str, Any]:
    person, living = caller_of(request), list_living_persons(on=clock.today())
    goal = goal_services.hand_over_goal(
        actor=person,
        goal=found(policies.visible_goals(person), reference),
        accountable=named(living, body.accountable, field="accountable"),
        deputy=named(living, body.deputy, field="deputy"),
        reason=body.reason,
        on=clock.today(),
    )
    return _whole(goal)


@router.post(
    "/goals/{reference}/notes",
    auth=Token("loop.goals.work"),
    response=GoalWhole,
    summary="Note work on a goal",
)
def note_on_goal(request: HttpRequest, reference: UUID, body: TextIn) -> dict[str, Any]:
    person = caller_of(request)
    goal = found(policies.visible_goals(person), reference)
    return _whole(goal_services.note_on_goal(actor=person, goal=goal, text=body.text, on=clock.today()))


@router.post(
    "/goals/{reference}/targets",
    auth=Token("loop.plans.draft", "loop.plans.enact"),
    response={201: GoalWhole},
    summary="Add a target",
)
def add_target(request: HttpRequest, reference: UUID, body: TargetIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    goal = found(policies.visible_goals(person), reference)
    values["scope"] = read_scope(values["scope"])
    target_services.add_target(actor=person, goal=goal, values=TargetValues(**values), on=clock.today())
    return Status(201, _whole(goal))
