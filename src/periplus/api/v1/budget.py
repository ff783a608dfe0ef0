"""Budget lines and transfers between them."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.loop.enums import Dimension
from periplus.people.queries.units import list_units
from periplus.resources import queries, services
from periplus.resources.enums import LineState
from periplus.resources.types import BudgetLine, Transfer

router = Router(tags=["budget"])


class BudgetLineShown(Schema):
    """Money set aside: given at first, held now, spent, free."""

    uuid: UUID
    unit: UUID
    code: str
    title: str
    purpose: Dimension
    year: int
    currency: str
    state: LineState
    amount: Decimal
    held: Decimal
    spent: Decimal
    free: Decimal


class BudgetLineIn(Schema):
    """A line to open."""

    unit: UUID
    code: str
    title: str
    purpose: Dimension
    year: int
    currency: str
    amount: Decimal


class TransferShown(Schema):
    """Money that was moved; `undoes` names the transfer it took back."""

    uuid: UUID
    source: UUID
    destination: UUID
    amount: Decimal
    reason: str
    made_on: dt.date


class TransferIn(Schema):
    source: UUID
    destination: UUID
    amount: Decimal
    reason: str


_PLAIN = ("uuid", "code", "title", "purpose", "year", "currency", "state", "amount", "spent")


def _line(line: BudgetLine) -> dict[str, Any]:
    holding = queries.find_budget_line(line.uuid) if not hasattr(line, "held") else line
    counted = {name: getattr(holding, name) for name in ("held", "free")}
    return {name: getattr(line, name) for name in _PLAIN} | counted | {"unit": line.unit.uuid}


def _transfer(made: Transfer) -> dict[str, Any]:
    return {
        "uuid": made.uuid,
        "source": made.source.uuid,
        "destination": made.destination.uuid,
        "amount": made.amount,
        "reason": made.reason,
        "made_on": made.made_on,
    }


@router.get(
    "/budget-lines",
    auth=Token("resources.budget.see"),
    response=Page[BudgetLineShown],
    summary="Budget lines you may see",
)
def list_budget_lines(
    request: HttpRequest, year: int | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = queries.list_budget_lines(caller_of(request))
    if year:
        rows = rows.filter(year=year)
    return page_of(rows, cursor=cursor, limit=limit, shown=_line)


@router.post(
    "/budget-lines",
    auth=Token("resources.budget.keep"),
    response={201: BudgetLineShown},
    summary="Open a budget line",
)
def open_budget_line(request: HttpRequest, body: BudgetLineIn) -> Status[dict[str, Any]]:
    person, values = caller_of(request), body.dict()
    unit = demanded(list_units(person), values.pop("unit"), field="unit")
    terms = services.BudgetTerms(**values)
    return Status(
        201, _line(services.open_budget_line(actor=person, unit=unit, terms=terms, on=clock.today()))
    )


@router.get(
    "/transfers",
    auth=Token("resources.budget.see"),
    response=Page[TransferShown],
    summary="Transfers you may see",
)
def list_transfers(request: HttpRequest, cursor: str = "", limit: int = LIMIT) -> dict[str, Any]:
    rows = queries.list_transfers(caller_of(request))
    return page_of(rows, cursor=cursor, limit=limit, shown=_transfer)


@router.post(
    "/transfers", auth=Token("resources.budget.move"), response={201: TransferShown}, summary="Move money"
)
def move_money(request: HttpRequest, body: TransferIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    lines = queries.list_budget_lines(person)
    made = services.transfer(
        actor=person,
        source=demanded(lines, body.source, field="source"),
        destination=demanded(lines, body.destination, field="destination"),
        amount=body.amount,
        reason=body.reason,
        on=clock.today(),
    )
    return Status(201, _transfer(made))


@router.post(
    "/transfers/{reference}/undo",
    auth=Token("resources.budget.move"),
    response={201: TransferShown},
    summary="Move it back",
)
def undo_transfer(request: HttpRequest, reference: UUID) -> Status[dict[str, Any]]:
    person = caller_of(request)
    made = found(queries.list_transfers(person), reference)
    return Status(201, _transfer(services.undo_transfer(actor=person, made=made, on=clock.today())))
