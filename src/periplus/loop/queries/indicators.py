"""Reading indicators: the latest figure of each, one in full, its parts, the records behind it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from periplus.core.periods import Period, parse
from periplus.core.verdicts import Verdict
from periplus.loop.cells import is_small, shown
from periplus.loop.enums import PeriodKind
from periplus.loop.measuring import Contribution, Measure, Reading, list_measures
from periplus.loop.methods.natural_range import LEAST_VALUES, NaturalRange, natural_range
from periplus.loop.models import Measurement, SignalRule, Target
from periplus.loop.policies import visible_rules, visible_targets
from periplus.loop.queries.series import get_tracks, reading_of
from periplus.loop.queries.standings import last_periods
from periplus.loop.scopes import Scope
from periplus.loop.spans import calendar_of, regular_periods
from periplus.people.models import Institution, Person

BASELINE = 8  # readings from which the page draws the natural range


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its latest reading for the whole institution, and the one before."""

    measure: Measure
    latest: Reading | None
    before: Reading | None
    suppressed: bool
    spark: tuple[tuple[str, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator for one scope: readings oldest first; `stored` or asked just now."""

    measure: Measure
    scope: Scope
    readings: tuple[Reading, ...]
    suppressed: frozenset[str]
    stored: bool
    measured_at: dt.datetime | None

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def natural_range(self) -> NaturalRange | None:
        """What is usual, from the first readings; None when there are too few, or some are hidden."""
        values = [float(each.value) for each in self.readings if each.value is not None]
        if len(values) < LEAST_VALUES + 2 or self.suppressed:
            return None
        return natural_range(values[:BASELINE])


def list_indicators(institution: Institution, *, on: dt.date, sees: Verdict) -> list[IndicatorRow]:
    """Every indicator with its latest stored reading for the whole institution. One query."""
    scope, kind = Scope(institution=institution.uuid), PeriodKind.CALENDAR_YEAR.value
    slots = {measure.key: (measure.key, scope.key, kind) for measure in list_measures()}
    tracks = get_tracks(slots.values(), last=last_periods(institution, on))
    rows = []
    for measure in list_measures():
        track = tracks[slots[measure.key]]
        stored = [track.row_of.get(point.key) for point in track.points[-8:]]
        readings = [reading_of(row) if row else None for row in stored]
        rows.append(_indicator_row(measure, readings, sees))
    return rows


def get_figures(
    measure: Measure,
    scope: Scope,
    kind: str,
    institution: Institution,
    *,
    on: dt.date,
    sees: Verdict,
) -> Figures:
    """One indicator for a scope: as stored, or asked now when this scope is not kept measured."""
    slot = (measure.key, scope.key, kind)
    track = get_tracks({slot}, last=last_periods(institution, on))[slot]
    if track.rows:
        stored = {row.period_key: reading_of(row) for row in track.rows}
        readings = [stored.get(p.key) or Reading(parse(p.key), None) for p in track.points]
    else:
        periods = regular_periods(kind, on, calendar_of(institution))
        readings = measure.compute(scope, periods) if scope.axes <= measure.axes else []
    hidden = frozenset(r.period.key for r in readings if not sees and is_small(measure, r.count))
    return Figures(
        measure=measure,
        scope=scope,
        readings=tuple(shown(measure, reading, sees) for reading in readings),
        suppressed=hidden,
        stored=bool(track.rows),
        measured_at=track.rows[-1].measured_at if track.rows else None,
    )


def list_breakdown(
    measure: Measure, scope: Scope, period: Period, axis: str, *, sees: Verdict
) -> list[Contribution]:
    """The parts of a number along an axis; parts of very few people are put together for most readers."""
    if measure.contributions is None:
        return []
    parts = measure.contributions(scope, period, axis)
    if sees:
        return parts
    small = [part for part in parts if is_small(measure, part.count)]
    large = [part for part in parts if not is_small(measure, part.count)]
    return large + _together(small, axis)


def list_targets_on(person: Person, measure: Measure, scope: Scope, kind: str) -> list[Target]:
    """The targets in force that this series serves."""
    found = visible_targets(person).filter(
        measure=measure.key, scope_key=scope.key, period_kind=kind, goal__plan__state="in_force"
    )
    return list(found.order_by("goal__reference", "id"))


def list_rules_on(person: Person, measure: Measure, scope: Scope) -> list[SignalRule]:
    """The rules switched on that watch this indicator for this scope."""
    found = visible_rules(person).filter(measure=measure.key, scope_key=scope.key, state="active")
    return list(found.order_by("reference"))


def list_stored_scopes(measure: Measure, institution: Institution) -> list[Measurement]:
    """One stored reading for each further scope of an institution that is kept measured."""
    rows = Measurement.objects.filter(
        measure=measure.key, current=True, scope__institution=str(institution.uuid)
    )
    return list(rows.order_by("scope_key", "period_kind", "-starts_on").distinct("scope_key", "period_kind"))


def _indicator_row(measure: Measure, readings: Sequence[Reading | None], sees: Verdict) -> IndicatorRow:
    latest = readings[-1] if readings else None
    before = readings[-2] if len(readings) > 1 else None
    small = latest is not None and not sees and is_small(measure, latest.count)
    told = [shown(measure, reading, sees) if reading else None for reading in readings]
    return IndicatorRow(
        measure=measure,
        latest=told[-1] if told else None,
        before=shown(measure, before, sees) if before else None,
        suppressed=small,
        spark=tuple((reading.period.key, reading.value) for reading in told if reading),
    )


def _together(parts: Sequence[Contribution], axis: str) -> list[Contribution]:
    if not parts:
        return []
    value = sum((part.value for part in parts), Decimal(0))
    share = sum((part.share for part in parts), Decimal(0))
    return [Contribution(axis, "", "", value, share, sum(part.count for part in parts))]
