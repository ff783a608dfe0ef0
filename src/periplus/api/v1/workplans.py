"""Responsibility lists: their modules, who has which duty, what is wrong; and the map of collaboration."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.homes import home_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.paths.conflicts import ConflictKind, list_conflicts
from periplus.paths.enums import Duty
from periplus.paths.nets import FlowKind
from periplus.paths.policies import visible_procedures
from periplus.paths.policies_lists import visible_workplans
from periplus.paths.queries import workplans as queries
from periplus.paths.queries.collaboration import get_net
from periplus.paths.services import modules
from periplus.paths.services import workplans as services
from periplus.paths.services.modules import ModuleTerms, Someone
from periplus.paths.services.workplans import About, PlanTerms
from periplus.paths.sheets import SheetRow
from periplus.paths.types import Module, WorkPlan
from periplus.people.queries.persons import list_living_persons
from periplus.people.queries.units import list_units

router = Router(tags=["responsibilities"])
SEE, KEEP = "paths.workplans.see", "paths.workplans.keep"


class HolderShown(Schema):
    """Who has a duty. `kind`: person, unit, role, partner or other; `uuid` takes the duty away."""

    uuid: UUID
    duty: Duty
    kind: str
    name: str
    partner: UUID | None
    living: bool


class ModuleShown(Schema):
    """One module, with what it takes in and puts out."""

    uuid: UUID
    number: int
    title: str
    node: str
    inputs: list[str]
    outputs: list[str]
    evaluation: str
    starts_on: dt.date | None
    due_on: dt.date | None
    done_on: dt.date | None
    holders: list[HolderShown]


class ConflictShown(Schema):
    """What is wrong with a module, as a sentence."""

    kind: ConflictKind
    module: UUID
    serious: bool
    sentence: str


class WorkplanRow(Schema):
    """A responsibility list, in short."""

    uuid: UUID
    title: str
    procedure: UUID | None
    subject_type: str
    subject: UUID | None
    unit: UUID | None
    owner: UUID | None
    partners: list[UUID]
    given: list[str]
    closed_on: dt.date | None


class WorkplanShown(WorkplanRow):
    """A whole responsibility list."""

    modules: list[ModuleShown]
    conflicts: list[ConflictShown]


class WorkplanIn(Schema):
    """A list of a project, or about a thing; `procedure` alone makes it from the steps of a procedure."""

    title: str = ""
    procedure: UUID | None = None
    subject_type: str = ""
    subject: UUID | None = None
    unit: UUID | None = None
    owner: UUID | None = None
    given: list[str] = Field([], description="Items that come from outside.")


class ModuleIn(Schema):
    title: str
    inputs: list[str] = []
    outputs: list[str] = []
    evaluation: str = ""
    starts_on: Day | None = None
    due_on: Day | None = None
    done_on: Day | None = None


class DutyIn(Schema):
    """Exactly one of person, unit and role; or a partner, a name, or both."""

    duty: Duty
    person: UUID | None = None
    unit: UUID | None = None
    role: str = ""
    partner: UUID | None = None
    name: str = ""


class PlaceIn(Schema):
    by: int = Field(description="Places to move down; negative for up.", ge=-200, le=200)


class PartyShown(Schema):
    """Somebody on the map. A partner has no name here; its uuid is part of the key."""

    key: str
    kind: str
    name: str
    conflicts: int


class PassingShown(Schema):
    source: str
    target: str
    kind: FlowKind
    item: str
    needed: bool
    seen_in: str
    reference: str


class MapShown(Schema):
    parties: list[PartyShown]
    passings: list[PassingShown]


def _row(plan: WorkPlan) -> dict[str, Any]:
    ties = {name: getattr(plan, name) for name in ("procedure", "unit", "owner")}
    plain = {name: getattr(plan, name) for name in ("uuid", "title", "subject_type", "given", "closed_on")}
    told = {name: thing.uuid if thing else None for name, thing in ties.items()}
    return plain | told | {"subject": plan.subject_uuid, "partners": plan.partners}


def _shown(plan: WorkPlan) -> dict[str, Any]:
    today = clock.today()
    sheet = queries.get_sheet(plan, on=today)
    conflicts = [] if plan.closed_on else list_conflicts(sheet, on=today)
    return _row(plan) | {
        "modules": [_module(row) for row in sheet.rows],
        "conflicts": [
            {"kind": c.kind, "module": c.row.key, "serious": c.serious, "sentence": c.sentence}
            for c in conflicts
        ],
    }


def _module(row: SheetRow) -> dict[str, Any]:
    plain = [name for name in ModuleShown.model_fields if name not in {"uuid", "holders"}]
    holders = [
        {
            "uuid": holder.reference,
            "partner": holder.partner or None,
            **{name: getattr(holder, name) for name in ("duty", "kind", "name", "living")},
        }
        for holder in row.holders
    ]
    return {name: getattr(row, name) for name in plain} | {"uuid": row.key, "holders": holders}


def _plan(request: HttpRequest, reference: UUID) -> WorkPlan:
    plans = visible_workplans(caller_of(request)).select_related(*queries.JOINED)
    return found(plans, reference)


def _one_module(request: HttpRequest, reference: UUID) -> Module:
    seen = queries.list_modules_seen(caller_of(request))
    return found(seen.select_related("plan__institution", "plan__owner", "plan__unit"), reference)


def _terms(request: HttpRequest, body: WorkplanIn) -> PlanTerms:
    person = caller_of(request)
    living = list_living_persons(on=clock.today()).filter(institution=home_of(person))
    return PlanTerms(
        body.title,
        named(list_units(person), body.unit, field="unit"),
        named(living, body.owner, field="owner"),
        tuple(body.given),
    )


def _module_terms(body: ModuleIn) -> ModuleTerms:
    values = body.dict()
    return ModuleTerms(**values | {"inputs": tuple(body.inputs), "outputs": tuple(body.outputs)})


@router.get(
    "/workplans", auth=Token(SEE), response=Page[WorkplanRow], summary="Responsibility lists you may see"
)
def list_plans(
    request: HttpRequest, subject: UUID | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = visible_workplans(caller_of(request)).select_related(*queries.JOINED)
    if subject:
        rows = rows.filter(subject_uuid=subject)
    return page_of(rows, cursor=cursor, limit=limit, shown=_row)


@router.post(
    "/workplans", auth=Token(KEEP), response={201: WorkplanShown}, summary="Make a responsibility list"
)
def make_plan(request: HttpRequest, body: WorkplanIn) -> Status[dict[str, Any]]:
    person, today = caller_of(request), clock.today()
    if body.procedure is not None:
        procedure = demanded(visible_procedures(person), body.procedure, field="procedure")
        plan = services.make_workplan_of_procedure(actor=person, procedure=procedure, on=today)
        return Status(201, _shown(plan))
    about = About(body.subject_type, body.subject) if body.subject else None
    plan = services.make_workplan(
        actor=person, institution=home_of(person), terms=_terms(request, body), about=about, on=today
    )
    return Status(201, _shown(plan))


@router.get(
    "/workplans/{reference}", auth=Token(SEE), response=WorkplanShown, summary="One list with its conflicts"
)
def get_plan(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _shown(_plan(request, reference))


@router.put("/workplans/{reference}", auth=Token(KEEP), response=WorkplanShown, summary="Change a list")
def change_plan(request: HttpRequest, reference: UUID, body: WorkplanIn) -> dict[str, Any]:
    """Title, unit, owner and what comes from outside; what it is about stays."""
    plan = services.change_workplan(
        actor=caller_of(request),
        plan=_plan(request, reference),
        terms=_terms(request, body),
        on=clock.today(),
    )
    return _shown(plan)


@router.post("/workplans/{reference}/close", auth=Token(KEEP), response=WorkplanShown, summary="Close a list")
def close_plan(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    plan = _plan(request, reference)
    return _shown(services.close_workplan(actor=caller_of(request), plan=plan, on=clock.today()))


@router.post(
    "/workplans/{reference}/reopen", auth=Token(KEEP), response=WorkplanShown, summary="Reopen a list"
)
def reopen_plan(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    plan = _plan(request, reference)
    return _shown(services.reopen_workplan(actor=caller_of(request), plan=plan, on=clock.today()))


@router.post(
    "/workplans/{reference}/modules", auth=Token(KEEP), response={201: WorkplanShown}, summary="Add a module"
)
def add_module(request: HttpRequest, reference: UUID, body: ModuleIn) -> Status[dict[str, Any]]:
    plan = _plan(request, reference)
    modules.add_module(actor=caller_of(request), plan=plan, terms=_module_terms(body), on=clock.today())
    return Status(201, _shown(plan))


@router.put("/modules/{reference}", auth=Token(KEEP), response=WorkplanShown, summary="Change a module")
def change_module(request: HttpRequest, reference: UUID, body: ModuleIn) -> dict[str, Any]:
    module = _one_module(request, reference)
    modules.change_module(
        actor=caller_of(request), module=module, terms=_module_terms(body), on=clock.today()
    )
    return _shown(module.plan)


@router.post("/modules/{reference}/move", auth=Token(KEEP), response=WorkplanShown, summary="Move a module")
def move_module(request: HttpRequest, reference: UUID, body: PlaceIn) -> dict[str, Any]:
    module = _one_module(request, reference)
    modules.move_module(actor=caller_of(request), module=module, by=body.by, on=clock.today())
    return _shown(module.plan)


@router.delete("/modules/{reference}", auth=Token(KEEP), response=WorkplanShown, summary="Take a module out")
def remove_module(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    module = _one_module(request, reference)
    modules.remove_module(actor=caller_of(request), module=module, on=clock.today())
    return _shown(module.plan)


@router.post(
    "/modules/{reference}/duties", auth=Token(KEEP), response={201: WorkplanShown}, summary="Give a duty"
)
def give_duty(request: HttpRequest, reference: UUID, body: DutyIn) -> Status[dict[str, Any]]:
    person, module = caller_of(request), _one_module(request, reference)
    living = list_living_persons(on=clock.today()).filter(institution=home_of(person))
    to = Someone(
        named(living, body.person, field="person"),
        named(list_units(person), body.unit, field="unit"),
        body.role,
        body.partner,
        body.name,
    )
    modules.give_duty(actor=person, module=module, duty=body.duty, to=to, on=clock.today())
    return Status(201, _shown(_plan(request, module.plan.uuid)))


@router.delete("/duties/{reference}", auth=Token(KEEP), response=WorkplanShown, summary="Take a duty away")
def end_duty(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    held = found(queries.list_duties_seen(caller_of(request)), reference)
    modules.end_duty(actor=caller_of(request), responsibility=held, on=clock.today())
    return _shown(_plan(request, held.module.plan.uuid))


@router.get("/collaboration", auth=Token(SEE), response=MapShown, summary="Who gives what to whom")
def get_map(request: HttpRequest, at: str = "") -> dict[str, Any]:
    """From responsibility lists and running cases; `at`: key of one party, for its neighbourhood."""
    net = get_net(caller_of(request), on=clock.today())
    net = net.around(at) if at in net.parties else net
    return {
        "parties": [
            {"key": p.key, "kind": p.kind, "name": p.name, "conflicts": len(net.troubles_of(p.key))}
            for p in net.parties.values()
        ],
        "passings": [
            {
                **{name: getattr(p, name) for name in ("source", "target", "kind", "item", "needed")},
                "seen_in": p.origin.title,
                "reference": p.origin.reference,
            }
            for p in net.passings
        ],
    }
