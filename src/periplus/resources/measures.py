"""What can be told of money in numbers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.periods import Period, PeriodKind
from periplus.loop.enums import Direction
from periplus.loop.measuring import SHARE, Contribution, Measure, Reading, SourceRecord, register
from periplus.loop.scopes import Scope
from periplus.people.models import Unit
from periplus.resources.models import BudgetLine
from periplus.resources.queries import with_holdings

_YEARS: Final = (PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR)
_AXES: Final = frozenset({"institution", "unit"})


def execution(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Spent over held, by year. Amounts of different currencies are never added: then there is no number."""
    lines = with_holdings(_lines(scope)).order_by().filter(year__in=[p.start.year for p in periods])
    rows = lines.values("year").annotate(
        total_held=Sum("held"),
        total_spent=Sum("spent"),
        lines=Count("id"),
        first=Min("currency"),
        last=Max("currency"),
    )
    found = {row["year"]: row for row in rows}
    return [_reading(period, found.get(period.start.year)) for period in periods]


def records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    """The budget lines of the year, those with most money left first."""
    lines = with_holdings(_lines(scope).filter(_of(period))).order_by("-free", "id")
    sentence = _("%(spent)s of %(held)s %(currency)s spent")
    return [
        SourceRecord(
            "resources.budgetline",
            line.uuid,
            str(line),
            sentence % {"spent": line.spent, "held": line.held, "currency": line.currency},
        )
        for line in lines[offset : offset + limit]
    ]


def unspent_by_unit(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """Where the money lies that was not spent. `ValueError` for any other axis than unit."""
    if axis != "unit":
        message = f"Money is not split by {axis}."
        raise ValueError(message)
    lines = with_holdings(_lines(scope).filter(_of(period))).filter(free__gt=Decimal(0)).order_by()
    rows = lines.values("unit__uuid", "unit__name").annotate(left=Sum("free"), lines=Count("id"))
    whole = sum((row["left"] for row in rows), Decimal(0))
    parts = [
        Contribution(
            axis=axis,
            key=str(row["unit__uuid"]),
            title=row["unit__name"],
            value=row["left"],
            share=row["left"] / whole,
            count=row["lines"],
        )
        for row in rows
    ]
    return sorted(parts, key=lambda part: (-part.value, part.key))


def _reading(period: Period, row: dict[str, Any] | None) -> Reading:
    if period.kind not in _YEARS or row is None or row["first"] != row["last"] or not row["total_held"]:
        return Reading(period=period, value=None, count=row["lines"] if row else 0)
    return Reading(
        period=period,
        value=row["total_spent"] / row["total_held"],
        numerator=row["total_spent"],
        denominator=row["total_held"],
        count=row["lines"],
    )


def _lines(scope: Scope) -> QuerySet[BudgetLine]:
    unknown = scope.axes - _AXES
    if unknown:
        message = f"Budget lines cannot be narrowed by {min(unknown)}."
        raise ValueError(message)
    lines = BudgetLine.objects.all()
    if scope.institution:
        lines = lines.filter(unit__institution__uuid=scope.institution)
    if scope.unit:
        top = Subquery(Unit.objects.filter(uuid=scope.unit).values("path")[:1])
        lines = lines.filter(unit__path__startswith=top)
    return lines


def _of(period: Period) -> Q:
    return Q(year=period.start.year) if period.kind in _YEARS else Q(pk__in=[])


BUDGET_EXECUTION: Final = Measure(
    key="resources.budget_execution",
    code="Q05",
    title=gettext_lazy("Budget execution on priorities"),
    definition=gettext_lazy(
        "Money spent divided by money held on the budget lines of the year: given, plus moved in,"
        " minus moved out. Only where all lines have one currency."
    ),
    unit=SHARE,
    direction=Direction.BAND,
    source="Periplus",
    version=1,
    axes=_AXES,
    compute=execution,
    records=records,
    contributions=unspent_by_unit,
    breakdown_axes=("unit",),
)

register(BUDGET_EXECUTION)
