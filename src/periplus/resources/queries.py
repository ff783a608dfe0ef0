"""Reading budget lines and transfers."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict, cast

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from periplus.people.models import Person
from periplus.resources.models import BudgetLine, Transfer
from periplus.resources.policies import visible_budget_lines

_MONEY: Final[DecimalField[Any, Any]] = DecimalField(max_digits=16, decimal_places=2)


class Holdings(TypedDict):
    """What is computed beside a line."""

    held: Decimal
    free: Decimal


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    HeldLine: TypeAlias = WithAnnotations[BudgetLine, Holdings]
else:  # at run time the annotations are there all the same
    HeldLine = BudgetLine


def with_holdings(lines: QuerySet[BudgetLine]) -> QuerySet[HeldLine]:
    """Lines, each with `held` (given + moved in − moved out) and `free` (held − spent)."""
    moved_in = _moved(Transfer.objects.filter(destination=OuterRef("pk")), "destination")
    moved_out = _moved(Transfer.objects.filter(source=OuterRef("pk")), "source")
    held = ExpressionWrapper(F("amount") + moved_in - moved_out, output_field=_MONEY)
    free = ExpressionWrapper(F("held") - F("spent"), output_field=_MONEY)
    return lines.annotate(held=held).annotate(free=free)


def list_budget_lines(person: Person) -> QuerySet[HeldLine]:
    """The lines a person may see with `held` and `free`, the latest year first."""
    lines = visible_budget_lines(person).select_related("unit")
    return with_holdings(lines).order_by("-year", "code", "id")


def find_budget_line(reference: uuid.UUID) -> HeldLine | None:
    """One line with `held` and `free`."""
    return with_holdings(BudgetLine.objects.select_related("unit")).filter(uuid=reference).first()


def list_transfers(person: Person) -> QuerySet[Transfer]:
    """The transfers from or to the lines a person may see, the latest first."""
    lines = visible_budget_lines(person)
    return (
        Transfer.objects.filter(Q(source__in=lines) | Q(destination__in=lines))
        .select_related("source__unit", "destination__unit", "undone_by")
        .order_by("-made_on", "-id")
    )


def list_transfers_of(person: Person, line: BudgetLine) -> QuerySet[Transfer]:
    """The transfers from or to one line, the latest first."""
    return list_transfers(person).filter(Q(source=line) | Q(destination=line))


def find_transfer(reference: uuid.UUID) -> Transfer | None:
    transfers = Transfer.objects.select_related("source__unit", "destination__unit")
    return transfers.filter(uuid=reference).first()


def get_held(line: BudgetLine) -> Decimal:
    """What a line holds now: given, plus moved in, minus moved out. One query."""
    held = with_holdings(BudgetLine.objects.filter(pk=line.pk)).values_list("held", flat=True)
    return cast("Decimal", held.get())


def _moved(transfers: QuerySet[Transfer], end: str) -> Coalesce:
    rows = transfers.order_by().values(end).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(rows, output_field=_MONEY), Decimal(0), output_field=_MONEY)
