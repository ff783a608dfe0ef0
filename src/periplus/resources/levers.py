"""What a decision may change about money."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.languages import active_language, format_number
from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, Invalid, Refused, Verdict, no
from periplus.loop.levering import Change, Choice, Difference, Input, Lever, register
from periplus.people.models import Person
from periplus.resources import services
from periplus.resources.enums import LineState
from periplus.resources.models import BudgetLine, Transfer
from periplus.resources.policies import still_open
from periplus.resources.queries import get_held

DECISION = System("decision")


class MoveBudget(Lever):
    """Money of the subject line goes to another line of the same year and currency."""

    key = "resources.move_budget"
    title = gettext_lazy("Move money between budget lines")
    subject_type = "resources.budgetline"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        found = _open_lines().filter(Q(title__icontains=text) | Q(code__icontains=text))
        ordered = found.order_by("-year", "code", "id")[:limit]
        return [Choice(str(line.uuid), _title(line)) for line in ordered]

    def subject(self, reference: uuid.UUID) -> BudgetLine | None:
        return BudgetLine.objects.filter(uuid=reference).select_related("unit").first()

    def title_of(self, subject: models.Model) -> str:
        return _title(cast("BudgetLine", subject))

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        line = cast("BudgetLine", subject)
        others = _open_lines().filter(year=line.year, currency=line.currency).exclude(pk=line.pk)
        choices = tuple(Choice(str(each.uuid), _title(each)) for each in others.order_by("code", "id"))
        hint = _("%(free)s are free.") % {"free": _money(get_held(line) - line.spent, line)}
        return [
            Input("destination", gettext_lazy("To the line"), "choice", choices=choices),
            Input("amount", gettext_lazy("Amount"), "decimal", hint=hint),
            Input("reason", gettext_lazy("Reason"), "text"),
        ]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002 -- money has no date
        line = cast("BudgetLine", subject)
        destination, amount = _destination(change), _amount(change)
        if destination is None:
            return no(_("Choose the line to which the money goes."))
        if amount is None:
            return no(_("The amount is not a number."))
        if not str(change.get("reason") or "").strip():
            return no(_("Say why the money is moved."))
        return still_open(line) & still_open(destination) & _possible(line, destination, amount)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        line = cast("BudgetLine", subject)
        destination, amount = _destination(change), _amount(change)
        if destination is None or amount is None:
            return []
        return [_difference(line, -amount), _difference(destination, amount)]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        destination, amount = _destination(change), _amount(change)
        if destination is None or amount is None:
            raise Refused(no(_("The line to which the money was to go is no longer there.")))
        moved = services.transfer(
            actor=actor or DECISION,
            source=cast("BudgetLine", subject),
            destination=destination,
            amount=amount,
            reason=str(change["reason"]),
            on=on,
        )
        return {"transfer": str(moved.uuid)}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        transfers = Transfer.objects.select_related("source__unit", "destination__unit")
        made = transfers.get(uuid=before["transfer"], source=cast("BudgetLine", subject))
        services.undo_transfer(actor=actor or DECISION, made=made, on=on)


def _open_lines() -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(state=LineState.OPEN).select_related("unit")


def _destination(change: Change) -> BudgetLine | None:
    try:
        reference = uuid.UUID(str(change.get("destination")))
    except ValueError:
        return None
    return BudgetLine.objects.filter(uuid=reference).select_related("unit").first()


def _amount(change: Change) -> Decimal | None:
    try:
        return Decimal(str(change.get("amount")))
    except InvalidOperation:
        return None


def _possible(line: BudgetLine, destination: BudgetLine, amount: Decimal) -> Verdict:
    try:
        services.demand_transfer(line, destination, amount)
    except Invalid as invalid:
        return no(next(iter(invalid.errors.values())))
    return YES


def _difference(line: BudgetLine, amount: Decimal) -> Difference:
    held = get_held(line)
    return Difference(_title(line), _money(held, line), _money(held + amount, line))


def _title(line: BudgetLine) -> str:
    return f"{line.code} {line.title} · {line.unit.name} {line.year}"


def _money(amount: Decimal, line: BudgetLine) -> str:
    return f"{format_number(amount, active_language(), digits=2)} {line.currency}"


register(MoveBudget())
