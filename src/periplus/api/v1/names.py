"""Doubtful names: which institution of the register each means, or that it is a new one."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.partners.enums import MatchState
from periplus.partners.policies import visible_partners
from periplus.partners.queries.names import visible_names
from periplus.partners.services import naming
from periplus.partners.types import NameMatch

router = Router(tags=["imports"])
CHANGE = "partners.partners.change"


class CandidateShown(Schema):
    """An institution that the name may mean; `confidence` from 0 to 1."""

    uuid: UUID
    name: str
    confidence: float


class DoubtShown(Schema):
    """A name as a list wrote it; `provisional` stands in until somebody decides."""

    uuid: UUID
    written: str
    country: str
    state: MatchState
    confidence: Decimal
    uses: int
    candidates: list[CandidateShown]
    provisional: UUID
    chosen: UUID | None
    settled_on: dt.date | None


class ChoiceIn(Schema):
    """The institution that is meant; null: it is one that the register did not know yet."""

    partner: UUID | None


_TIES = ("provisional", "chosen")


def _shown(match: NameMatch) -> dict[str, Any]:
    plain = [name for name in DoubtShown.model_fields if name not in _TIES]
    ties = {name: getattr(match, name) for name in _TIES}
    return {name: getattr(match, name) for name in plain} | {
        name: partner.uuid if partner else None for name, partner in ties.items()
    }


@router.get("/names", auth=Token(CHANGE), response=Page[DoubtShown], summary="Doubtful names")
def list_doubts(
    request: HttpRequest, state: MatchState = MatchState.OPEN, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    """Those that wait for a decision; others by `state`."""
    rows = visible_names(caller_of(request)).filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_shown)


@router.post(
    "/names/{reference}/settle", auth=Token(CHANGE), response=DoubtShown, summary="Say what is meant"
)
def settle_name(request: HttpRequest, reference: UUID, body: ChoiceIn) -> dict[str, Any]:
    person = caller_of(request)
    match = found(visible_names(person), reference)
    if body.partner is None:
        naming.register_name(actor=person, match=match, on=clock.today())
    else:
        chosen = demanded(visible_partners(person), body.partner, field="partner")
        naming.confirm_name(actor=person, match=match, chosen=chosen, on=clock.today())
    return _shown(found(visible_names(person), reference))


@router.post("/names/{reference}/reopen", auth=Token(CHANGE), response=DoubtShown, summary="Take it back")
def reopen_name(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    person = caller_of(request)
    match = found(visible_names(person), reference)
    naming.reopen_name(actor=person, match=match, on=clock.today())
    return _shown(found(visible_names(person), reference))
