"""Series of stored readings: many at once in one query, gaps shown as gaps."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from periplus.core.periods import Period, parse
from periplus.core.periods import series as periods_between
from periplus.loop.measuring import Reading
from periplus.loop.models import Measurement
from periplus.loop.scopes import Scope
from periplus.loop.terms import Point

Slot = tuple[str, str, str]  # measure, scope, kind of period


@dataclass(frozen=True, slots=True)
class Track:
    """The readings of one indicator for one scope, oldest first, without gaps."""

    rows: tuple[Measurement, ...] = ()
    points: tuple[Point, ...] = ()
    row_of: dict[str, Measurement] = field(default_factory=dict)

    @property
    def latest(self) -> Point | None:
        """The last period that is over, whether it was read or not."""
        return self.points[-1] if self.points else None


def get_series(measure: str, scope: Scope, period_kind: str, first: Period, last: Period) -> list[Reading]:
    """Stored readings for every period from `first` to `last`; a period never read has no value."""
    kept = {
        row.starts_on: row
        for row in _current({(measure, scope.key, period_kind)}).filter(
            starts_on__gte=first.start, starts_on__lte=last.start
        )
    }
    return [_reading(period, kept.get(period.start)) for period in periods_between(first, last)]


def get_tracks(slots: Iterable[Slot], *, last: dict[str, Period]) -> dict[Slot, Track]:
    """The tracks of all slots in one query, each up to the last period of its kind that is over."""
    wanted = set(slots)
    rows: dict[Slot, list[Measurement]] = defaultdict(list)
    for row in _current(wanted).order_by("starts_on"):
        rows[row.measure, row.scope_key, row.period_kind].append(row)
    return {slot: _track(rows[slot], last.get(slot[2])) for slot in wanted}


def list_remeasurements(measure: str, scope: Scope, period_kind: str, period_key: str) -> list[Measurement]:
    """Everything an indicator ever said for a scope and period, newest first."""
    rows = Measurement.objects.filter(
        measure=measure, scope_key=scope.key, period_kind=period_kind, period_key=period_key
    )
    return list(rows.order_by("-measured_at", "-id"))


def _current(slots: Iterable[Slot]) -> QuerySet[Measurement]:
    condition = Q(pk__in=[])
    by_kind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for measure, scope_key, kind in slots:
        by_kind[scope_key, kind].append(measure)
    for (scope_key, kind), measures in by_kind.items():
        condition |= Q(scope_key=scope_key, period_kind=kind, measure__in=measures)
    return Measurement.objects.filter(condition, current=True)


def _reading(period: Period, row: Measurement | None) -> Reading:
    if row is None:
        return Reading(period=period, value=None)
    return reading_of(row, period)


def reading_of(row: Measurement, period: Period | None = None) -> Reading:
    """A stored row as the reading it keeps."""
    return Reading(
        period=period or parse(row.period_key),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        count=row.count,
        coverage=row.coverage,
    )


def _track(rows: list[Measurement], last: Period | None) -> Track:
    kept = [row for row in rows if last is None or row.starts_on <= last.start]
    if not kept:
        return Track()
    row_of = {row.period_key: row for row in kept}
    points: list[Point] = []
    period = parse(kept[0].period_key)
    end = max(kept[-1].until, last.until if last else dt.date.min)
    while period.until <= end:
        row = row_of.get(period.key)
        points.append(Point(period.key, period.until, row.value if row else None))
        period = period.next()
    return Track(tuple(kept), tuple(points), row_of)
