"""Partner institutions: find, register, correct, watch."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from periplus.api.door import caller_of
from periplus.api.finding import found
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.core.text import normalise
from periplus.partners import policies, queries, services
from periplus.partners.enums import PartnerState, Scheme, Watch
from periplus.partners.queries.narrowing import named
from periplus.partners.types import Partner

router = Router(tags=["partners"])
LONGEST_SEARCH = 200


class PartnerRow(Schema):
    """An institution of the register, in short."""

    uuid: UUID
    name: str
    country: str
    city: str
    state: PartnerState
    watch: Watch
    watch_until: dt.date | None
    served_here: bool


class NameShown(Schema):
    name: str
    language: str
    kind: str


class IdentifierShown(Schema):
    scheme: Scheme
    value: str


class PartnerWhole(PartnerRow):
    """An institution with all its names and identifiers."""

    website: str
    note: str
    names: list[NameShown]
    identifiers: list[IdentifierShown]


class PartnerIn(Schema):
    """What is said of an institution."""

    name: str
    country: str = ""
    city: str = ""
    website: str = ""
    note: str = ""


class WatchIn(Schema):
    """`until` is needed unless `watch` is none."""

    watch: Watch
    until: Day | None = None


def _whole(partner: Partner) -> dict[str, Any]:
    row = PartnerRow.from_orm(partner).model_dump()
    return row | {
        "website": partner.website,
        "note": partner.note,
        "names": list(queries.list_names(partner)),
        "identifiers": list(queries.list_identifiers(partner)),
    }


def _details(body: PartnerIn) -> services.PartnerDetails:
    return services.PartnerDetails(**body.dict())


@router.get(
    "/partners",
    auth=Token("partners.partners.see"),
    response=Page[PartnerRow],
    summary="Partners you may see",
)
def list_partners(
    request: HttpRequest,
    q: Annotated[str, Field(max_length=LONGEST_SEARCH)] = "",
    country: str = "",
    identifier: str = "",
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    """Narrow by words in any name or identifier (`q`), ISO country, or `scheme:value` of an identifier."""
    partners = _narrowed(policies.visible_partners(caller_of(request)), q, country, identifier)
    return page_of(partners, cursor=cursor, limit=limit, shown=PartnerRow.from_orm)


def _narrowed(rows: QuerySet[Partner], q: str, country: str, identifier: str) -> QuerySet[Partner]:
    for word in normalise(q).split():
        rows = rows.filter(named(word))
    if country:
        rows = rows.filter(country=country.upper())
    if identifier:
        scheme, _colon, value = identifier.partition(":")
        rows = rows.filter(identifiers__scheme=scheme, identifiers__value=value)
    return rows


@router.get(
    "/partners/{reference}", auth=Token("partners.partners.see"), response=PartnerWhole, summary="One partner"
)
def get_partner(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _whole(found(policies.visible_partners(caller_of(request)), reference))


@router.post(
    "/partners",
    auth=Token("partners.partners.change"),
    response={201: PartnerWhole},
    summary="Register an institution",
)
def register_partner(request: HttpRequest, body: PartnerIn) -> Status[dict[str, Any]]:
    partner = services.register_partner(actor=caller_of(request), details=_details(body), on=clock.today())
    return Status(201, _whole(partner))


@router.put(
    "/partners/{reference}",
    auth=Token("partners.partners.change"),
    response=PartnerWhole,
    summary="Correct an institution",
)
def correct_partner(request: HttpRequest, reference: UUID, body: PartnerIn) -> dict[str, Any]:
    person = caller_of(request)
    partner = found(policies.visible_partners(person), reference)
    services.correct_partner(actor=person, partner=partner, details=_details(body), on=clock.today())
    return _whole(partner)


@router.post(
    "/partners/{reference}/watch",
    auth=Token("partners.partners.watch"),
    response=PartnerWhole,
    summary="Put on watch, or take off",
)
def watch_partner(request: HttpRequest, reference: UUID, body: WatchIn) -> dict[str, Any]:
    person = caller_of(request)
    partner = found(policies.visible_partners(person), reference)
    services.watch_partner(
        actor=person, partner=partner, watch=body.watch, until=body.until, on=clock.today()
    )
    return _whole(partner)


@router.post(
    "/partners/{reference}/identifiers",
    auth=Token("partners.partners.change"),
    response=PartnerWhole,
    summary="Add an identifier",
)
def add_identifier(request: HttpRequest, reference: UUID, body: IdentifierShown) -> dict[str, Any]:
    person = caller_of(request)
    partner = found(policies.visible_partners(person), reference)
    services.add_identifier(
        actor=person, partner=partner, scheme=body.scheme, value=body.value, on=clock.today()
    )
    return _whole(partner)
