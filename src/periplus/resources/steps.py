"""What money offers to procedures: the door through which cases reach it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Invalid
from periplus.paths.enums import ValueType
from periplus.paths.stepping import Call, Candidate, Fact, Step, Subject, Values, register
from periplus.people.models import Person, Unit
from periplus.resources import page_queries, policies, queries, services
from periplus.resources.models import BudgetLine, Transfer


class BudgetLineSubject(Subject):
    """Cases about one budget line."""

    type = "resources.budgetline"
    title = gettext_lazy("Budget line")
    facts = (
        Fact("amount", gettext_lazy("Given at first"), ValueType.NUMBER),
        Fact("free", gettext_lazy("Free"), ValueType.NUMBER),
        Fact("currency", gettext_lazy("Currency"), ValueType.TEXT),
    )

    def candidates(self, person: Person, *, text: str, limit: int) -> Sequence[Candidate]:
        found = policies.visible_budget_lines(person).filter(page_queries.titled(text))
        lines = found.select_related("unit").order_by("-year", "code", "id")[:limit]
        return [Candidate(line.uuid, f"{line.code} {line}, {line.unit.name}") for line in lines]

    def find(self, reference: uuid.UUID) -> BudgetLine | None:
        return queries.find_budget_line(reference)

    def may_see(self, person: Person, thing: models.Model) -> bool:
        return policies.visible_budget_lines(person).filter(pk=thing.pk).exists()

    def unit_of(self, thing: models.Model) -> Unit | None:
        return _line(thing).unit

    def values_of(self, thing: models.Model, *, on: dt.date) -> Values:  # noqa: ARG002 -- as it is now
        line = _line(thing)
        free = queries.get_held(line) - line.spent
        return {"amount": float(line.amount), "free": float(free), "currency": line.currency}


class TransferMoney(Step):
    """Money of the case's line goes to another line of the same year and currency. Once for each case."""

    key = "resources.transfer_money"
    title = gettext_lazy("Move money between budget lines")
    subject_type = "resources.budgetline"
    inputs = (
        Fact("destination", gettext_lazy("Code of the line it goes to"), ValueType.TEXT),
        Fact("transfer_amount", gettext_lazy("Amount"), ValueType.NUMBER),
        Fact("transfer_reason", gettext_lazy("Reason"), ValueType.LONG_TEXT),
    )

    def run(self, call: Call) -> dict[str, Any]:
        line = _line(call.subject)
        marked = f"{call.values.get('transfer_reason') or ''} ({call.case.reference})".strip()
        if not Transfer.objects.filter(source=line, reason=marked).exists():
            services.transfer(
                actor=call.actor,
                source=line,
                destination=_destination(line, call.values.get("destination")),
                amount=_amount(call.values.get("transfer_amount")),
                reason=marked,
                on=call.on,
            )
        return {}


def _destination(line: BudgetLine, code: Any) -> BudgetLine:
    same = BudgetLine.objects.filter(year=line.year, currency=line.currency, code__iexact=str(code or ""))
    found = list(same.exclude(pk=line.pk).select_related("unit").order_by("id")[:2])
    if len(found) != 1:
        said = _("There is not exactly one line of this year and currency with the code “%(code)s”.")
        raise Invalid({"destination": said % {"code": code or ""}})
    return found[0]


def _amount(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise Invalid({"transfer_amount": _("The amount is not a number.")}) from None


def _line(thing: models.Model | None) -> BudgetLine:
    if not isinstance(thing, BudgetLine):
        raise Invalid({"subject": _("The budget line of this case is no longer there.")})
    return thing


register(BudgetLineSubject(), TransferMoney())
