"""What changes budget lines. Every transfer debits and credits equally."""

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.loop.enums import Dimension
from periplus.people.models import Unit
from periplus.resources import policies
from periplus.resources.enums import LineState
from periplus.resources.models import BudgetLine, Transfer
from periplus.resources.policies import Actor
from periplus.resources.queries import get_held

_CENTS = Decimal("0.01")
_MOST = Decimal(10) ** 12
_CURRENCY_LETTERS = 3


@dataclass(frozen=True, slots=True)
class BudgetTerms:
    """What a line is opened with. `currency`: ISO 4217."""

    code: str
    title: str
    purpose: Dimension
    year: int
    currency: str
    amount: Decimal


@transaction.atomic
def open_budget_line(*, actor: Actor, unit: Unit, terms: BudgetTerms, on: dt.date) -> BudgetLine:
    """Set money aside for a purpose in a year."""
    require(policies.may_open_budget_line(actor, unit))
    _check(unit, terms)
    line = BudgetLine.objects.create(unit=unit, **asdict(terms))
    record(
        "resources.line.opened",
        actor=actor,
        objects={"line": line, "unit": unit},
        attributes={"amount": str(terms.amount), "currency": terms.currency, "year": terms.year},
        on=on,
    )
    return line


@transaction.atomic
def close_budget_line(*, actor: Actor, line: BudgetLine, on: dt.date) -> BudgetLine:
    """Nothing more is spent from the line, nor moved."""
    _lock([line])
    require(policies.may_keep_budget_line(actor, line))
    line.state = LineState.CLOSED
    line.save(update_fields=["state"])
    record("resources.line.closed", actor=actor, objects={"line": line}, on=on)
    return line


@transaction.atomic
def record_spending(*, actor: Actor, line: BudgetLine, amount: Decimal, note: str, on: dt.date) -> BudgetLine:
    """Money of a line was paid out. Never more than the line holds."""
    _lock([line])
    require(policies.may_keep_budget_line(actor, line))
    demand_amount(amount)
    if amount > get_held(line) - line.spent:
        raise Invalid({"amount": _("The line does not hold that much any more.")})
    line.spent += amount
    line.save(update_fields=["spent"])
    record(
        "resources.money.spent",
        actor=actor,
        objects={"line": line},
        attributes={"amount": str(amount), "currency": line.currency, "note": note},
        on=on,
    )
    return line


@transaction.atomic
def transfer(
    *,
    actor: Actor,
    source: BudgetLine,
    destination: BudgetLine,
    amount: Decimal,
    reason: str,
    on: dt.date,
) -> Transfer:
    """Move money from one line to another of the same year and currency, as far as it is free."""
    _lock([source, destination])
    require(policies.may_transfer(actor, source, destination))
    demand_transfer(source, destination, amount)
    if not reason.strip():
        raise Invalid({"reason": _("Say why the money is moved.")})
    moved = Transfer.objects.create(
        source=source, destination=destination, amount=amount, reason=reason.strip(), made_on=on
    )
    _tell("resources.money.moved", actor, moved, on)
    return moved


@transaction.atomic
def undo_transfer(*, actor: Actor, made: Transfer, on: dt.date) -> Transfer:
    """Move the same money back by a mirror transfer. Refused when it is spent by now."""
    _lock([made.source, made.destination])
    require(policies.may_undo_transfer(actor, made))
    if made.amount > get_held(made.destination) - made.destination.spent:
        raise Refused(no(_("The money was spent or moved on since, so it cannot go back.")))
    mirror = Transfer.objects.create(
        source=made.destination,
        destination=made.source,
        amount=made.amount,
        reason=made.reason,
        made_on=on,
        undoes=made,
    )
    _tell("resources.transfer.undone", actor, mirror, on)
    return mirror


def demand_transfer(source: BudgetLine, destination: BudgetLine, amount: Decimal) -> None:
    """Raise `Invalid` for a transfer that makes no sense, or that the source cannot give."""
    demand_amount(amount)
    if source.pk == destination.pk:
        raise Invalid({"destination": _("Choose another line: money moves from one to another.")})
    if source.year != destination.year:
        raise Invalid({"destination": _("Money moves between lines of one year only.")})
    if source.currency != destination.currency:
        raise Invalid({"destination": _("Money moves between lines of one currency only.")})
    free = get_held(source) - source.spent
    if amount > free:
        sentence = _("Only %(free)s %(currency)s of this line are free.")
        raise Invalid({"amount": sentence % {"free": free, "currency": source.currency}})


def demand_amount(amount: Decimal) -> None:
    """Raise `Invalid` unless it is an amount of money."""
    if not amount.is_finite() or not 0 < amount < _MOST or amount != amount.quantize(_CENTS):
        raise Invalid({"amount": _("An amount is above 0 and has at most two digits after the point.")})


def _lock(lines: list[BudgetLine]) -> None:
    """Always in the order of their ids, so that two transfers never wait for each other."""
    for line in sorted(lines, key=lambda each: each.pk):
        line.refresh_from_db(from_queryset=BudgetLine.objects.select_for_update())


def _tell(event: str, actor: Actor, moved: Transfer, on: dt.date) -> None:
    record(
        event,
        actor=actor,
        objects={"transfer": moved, "source": moved.source, "destination": moved.destination},
        attributes={
            "amount": str(moved.amount),
            "currency": moved.source.currency,
            "reason": moved.reason,
        },
        on=on,
    )


def _check(unit: Unit, terms: BudgetTerms) -> None:
    errors: dict[str, str | Promise] = {}
    if not fold_spaces(terms.title):
        errors["title"] = _("Say what the money is for.")
    if not fold_spaces(terms.code):
        errors["code"] = _("Give the code under which finance knows the line.")
    elif BudgetLine.objects.filter(unit=unit, year=terms.year, code=terms.code).exists():
        errors["code"] = _("This unit has a line with this code in this year already.")
    if len(terms.currency) != _CURRENCY_LETTERS or not terms.currency.isupper():
        errors["currency"] = _("A currency has three letters, as in EUR.")
    if errors:
        raise Invalid(errors)
    demand_amount(terms.amount)
