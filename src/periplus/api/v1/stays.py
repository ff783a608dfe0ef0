"""Stays: find, record, move, cancel; enrolment."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day, ReasonIn
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.mobility import policies, services
from periplus.mobility.enums import Precision, StayMode, StayState
from periplus.mobility.types import Stay
from periplus.partners.enums import Activity
from periplus.partners.policies import visible_lines, visible_partners
from periplus.people.queries.persons import list_living_persons
from periplus.people.queries.units import list_units

router = Router(tags=["stays"])


class StayShown(Schema):
    """A stay; unknown ends of the way and unknown dates are null."""

    uuid: UUID
    sending: UUID | None
    receiving: UUID | None
    country_from: str
    country_to: str
    unit: UUID | None
    activity: Activity
    mode: StayMode
    level: str
    field: str
    programme: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    precision: Precision
    state: StayState
    source: str
    source_reference: str


class MoneyIn(Schema):
    currency: str
    amount: Decimal


class StayIn(Schema):
    """A stay to record; `ends_on` is its last day."""

    sending: UUID
    receiving: UUID
    starts_on: Day
    ends_on: Day | None = None
    activity: Activity = Activity.STUDY
    mode: StayMode = StayMode.PHYSICAL
    level: str = ""
    field: str = ""
    programme: str = ""
    unit: UUID | None = None
    person: UUID | None = None
    line: UUID | None = None
    funding: list[MoneyIn] = []


class DatesIn(Schema):
    starts_on: Day
    ends_on: Day | None = None


class EnrolmentIn(Schema):
    """How many students an institution, or a unit of it, had in a year."""

    partner: UUID
    unit: UUID | None = None
    year: int
    students: int
    source: str = ""


_ENDS = ("sending", "receiving", "unit")


def _shown(stay: Stay) -> dict[str, Any]:
    plain = {name: getattr(stay, name) for name in StayShown.model_fields if name not in _ENDS}
    ends = {name: getattr(stay, name) for name in _ENDS}
    return plain | {name: end.uuid if end else None for name, end in ends.items()}


@router.get("/stays", auth=Token("mobility.stays.see"), response=Page[StayShown], summary="Stays you may see")
def list_stays(
    request: HttpRequest,
    partner: UUID | None = None,
    year: int | None = None,
    state: StayState | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = policies.visible_stays(caller_of(request)).select_related(*_ENDS)
    if partner:
        rows = rows.filter(sending__uuid=partner) | rows.filter(receiving__uuid=partner)
    if year:
        rows = rows.filter(start_year=year)
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_shown)


@router.get("/stays/{reference}", auth=Token("mobility.stays.see"), response=StayShown, summary="One stay")
def get_stay(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _shown(found(policies.visible_stays(caller_of(request)), reference))


@router.post(
    "/stays", auth=Token("mobility.stays.record"), response={201: StayShown}, summary="Record a stay"
)
def record_stay(request: HttpRequest, body: StayIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    partners = visible_partners(person)
    funding = tuple((money["currency"], money["amount"]) for money in values.pop("funding"))
    details = services.StayDetails(
        sending=demanded(partners, values.pop("sending"), field="sending"),
        receiving=demanded(partners, values.pop("receiving"), field="receiving"),
        unit=named(list_units(person), values.pop("unit"), field="unit"),
        person=named(list_living_persons(on=clock.today()), values.pop("person"), field="person"),
        line=named(visible_lines(person), values.pop("line"), field="line"),
        funding=funding,
        **values,
    )
    return Status(201, _shown(services.record_stay(actor=person, details=details, on=clock.today())))


@router.put(
    "/stays/{reference}/dates", auth=Token("mobility.stays.record"), response=StayShown, summary="Move a stay"
)
def change_dates(request: HttpRequest, reference: UUID, body: DatesIn) -> dict[str, Any]:
    person = caller_of(request)
    stay = found(policies.visible_stays(person), reference)
    changed = services.change_stay_dates(
        actor=person, stay=stay, starts_on=body.starts_on, ends_on=body.ends_on, on=clock.today()
    )
    return _shown(changed)


@router.post(
    "/stays/{reference}/cancel",
    auth=Token("mobility.stays.record"),
    response=StayShown,
    summary="Cancel a stay",
)
def cancel_stay(request: HttpRequest, reference: UUID, body: ReasonIn) -> dict[str, Any]:
    person = caller_of(request)
    stay = found(policies.visible_stays(person), reference)
    cancelled = services.cancel_stay(actor=person, stay=stay, reason=body.reason, on=clock.today())
    return _shown(cancelled)


@router.post(
    "/enrolments",
    auth=Token("mobility.enrolment.report"),
    response={204: None},
    summary="Report enrolment of a year",
)
def report_enrolment(request: HttpRequest, body: EnrolmentIn) -> Status[None]:
    person = caller_of(request)
    services.report_enrolment(
        actor=person,
        partner=demanded(visible_partners(person), body.partner, field="partner"),
        unit=named(list_units(person), body.unit, field="unit"),
        year=body.year,
        students=body.students,
        source=body.source,
        on=clock.today(),
    )
    return Status(204, None)
