"""Cases: begun, looked up, stopped, taken up again; messages that they wait for."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.paths import policies
from periplus.paths.chart import say
from periplus.paths.enums import CaseState
from periplus.paths.policies_reading import shown_values
from periplus.paths.queries.case_lists import list_plain_cases
from periplus.paths.queries.case_pages import list_open
from periplus.paths.services import cases as services
from periplus.paths.services import steering, work
from periplus.paths.types import Case, WorkItem
from periplus.people.queries.persons import list_living_persons
from periplus.people.queries.units import list_units
from periplus.people.types import Person

router = Router(tags=["cases"])


class CaseRow(Schema):
    """A case, in short. `subject`: what it is about, if it is about something recorded here."""

    uuid: UUID
    reference: str
    title: str
    procedure: UUID
    version: int
    state: CaseState
    outcome: str
    priority: int
    subject_type: str
    subject: UUID | None
    started_at: dt.datetime
    ended_at: dt.datetime | None
    due_on: dt.date | None


class StandingShown(Schema):
    """Where a case stands. `trouble`: why an automatic step could not be done."""

    uuid: UUID
    node: str
    title: str
    role: str
    person: UUID | None
    due_at: dt.datetime | None
    trouble: str


class CaseWhole(CaseRow):
    """A case with what was produced so far, and where it stands."""

    values: dict[str, Any]
    standing: list[StandingShown]


class CaseIn(Schema):
    """`values`: what the start of the procedure asks for. `subject`: needed where the procedure has one."""

    procedure: UUID
    title: str = ""
    subject: UUID | None = None
    unit: UUID | None = None
    owner: UUID | None = None
    values: dict[str, Any] = {}
    due_on: Day | None = None
    priority: int = 3


class CaseStepIn(Schema):
    """`reason`: needed to suspend or cancel."""

    reason: str = ""


class CasePriorityIn(Schema):
    """1 is the most urgent, 5 the least."""

    priority: int


class MessageIn(Schema):
    """`message`: the name that the procedure waits for.

    `item`: the work that waits for it, where several wait for the same; without it, the first of them.
    """

    message: str
    item: UUID | None = None
    values: dict[str, Any] = {}


def _row(case: Case) -> dict[str, Any]:
    own = {"procedure", "version", "subject"}
    plain = {name: getattr(case, name) for name in CaseRow.model_fields if name not in own}
    version = case.version
    return plain | {
        "procedure": version.procedure.uuid,
        "version": version.number,
        "subject": case.subject_uuid,
    }


def _standing(item: WorkItem) -> dict[str, Any]:
    return {
        "uuid": item.uuid,
        "node": item.node.key,
        "title": say(item.node.title),
        "role": item.role,
        "person": item.person.uuid if item.person else None,
        "due_at": item.due_at,
        "trouble": item.trouble,
    }


def _whole(person: Person, case: Case) -> dict[str, Any]:
    standing = [_standing(item) for item in list_open(case)]
    return _row(case) | {"values": shown_values(person, case), "standing": standing}


@router.get("/cases", auth=Token(policies.SEE_CASES), response=Page[CaseRow], summary="Cases you may see")
def list_cases(
    request: HttpRequest,
    state: CaseState | None = None,
    procedure: UUID | None = None,
    subject: UUID | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = list_plain_cases(caller_of(request))
    asked = {"state": state, "version__procedure__uuid": procedure, "subject_uuid": subject}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return page_of(rows, cursor=cursor, limit=limit, shown=_row)


@router.get("/cases/{reference}", auth=Token(policies.SEE_CASES), response=CaseWhole, summary="One case")
def get_case(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _whole(caller_of(request), found(list_plain_cases(caller_of(request)), reference))


@router.post("/cases", auth=Token(policies.START), response={201: CaseWhole}, summary="Start a case")
def start_case(request: HttpRequest, body: CaseIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    procedure = demanded(policies.startable_procedures(person), values.pop("procedure"), field="procedure")
    unit = named(list_units(person), values.pop("unit"), field="unit")
    owner = named(list_living_persons(on=clock.today()), values.pop("owner"), field="owner")
    terms = services.CaseTerms(unit=unit, owner=owner, **values)
    case = services.start_case(actor=person, procedure=procedure, terms=terms, at=clock.now())
    return Status(201, _whole(person, case))


@router.put(
    "/cases/{reference}/priority", auth=Token(policies.STEER), response=CaseWhole, summary="Set the priority"
)
def set_priority(request: HttpRequest, reference: UUID, body: CasePriorityIn) -> dict[str, Any]:
    person = caller_of(request)
    case = found(list_plain_cases(person), reference)
    steering.set_case_priority(actor=person, case=case, priority=body.priority, at=clock.now())
    return _whole(person, found(list_plain_cases(person), reference))


@router.post(
    "/cases/{reference}/messages",
    auth=Token(policies.STEER),
    response=CaseWhole,
    summary="Hand in a message that the case waits for",
)
def receive_message(request: HttpRequest, reference: UUID, body: MessageIn) -> dict[str, Any]:
    person = caller_of(request)
    case = found(list_plain_cases(person), reference)
    item = _waiting(case, body.item)
    work.receive_message(
        actor=person, case=case, item=item, message=body.message, values=body.values, at=clock.now()
    )
    return _whole(person, found(list_plain_cases(person), reference))


def _waiting(case: Case, reference: UUID | None) -> WorkItem | None:
    if reference is None:
        return None
    item = next((each for each in list_open(case) if each.uuid == reference), None)
    if item is None:
        raise Invalid({"item": _("We do not know this one. Send the uuid of something you can see.")})
    return item


@router.post(
    "/cases/{reference}/{verb}",
    auth=Token(policies.STEER),
    response=CaseWhole,
    summary="Suspend, resume or cancel a case",
)
def steer_case(request: HttpRequest, reference: UUID, verb: str, body: CaseStepIn) -> dict[str, Any]:
    """`verb`: suspend, resume or cancel."""
    person = caller_of(request)
    case = found(list_plain_cases(person), reference)
    steps: dict[str, Callable[[], object]] = {
        "suspend": lambda: steering.suspend_case(actor=person, case=case, reason=body.reason, at=clock.now()),
        "resume": lambda: steering.resume_case(actor=person, case=case, at=clock.now()),
        "cancel": lambda: steering.cancel_case(actor=person, case=case, reason=body.reason, at=clock.now()),
    }
    if verb not in steps:
        raise Invalid(
            {"verb": _("There is no such step. Use one of: %(steps)s.") % {"steps": ", ".join(steps)}}
        )
    steps[verb]()
    return _whole(person, found(list_plain_cases(person), reference))
