"""Work: what is yours to do, done through the API as on the pages."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from periplus.api.door import caller_of
from periplus.api.finding import demanded
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.paths import policies
from periplus.paths.chart import ChartItem, say
from periplus.paths.enums import ValueType, WorkState
from periplus.paths.queries.case_pages import find_work, list_inputs, list_return_targets, node_of
from periplus.paths.queries.work_lists import list_work, title_of
from periplus.paths.services import work as services
from periplus.paths.types import WorkItem
from periplus.people.queries.persons import list_living_persons
from periplus.people.types import Person

router = Router(tags=["work"])


class WorkRow(Schema):
    """One piece of work. `person`: who has it; null when anybody of the role may do it."""

    uuid: UUID
    title: str
    case: UUID
    case_title: str
    node: str
    state: WorkState
    role: str
    person: UUID | None
    opened_at: dt.datetime
    due_at: dt.datetime | None
    trouble: str


class OutputAsked(Schema):
    """What the work is to produce. `choices`: the values that a choice may have."""

    key: str
    title: str
    type: ValueType
    required: bool
    choices: list[str]
    columns: list[str]


class WorkWhole(WorkRow):
    """A piece of work with what it reads, what it is to produce, and where it can be sent back to."""

    guidance: str
    inputs: dict[str, Any]
    outputs: list[OutputAsked]
    earlier: list[str]


class OutputsIn(Schema):
    """`outputs` by key: text, number, "2026-03-31", true, a value of the choice, a uuid, a list, rows."""

    outputs: dict[str, Any] = {}
    note: str = ""


class WorkStepIn(Schema):
    """`reason`: to skip, send back or hand over. `target`: a node to send back to. `person`: to hand to."""

    reason: str = ""
    target: str = ""
    person: UUID | None = None


def _row(item: WorkItem) -> dict[str, Any]:
    plain = ("uuid", "state", "role", "opened_at", "due_at", "trouble")
    return {name: getattr(item, name) for name in plain} | {
        "title": title_of(item),
        "case": item.case.uuid,
        "case_title": item.case.title,
        "node": item.node.key,
        "person": item.person.uuid if item.person else None,
    }


def _asked(item: ChartItem) -> dict[str, Any]:
    return {
        "key": item.key,
        "title": say(item.title),
        "type": item.type,
        "required": item.required,
        "choices": [choice.value for choice in item.choices],
        "columns": [column.key for column in item.columns],
    }


def _whole(person: Person, item: WorkItem) -> dict[str, Any]:
    node = node_of(item)
    earlier = list_return_targets(item) if item.state == WorkState.OPEN else []
    return _row(item) | {
        "guidance": say(node.guidance),
        "inputs": {each.key: value for each, value in list_inputs(person, item)},
        "outputs": [_asked(each) for each in node.outputs],
        "earlier": [each.key for each in earlier],
    }


def _found(person: Person, reference: UUID) -> WorkItem:
    item = find_work(person, reference)
    if item is None:
        raise Http404
    return item


@router.get("/work", auth=Token(policies.DO), response=Page[WorkRow], summary="What is yours to do")
def list_mine(request: HttpRequest, cursor: str = "", limit: int = LIMIT) -> dict[str, Any]:
    return page_of(list_work(caller_of(request)), cursor=cursor, limit=limit, shown=_row)


@router.get("/work/{reference}", auth=Token(policies.DO), response=WorkWhole, summary="One piece of work")
def get_work(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _whole(caller_of(request), _found(caller_of(request), reference))


@router.post(
    "/work/{reference}/complete",
    auth=Token(policies.DO),
    response=WorkWhole,
    summary="Finish a piece of work",
)
def complete(request: HttpRequest, reference: UUID, body: OutputsIn) -> dict[str, Any]:
    person = caller_of(request)
    item = _found(person, reference)
    services.complete_work(actor=person, item=item, outputs=body.outputs, note=body.note, at=clock.now())
    return _whole(person, _found(person, reference))


@router.put("/work/{reference}/draft", auth=Token(policies.DO), response=WorkWhole, summary="Keep a draft")
def keep_draft(request: HttpRequest, reference: UUID, body: OutputsIn) -> dict[str, Any]:
    person = caller_of(request)
    services.save_draft(actor=person, item=_found(person, reference), draft=body.outputs, at=clock.now())
    return _whole(person, _found(person, reference))


@router.post(
    "/work/{reference}/{verb}",
    auth=Token(policies.DO, policies.STEER),
    response=WorkWhole,
    summary="Take, give back, hand over, skip, send back or retry",
)
def move_work(request: HttpRequest, reference: UUID, verb: str, body: WorkStepIn) -> dict[str, Any]:
    """`verb`: take, give_back, hand_over, skip, send_back or retry."""
    person = caller_of(request)
    item = _found(person, reference)
    steps = _steps(person, item, body)
    if verb not in steps:
        raise Invalid(
            {"verb": _("There is no such step. Use one of: %(steps)s.") % {"steps": ", ".join(steps)}}
        )
    steps[verb]()
    return _whole(person, _found(person, reference))


def _steps(person: Person, item: WorkItem, body: WorkStepIn) -> dict[str, Callable[[], object]]:
    at, reason = clock.now(), body.reason
    return {
        "take": lambda: services.take_work(actor=person, item=item, at=at),
        "give_back": lambda: services.give_work_back(actor=person, item=item, at=at),
        "hand_over": lambda: services.hand_work_over(
            actor=person, item=item, person=_receiver(body), reason=reason, at=at
        ),
        "skip": lambda: services.skip_work(actor=person, item=item, reason=reason, at=at),
        "send_back": lambda: services.send_work_back(
            actor=person, item=item, target=body.target, reason=reason, at=at
        ),
        "retry": lambda: services.retry_work(actor=person, item=item, at=at),
    }


def _receiver(body: WorkStepIn) -> Person:
    if body.person is None:
        raise Invalid({"person": _("Say who is to have it.")})
    return demanded(list_living_persons(on=clock.today()), body.person, field="person")
