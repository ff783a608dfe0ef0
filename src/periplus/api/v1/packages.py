"""Task packages of goals: how far they are, the cases behind them, and the work on them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.homes import home_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import Binding, PackageState
from periplus.loop.queries import packages as queries
from periplus.loop.services import package_cases
from periplus.loop.services import packages as services
from periplus.loop.types import TaskPackage
from periplus.loop.values import PackageValues
from periplus.paths.enums import CaseState
from periplus.paths.policies import visible_procedures
from periplus.paths.types import Case
from periplus.people.queries.persons import list_living_persons
from periplus.people.queries.units import list_units

router = Router(tags=["task packages"])
KEEP = "loop.packages.keep"


class ProgressShown(Schema):
    """Counted from the cases: `done` from 0 to 1, null when nothing can be told."""

    finished: int
    running: int
    late: int
    expected: int
    done: float | None


class PackageShown(Schema):
    """What is to be done for a goal; `node`: key of the step of `procedure` that it is tied to."""

    uuid: UUID
    goal: UUID
    reference: str
    title: str
    binding: Binding
    procedure: UUID | None
    node: str
    expected: int | None
    accountable: UUID | None
    unit: UUID
    inputs: list[str]
    outputs: list[str]
    evaluation: str
    due_on: dt.date
    share: int
    state: PackageState
    settled_on: dt.date | None
    progress: ProgressShown


class PackageIn(Schema):
    """A task package; `share` in per cent of the goal."""

    title: str
    binding: Binding
    unit: UUID
    accountable: UUID
    due_on: Day
    procedure: UUID | None = None
    node: str = ""
    expected: int | None = None
    inputs: list[str] = []
    outputs: list[str] = []
    evaluation: str = ""
    share: int = 0


class PackageHandoverIn(Schema):
    accountable: UUID
    reason: str = ""


class SettlingIn(Schema):
    state: PackageState
    reason: str


class OpeningIn(Schema):
    """What a case is begun with: `subject` when the procedure is about something, `values` of its start."""

    title: str = ""
    subject: UUID | None = None
    values: dict[str, Any] = {}


class CaseOfPackage(Schema):
    """A case that counts for a package, and whose turn it is."""

    uuid: UUID
    reference: str
    title: str
    state: CaseState
    owner: UUID | None
    started_at: dt.datetime
    ended_at: dt.datetime | None
    next_due: dt.datetime | None


_TIES = ("goal", "procedure", "accountable", "unit")


def _shown(package: TaskPackage) -> dict[str, Any]:
    plain = [name for name in PackageShown.model_fields if name not in {*_TIES, "progress"}]
    ties = {name: getattr(package, name) for name in _TIES}
    (standing,) = queries.standings_of_packages([package], at=clock.now())
    progress = standing.progress
    return {name: getattr(package, name) for name in plain} | {
        **{name: thing.uuid if thing else None for name, thing in ties.items()},
        "progress": {name: getattr(progress, name) for name in ProgressShown.model_fields},
    }


def _case(case: Case) -> dict[str, Any]:
    plain = [name for name in CaseOfPackage.model_fields if name not in {"owner", "next_due"}]
    return {name: getattr(case, name) for name in plain} | {
        "owner": case.owner.uuid if case.owner else None,
        "next_due": getattr(case, "next_due", None),
    }


def _values(request: HttpRequest, body: PackageIn) -> dict[str, Any]:
    person, values = caller_of(request), body.dict()
    living = list_living_persons(on=clock.today()).filter(institution=home_of(person))
    values["accountable"] = demanded(living, body.accountable, field="accountable")
    values["unit"] = demanded(list_units(person), body.unit, field="unit")
    values["procedure"] = named(visible_procedures(person), body.procedure, field="procedure")
    return values


def _found(request: HttpRequest, reference: UUID) -> TaskPackage:
    return found(policies.visible_packages(caller_of(request)), reference)


@router.get(
    "/packages",
    auth=Token("loop.goals.see"),
    response=Page[PackageShown],
    summary="Task packages you may see",
)
def list_packages(
    request: HttpRequest,
    goal: UUID | None = None,
    state: PackageState | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = policies.visible_packages(caller_of(request))
    if goal:
        rows = rows.filter(goal__uuid=goal)
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_shown)


@router.get(
    "/packages/{reference}", auth=Token("loop.goals.see"), response=PackageShown, summary="One task package"
)
def get_package(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _shown(_found(request, reference))


@router.get(
    "/packages/{reference}/cases",
    auth=Token("loop.goals.see"),
    response=Page[CaseOfPackage],
    summary="Its cases, or only the late ones",
)
def list_cases(
    request: HttpRequest, reference: UUID, *, late: bool = False, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    """As far as you may see them."""
    package, person = _found(request, reference), caller_of(request)
    rows = (
        queries.list_late_cases(person, package, at=clock.now())
        if late
        else queries.list_cases_of(person, package)
    )
    return page_of(rows, cursor=cursor, limit=limit, shown=_case)


@router.post(
    "/goals/{reference}/packages",
    auth=Token(KEEP),
    response={201: PackageShown},
    summary="Add a task package to a goal",
)
def add_package(request: HttpRequest, reference: UUID, body: PackageIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    goal = found(policies.visible_goals(person), reference)
    values = PackageValues(**_values(request, body))
    package = services.add_package(actor=person, goal=goal, values=values, on=clock.today())
    return Status(201, _shown(package))


@router.put("/packages/{reference}", auth=Token(KEEP), response=PackageShown, summary="Change a task package")
def change_package(request: HttpRequest, reference: UUID, body: PackageIn) -> dict[str, Any]:
    package = _found(request, reference)
    services.change_package(
        actor=caller_of(request), package=package, changes=_values(request, body), on=clock.today()
    )
    return _shown(_found(request, reference))


@router.post(
    "/packages/{reference}/handover", auth=Token(KEEP), response=PackageShown, summary="Hand it over"
)
def hand_over(request: HttpRequest, reference: UUID, body: PackageHandoverIn) -> dict[str, Any]:
    person, living = caller_of(request), list_living_persons(on=clock.today())
    package = services.hand_package_over(
        actor=person,
        package=_found(request, reference),
        accountable=demanded(living, body.accountable, field="accountable"),
        reason=body.reason,
        on=clock.today(),
    )
    return _shown(package)


@router.post(
    "/packages/{reference}/settle",
    auth=Token(KEEP),
    response=PackageShown,
    summary="Say that it is done or dropped, or take it up again",
)
def settle(request: HttpRequest, reference: UUID, body: SettlingIn) -> dict[str, Any]:
    package = services.settle_package(
        actor=caller_of(request),
        package=_found(request, reference),
        state=body.state,
        reason=body.reason,
        on=clock.today(),
    )
    return _shown(package)


@router.post(
    "/packages/{reference}/cases",
    auth=Token(KEEP),
    response={201: CaseOfPackage},
    summary="Start a case for it, or ask for its deliverable",
)
def start_case(request: HttpRequest, reference: UUID, body: OpeningIn) -> Status[dict[str, Any]]:
    case = package_cases.start_package_case(
        actor=caller_of(request),
        package=_found(request, reference),
        opening=package_cases.Opening(body.title, body.subject, body.values),
        at=clock.now(),
    )
    return Status(201, _case(case))
