"""Agreements: draft, add lines, move through their life, change places."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found, named
from periplus.api.homes import home_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.partners import lives, policies, queries, services
from periplus.partners.enums import Activity, AgreementKind, AgreementState, LineDirection
from periplus.partners.types import Agreement, AgreementLine
from periplus.people.queries.persons import list_living_persons
from periplus.people.queries.units import list_units
from periplus.people.types import Person

router = Router(tags=["agreements"])


class AgreementRow(Schema):
    """An agreement, in short."""

    uuid: UUID
    reference: str
    title: str
    kind: AgreementKind
    state: AgreementState
    programme: str
    signed_on: dt.date | None
    valid_from: dt.date | None
    valid_until: dt.date | None


class LineShown(Schema):
    """A line: what may be exchanged with which partner, how often."""

    uuid: UUID
    partner: UUID
    direction: LineDirection
    activity: Activity
    field: str
    level: str
    language: str
    cefr: str
    places: int
    months: Decimal | None
    year_from: int | None
    year_until: int | None


class MoveShown(Schema):
    """A step that is possible from here, and if not for you, why."""

    verb: str
    title: str
    allowed: bool
    sentence: str


class AgreementWhole(AgreementRow):
    """An agreement with its parties, lines and next steps."""

    partners: list[UUID]
    notice_due_on: dt.date | None
    lines: list[LineShown]
    moves: list[MoveShown]


class AgreementIn(Schema):
    """A new agreement, as an idea."""

    unit: UUID | None = None
    partners: list[UUID]
    coordinator: UUID | None = None
    title: str
    kind: AgreementKind
    programme: str = ""
    valid_from: Day | None = None
    valid_until: Day | None = None
    notice_months: int = 12
    renews_by_itself: bool = False
    note: str = ""


class LineIn(Schema):
    """A new line; empty codes mean any."""

    partner: UUID
    direction: LineDirection
    places: int
    activity: Activity = Activity.STUDY
    months: Decimal | None = None
    field: str = ""
    level: str = ""
    language: str = ""
    cefr: str = ""
    unit_name: str = ""
    year_from: int | None = None
    year_until: int | None = None


class PlacesIn(Schema):
    places: int
    from_year: int


class StepIn(Schema):
    """`reason` is needed for steps back, dropping and terminating; `partner` for a partner's signature."""

    reason: str = ""
    partner: UUID | None = None


_MOVES = tuple(f"partners.agreements.{verb}" for verb in ("move", "approve", "sign", "end"))
_PLAIN_STEPS = {
    "send_to_negotiation": services.send_to_negotiation,
    "send_to_approval": services.send_to_approval,
    "send_to_signature": services.send_to_signature,
    "sign": services.sign_agreement,
}
_REASONED_STEPS = {
    "return_to_negotiation": services.return_to_negotiation,
    "drop": services.drop_agreement,
    "terminate": services.terminate_agreement,
}


def _line(line: AgreementLine) -> dict[str, Any]:
    plain = {name: getattr(line, name) for name in LineShown.model_fields if name != "partner"}
    return plain | {"partner": line.partner.uuid}


def _whole(person: Person, agreement: Agreement) -> dict[str, Any]:
    moves = [
        (move, policies.may_move_agreement(person, agreement, move.verb))
        for move in lives.moves_from(AgreementState(agreement.state))
    ]
    return AgreementRow.from_orm(agreement).model_dump() | {
        "partners": [party.partner.uuid for party in queries.list_parties(agreement)],
        "notice_due_on": lives.notice_due_on(agreement),
        "lines": [_line(line) for line in queries.list_lines(agreement)],
        "moves": [
            {
                "verb": move.verb,
                "title": str(move.title),
                "allowed": bool(verdict),
                "sentence": str(verdict.sentence),
            }
            for move, verdict in moves
        ],
    }


@router.get(
    "/agreements",
    auth=Token("partners.agreements.see"),
    response=Page[AgreementRow],
    summary="Agreements you may see",
)
def list_agreements(
    request: HttpRequest,
    state: AgreementState | None = None,
    partner: UUID | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = policies.visible_agreements(caller_of(request))
    if state:
        rows = rows.filter(state=state)
    if partner:
        rows = rows.filter(partners__uuid=partner)
    return page_of(rows, cursor=cursor, limit=limit, shown=AgreementRow.from_orm)


@router.get(
    "/agreements/{reference}",
    auth=Token("partners.agreements.see"),
    response=AgreementWhole,
    summary="One agreement",
)
def get_agreement(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    person = caller_of(request)
    return _whole(person, found(policies.visible_agreements(person), reference))


@router.post(
    "/agreements",
    auth=Token("partners.agreements.draft"),
    response={201: AgreementWhole},
    summary="Draft an agreement",
)
def draft_agreement(request: HttpRequest, body: AgreementIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    partners = [
        demanded(policies.visible_partners(person), one, field="partners") for one in values.pop("partners")
    ]
    unit = named(list_units(person), values.pop("unit"), field="unit")
    living = list_living_persons(on=clock.today())
    coordinator = named(living, values.pop("coordinator"), field="coordinator")
    agreement = services.draft_agreement(
        actor=person,
        institution=home_of(person),
        unit=unit,
        partners=partners,
        coordinator=coordinator,
        terms=services.AgreementTerms(**values),
        on=clock.today(),
    )
    return Status(201, _whole(person, agreement))


@router.post(
    "/agreements/{reference}/lines",
    auth=Token("partners.agreements.draft"),
    response={201: LineShown},
    summary="Add a line",
)
def add_line(request: HttpRequest, reference: UUID, body: LineIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    agreement = found(policies.visible_agreements(person), reference)
    partner = demanded(policies.visible_partners(person), values.pop("partner"), field="partner")
    terms = services.LineTerms(partner=partner, **values)
    return Status(
        201, _line(services.add_line(actor=person, agreement=agreement, terms=terms, on=clock.today()))
    )


@router.put(
    "/lines/{reference}/places",
    auth=Token("partners.agreements.change_lines"),
    response=LineShown,
    summary="Change places from a year on",
)
def set_places(request: HttpRequest, reference: UUID, body: PlacesIn) -> dict[str, Any]:
    person = caller_of(request)
    line = found(policies.visible_lines(person), reference)
    services.set_places(
        actor=person, line=line, places=body.places, from_year=body.from_year, on=clock.today()
    )
    return _line(found(policies.visible_lines(person), reference))


@router.post(
    "/agreements/{reference}/{verb}",
    auth=Token(*_MOVES),
    response=AgreementWhole,
    summary="Move an agreement on",
)
def move_agreement(request: HttpRequest, reference: UUID, verb: str, body: StepIn) -> dict[str, Any]:
    """`verb`: one of `moves` of the agreement, or `partner_signed`."""
    person = caller_of(request)
    agreement = found(policies.visible_agreements(person), reference)
    _step(person, agreement, verb, body)
    return _whole(person, found(policies.visible_agreements(person), reference))


def _step(person: Person, agreement: Agreement, verb: str, body: StepIn) -> None:
    on = clock.today()
    if verb in _PLAIN_STEPS:
        _PLAIN_STEPS[verb](actor=person, agreement=agreement, on=on)
    elif verb in _REASONED_STEPS:
        _REASONED_STEPS[verb](actor=person, agreement=agreement, reason=body.reason, on=on)
    elif verb == "partner_signed" and body.partner:
        partner = demanded(policies.visible_partners(person), body.partner, field="partner")
        services.record_partner_signature(actor=person, agreement=agreement, partner=partner, on=on)
    else:
        steps = ", ".join(sorted((*_PLAIN_STEPS, *_REASONED_STEPS, "partner_signed")))
        raise Invalid({"verb": _("There is no such step. Use one of: %(steps)s.") % {"steps": steps}})
