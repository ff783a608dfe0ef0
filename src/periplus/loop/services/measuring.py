"""Taking measurements: indicators are asked, and what they say is kept when it is new."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from periplus.core import clock
from periplus.core.ledger import services as ledger
from periplus.core.models import Event
from periplus.core.periods import Period
from periplus.loop.acting import Doer
from periplus.loop.measuring import Measure, Reading
from periplus.loop.models import Measurement
from periplus.loop.regular import regular_series
from periplus.loop.scopes import Scope
from periplus.loop.spans import calendar_of, regular_periods
from periplus.people.models import Institution, Person

PLACES = Decimal("0.000001")
ROWS_AT_ONCE = 2_000
SHOWN_NUMBERS = ("value", "numerator", "denominator", "coverage")
Slot = tuple[str, str, str, dt.date]  # measure, scope, kind of period, its first day


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a round of measuring: readings asked, rows written, rows that stayed as they were."""

    readings: int = 0
    written: int = 0
    unchanged: int = 0

    def __add__(self, other: "Batch") -> "Batch":
        return Batch(
            self.readings + other.readings, self.written + other.written, self.unchanged + other.unchanged
        )


@transaction.atomic
def take_measurements(
    *,
    actor: Doer,
    measures: Sequence[Measure],
    scopes: Sequence[Scope],
    periods: Sequence[Period],
    today: dt.date,
) -> Batch:
    """Ask every measure for every scope it knows; keep what differs from what was kept before.

    The periods are of one kind. An earlier reading that differs stays as history. One ledger entry
    for all of it, none when nothing is new.
    """
    if not periods:
        return Batch()
    provenance = {"ledger": Event.objects.aggregate(last=Max("id"))["last"] or 0, "by": _name_of(actor)}
    fresh = [
        _row(measure, scope, reading, provenance)
        for measure in measures
        for scope in scopes
        if scope.axes <= measure.axes
        for reading in measure.compute(scope, periods)
    ]
    current = _current(measures, scopes, periods)
    changed = [row for row in fresh if _differs(row, current.get(_slot(row)))]
    _replace(changed, current)
    if changed:
        _record(actor, changed, scopes, on=today)
    return Batch(len(fresh), len(changed), len(fresh) - len(changed))


def measure_regularly(*, actor: Doer, institution: Institution, today: dt.date) -> Batch:
    """Measure what active targets and rules need, and every indicator for the whole institution."""
    total = Batch()
    for (scope, kind), measures in regular_series(institution).items():
        periods = regular_periods(kind, today, calendar_of(institution))
        total += take_measurements(
            actor=actor, measures=measures, scopes=[scope], periods=periods, today=today
        )
    return total


def _row(measure: Measure, scope: Scope, reading: Reading, provenance: dict[str, object]) -> Measurement:
    period = reading.period
    return Measurement(
        measure=measure.key,
        definition_version=measure.version,
        scope=scope.as_json(),
        scope_key=scope.key,
        period_kind=period.kind.value,
        period_key=period.key,
        starts_on=period.start,
        until=period.until,
        value=_kept(reading.value),
        numerator=_kept(reading.numerator),
        denominator=_kept(reading.denominator),
        count=reading.count,
        coverage=_kept(reading.coverage),
        measured_at=clock.now(),
        provenance={"records": reading.count, **provenance},
    )


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(PLACES)


def _slot(row: Measurement) -> Slot:
    return (row.measure, row.scope_key, row.period_kind, row.starts_on)


def _current(
    measures: Iterable[Measure], scopes: Iterable[Scope], periods: Sequence[Period]
) -> dict[Slot, Measurement]:
    rows = Measurement.objects.select_for_update().filter(
        current=True,
        measure__in=[measure.key for measure in measures],
        scope_key__in=[scope.key for scope in scopes],
        period_kind=periods[0].kind.value,
        starts_on__gte=periods[0].start,
        starts_on__lte=periods[-1].start,
    )
    return {_slot(row): row for row in rows.order_by("id")}


def _differs(row: Measurement, kept: Measurement | None) -> bool:
    if kept is None:
        return True
    same = all(getattr(row, name) == getattr(kept, name) for name in SHOWN_NUMBERS)
    return not same or (row.count, row.definition_version) != (kept.count, kept.definition_version)


def _replace(changed: Sequence[Measurement], current: dict[Slot, Measurement]) -> None:
    old = [kept.pk for row in changed if (kept := current.get(_slot(row)))]
    Measurement.objects.filter(pk__in=old).update(current=False)
    Measurement.objects.bulk_create(changed, batch_size=ROWS_AT_ONCE)


def _record(actor: Doer, changed: Sequence[Measurement], scopes: Iterable[Scope], *, on: dt.date) -> None:
    references = {scope.institution for scope in scopes if scope.institution}
    institutions = list(Institution.objects.filter(uuid__in=references).order_by("id"))
    attributes = {"written": len(changed), "measures": sorted({row.measure for row in changed})}
    ledger.record(
        "loop.measurements.taken",
        actor=actor,
        on=on,
        objects={"institution": institutions},
        attributes=attributes,
    )


def _name_of(actor: Doer) -> str:
    return str(actor.uuid) if isinstance(actor, Person) else actor.name
