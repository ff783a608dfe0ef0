"""Counting the loop: how long from deviation to decision, how many deviations are closed by an effect."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from periplus.core.periods import Period
from periplus.loop.enums import DecisionState, DeviationState, EffectState
from periplus.loop.measured.units import in_scope
from periplus.loop.measuring import Contribution, Reading, SourceRecord
from periplus.loop.models import Deviation, EffectCheck
from periplus.loop.scopes import Scope

TAKEN = Q(decisions__state=DecisionState.TAKEN)


def decision_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """The median number of days over the deviations first decided in each period."""
    rows: list[Any] = list(_decided(scope, periods[0].start, periods[-1].until))
    return [
        _median([row for row in rows if period.contains(row.first_decided)], period) for period in periods
    ]


def decision_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    return _records(_decided(scope, period.start, period.until)[offset : offset + limit])


def decision_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """The median of each unit; shares are of the deviations, since medians do not add up."""
    rows = list(_decided(scope, period.start, period.until))
    return _split(rows, axis, lambda part: Decimal(str(median(_days(part)))))


def closure_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Closed with a stored effect check, out of those opened in each period and not waived."""
    rows = list(_due(scope, periods[0].start, periods[-1].until))
    readings = []
    for period in periods:
        due = [row for row in rows if period.contains(row.opened_on)]
        closed = Decimal(sum(map(_is_closed, due)))
        whole = Decimal(len(due))
        readings.append(Reading(period, closed / whole if due else None, closed, whole, count=len(due)))
    return readings


def closure_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    return _records(_due(scope, period.start, period.until)[offset : offset + limit])


def closure_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """What each unit adds to the share of the whole."""
    rows = list(_due(scope, period.start, period.until))
    return _split(rows, axis, lambda part: Decimal(sum(map(_is_closed, part))) / len(rows))


def _decided(scope: Scope, start: dt.date, until: dt.date) -> QuerySet[Deviation]:
    first = Min("decisions__taken_on", filter=TAKEN)
    decided = _in(scope).annotate(first_decided=first)
    return decided.filter(first_decided__gte=start, first_decided__lt=until)


def _due(scope: Scope, start: dt.date, until: dt.date) -> QuerySet[Deviation]:
    checks = EffectCheck.objects.filter(decision__deviation=OuterRef("pk"), state=EffectState.CHECKED)
    opened = _in(scope).filter(opened_on__gte=start, opened_on__lt=until)
    return opened.exclude(state=DeviationState.WAIVED).annotate(is_checked=Exists(checks))


def _in(scope: Scope) -> QuerySet[Deviation]:
    found = Deviation.objects.filter(in_scope(scope, "institution", "goal__unit"))
    return found.select_related("goal__unit").order_by("opened_on", "id")


def _is_closed(row: Deviation) -> bool:
    return row.state == DeviationState.CLOSED and bool(row.is_checked)  # type: ignore[attr-defined]


def _days(rows: Sequence[Deviation]) -> list[int]:
    return [(row.first_decided - row.opened_on).days for row in rows]  # type: ignore[attr-defined]


def _median(rows: Sequence[Deviation], period: Period) -> Reading:
    value = Decimal(str(median(_days(rows)))) if rows else None
    return Reading(period, value, count=len(rows))


def _records(rows: QuerySet[Deviation]) -> list[SourceRecord]:
    return [
        SourceRecord("loop.deviation", row.uuid, str(row), detail=row.get_state_display(), on=row.opened_on)
        for row in rows
    ]


def _split(
    rows: Sequence[Deviation], axis: str, value_of: Callable[[Sequence[Deviation]], Decimal]
) -> list[Contribution]:
    parts: dict[tuple[str, str], list[Deviation]] = defaultdict(list)
    for row in rows:
        if axis == "unit" and row.goal:
            parts[str(row.goal.unit.uuid), row.goal.unit.name].append(row)
    split = [
        Contribution(axis, key, title, value_of(part), Decimal(len(part)) / len(rows), len(part))
        for (key, title), part in parts.items()
    ]
    return sorted(split, key=lambda each: -each.value)
