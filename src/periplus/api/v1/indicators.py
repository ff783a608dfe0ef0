"""Indicators: what there is, what they say, and the records behind every number."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from periplus.api.door import caller_of
from periplus.api.homes import home_of
from periplus.api.scopes import read_period, read_scope
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.core.periods import series
from periplus.core.verdicts import Invalid, Verdict, require
from periplus.loop import policies
from periplus.loop.cells import is_small, shown
from periplus.loop.enums import Direction
from periplus.loop.measuring import Measure, Reading, find_measure, list_measures
from periplus.loop.scopes import AXES, Scope
from periplus.loop.services.measuring import measure_regularly
from periplus.people.queries.units import find_unit
from periplus.people.types import Person

router = Router(tags=["indicators"])
MOST_PERIODS = 400
MOST_RECORDS = 500


class IndicatorShown(Schema):
    """An indicator: definition, unit, direction, source, version, and the axes its scopes may have."""

    key: str
    code: str
    title: str
    definition: str
    unit: str
    direction: Direction
    source: str
    version: int
    axes: list[str]
    breakdown_axes: list[str]


class ReadingShown(Schema):
    """One number; null when there is nothing to tell. `suppressed`: too few people to be shown."""

    period: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    count: int
    coverage: Decimal | None
    suppressed: bool


class RecordShown(Schema):
    """A record behind a number."""

    object_type: str
    uuid: UUID
    title: str
    detail: str
    on: dt.date | None


class ContributionShown(Schema):
    """How much one part adds to a number; `key` narrows the scope along the axis."""

    axis: str
    key: str
    title: str
    value: Decimal
    share: Decimal
    count: int


class ScopeAsked(Schema):
    """The axes of the scope; without an institution it is the caller's own."""

    institution: str = ""
    unit: str = ""
    country: str = ""
    partner: str = ""
    field: str = ""
    programme: str = ""
    procedure: str = ""


class Batch(Schema):
    """What a round of measuring wrote and what had not changed."""

    written: int
    unchanged: int


def _indicator(key: str) -> Measure:
    measure = find_measure(key)
    if measure is None:
        raise Http404
    return measure


def _scope(person: Person, asked: ScopeAsked, measure: Measure) -> Scope:
    given = {axis: value for axis in AXES if (value := getattr(asked, axis))}
    unknown = set(given) - measure.axes - {"institution"}
    if unknown:
        sentence = _("This can be narrowed by: %(axes)s.") % {"axes": ", ".join(sorted(measure.axes))}
        raise Invalid(dict.fromkeys(sorted(unknown), sentence))
    given.setdefault("institution", str(home_of(person).uuid))
    return read_scope(given)


def _sees_records(person: Person, scope: Scope) -> Verdict:
    unit = find_unit(scope.unit) if scope.unit else None
    return policies.may_see_records(person, unit)


def _shown(measure: Measure, reading: Reading, sees: Verdict) -> dict[str, Any]:
    told = shown(measure, reading, sees)
    return {
        "period": reading.period.key,
        "value": told.value,
        "numerator": told.numerator,
        "denominator": told.denominator,
        "count": reading.count if told is reading else 0,
        "coverage": told.coverage,
        "suppressed": not sees and is_small(measure, reading.count),
    }


@router.get(
    "/indicators", auth=Token("loop.goals.see"), response=list[IndicatorShown], summary="All indicators"
)
def list_indicators(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 -- called so
    return [
        {
            "key": measure.key,
            "code": measure.code,
            "title": str(measure.title),
            "definition": str(measure.definition),
            "unit": str(measure.unit.title),
            "direction": measure.direction,
            "source": measure.source,
            "version": measure.version,
            "axes": sorted(measure.axes),
            "breakdown_axes": list(measure.breakdown_axes),
        }
        for measure in list_measures()
    ]


@router.get(
    "/indicators/{key}/readings",
    auth=Token("loop.goals.see"),
    response=list[ReadingShown],
    summary="What it says",
)
def list_readings(
    request: HttpRequest, key: str, first: str, last: str, scope: Query[ScopeAsked]
) -> list[dict[str, Any]]:
    """Computed now from the records, for every period from `first` to `last`."""
    person, measure = caller_of(request), _indicator(key)
    where = _scope(person, scope, measure)
    sees = _sees_records(person, where)
    begin, end = read_period(first, field="first"), read_period(last, field="last")
    try:
        periods = series(begin, end)
    except ValueError as error:
        raise Invalid(
            {"last": _("The last period does not follow the first, or is of another kind.")}
        ) from error
    if len(periods) > MOST_PERIODS:
        raise Invalid({"last": _("Ask for at most %(most)s periods at once.") % {"most": MOST_PERIODS}})
    readings = measure.compute(where, periods)
    return [_shown(measure, reading, sees) for reading in readings]


@router.get(
    "/indicators/{key}/records",
    auth=Token("loop.records.see"),
    response=list[RecordShown],
    summary="The records behind it",
)
def list_records(
    request: HttpRequest,
    key: str,
    period: str,
    scope: Query[ScopeAsked],
    limit: int = 100,
    offset: int = 0,
) -> list[Any]:
    person, measure = caller_of(request), _indicator(key)
    where = _scope(person, scope, measure)
    require(_sees_records(person, where))
    limit = max(1, min(limit, MOST_RECORDS))
    return list(measure.records(where, read_period(period, field="period"), limit, max(0, offset)))


@router.get(
    "/indicators/{key}/contributions",
    auth=Token("loop.goals.see"),
    response=list[ContributionShown],
    summary="Its parts",
)
def list_contributions(
    request: HttpRequest, key: str, period: str, axis: str, scope: Query[ScopeAsked]
) -> list[Any]:
    person, measure = caller_of(request), _indicator(key)
    where = _scope(person, scope, measure)
    if measure.contributions is None or axis not in measure.breakdown_axes:
        axes = ", ".join(measure.breakdown_axes) or "–"
        raise Invalid({"axis": _("This is split by: %(axes)s.") % {"axes": axes}})
    sees = _sees_records(person, where)
    parts = measure.contributions(where, read_period(period, field="period"), axis)
    return [part for part in parts if sees or not is_small(measure, part.count)]


@router.post(
    "/measurements",
    auth=Token("loop.rules.edit"),
    response=Batch,
    summary="Measure what targets and rules need",
)
def measure(request: HttpRequest) -> Any:
    person = caller_of(request)
    return measure_regularly(actor=person, institution=home_of(person), today=clock.today())
