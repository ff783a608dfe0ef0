"""The indicators on stays. Each is one statement over all periods; the database does the arithmetic."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from periplus.core.periods import Period, PeriodKind
from periplus.loop.measuring import Reading
from periplus.loop.scopes import Scope
from periplus.mobility.counting import statements
from periplus.mobility.counting.flows import STUDENTS, Flow, Way, both_ways, flow

Row = tuple[Any, ...]
_YEARS: Final = (PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR)
_KNOWN: Final = {"country": "country <> ''", "other": "other IS NOT NULL"}


def count_stays(scope: Scope, periods: Sequence[Period], way: Way) -> list[Reading]:
    """Stays in one direction; no number where none at all was recorded in this direction."""

    def read(row: Row) -> dict[str, Any]:
        return {"value": row[0], "numerator": row[0], "count": row[0]}

    return _readings(flow(scope, periods, way), periods, statements.STAYS, read)


def count_partners(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Partners with at least one stay in either direction."""

    def read(row: Row) -> dict[str, Any]:
        partners, stays, known = row
        return {
            "value": partners,
            "numerator": partners,
            "count": partners,
            "coverage": _ratio(known, stays),
        }

    return _readings(both_ways(scope, periods), periods, statements.PARTNERS, read)


def concentration(scope: Scope, periods: Sequence[Period], way: Way, *, by: str) -> list[Reading]:
    """Herfindahl–Hirschman index: the sum of squared shares of the parts, 1 when all is one part.

    `by`: the column of the flow that names the part, `country` or `other`. Stays whose part is not
    known are left out of the index and tell in the coverage.
    """

    def read(row: Row) -> dict[str, Any]:
        squares, known, stays = row
        return {
            "value": _ratio(squares, known and known * known),
            "numerator": squares,
            "denominator": known and known * known,
            "count": stays,
            "coverage": _ratio(known or 0, stays),
        }

    stays = flow(scope, periods, way)
    return _readings(stays, periods, statements.SQUARES, read, part=by, known=_KNOWN[by])


def diversity(scope: Scope, periods: Sequence[Period], way: Way, *, by: str) -> list[Reading]:
    """1 minus the concentration: the chance that two stays, drawn with putting back, differ in the part."""
    return [
        Reading(
            period=reading.period,
            value=None if reading.value is None else 1 - reading.value,
            numerator=_difference(reading.denominator, reading.numerator),
            denominator=reading.denominator,
            count=reading.count,
            coverage=reading.coverage,
        )
        for reading in concentration(scope, periods, way, by=by)
    ]


def reciprocity(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """1 − Σ|in − out| / Σ(in + out) over partners: 1 when every partner sends as many as it receives.

    This is the mean of 1 − |in − out|/(in + out) over partners, weighted by their flow. No number
    without an institution, nor where one of the directions was never recorded in the period.
    """
    if scope.institution is None:
        return [Reading(period=period, value=None) for period in periods]

    def read(row: Row) -> dict[str, Any]:
        apart, known, stays, both_recorded = row
        balanced = _difference(known, apart)
        return {
            "value": _ratio(balanced, known) if both_recorded else None,
            "numerator": balanced,
            "denominator": known,
            "count": stays,
            "coverage": _ratio(known or 0, stays),
        }

    return _readings(both_ways(scope, periods), periods, statements.BALANCE, read)


def link_survival(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Links of the period before that are still there, over all links of the period before."""
    return _links(scope, periods, lambda kept, lost, _new: (kept, kept + lost))


def link_stability(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """Jaccard index of the links of a period and of the period before."""
    return _links(scope, periods, lambda kept, lost, new: (kept, kept + lost + new))


def _links(
    scope: Scope, periods: Sequence[Period], told: Callable[[int, int, int], tuple[int, int]]
) -> list[Reading]:
    """A link: with a partner, in either direction; without an institution, from one to another."""

    def read(row: Row) -> dict[str, Any]:
        numerator, denominator = told(*row)
        return {
            "value": _ratio(numerator, denominator),
            "numerator": numerator,
            "denominator": denominator,
            "count": sum(row),
        }

    stays = both_ways(scope, periods, back=1)
    stays.parameters.update(stays.buckets.pairs())
    return _readings(stays, periods, statements.LINKS, read)


def abroad_share(scope: Scope, periods: Sequence[Period], way: Way) -> list[Reading]:
    """Stays of students that start in the year, over the students enrolled, where enrolment is known.

    Only for years. With several institutions, those without a known enrolment are left out of both
    sides and tell in the coverage.
    """

    def read(row: Row) -> dict[str, Any]:
        counted, students, stays = row
        return {
            "value": _ratio(counted, students),
            "numerator": counted,
            "denominator": students,
            "count": stays,
            "coverage": _ratio(counted or 0, stays),
        }

    years = [period for period in periods if period.kind in _YEARS]
    stays = flow(scope, years, way, only=STUDENTS)
    year_of = {n: year.start.year for n, year in zip(stays.buckets.numbers, years, strict=True)}
    stays.parameters.update(numbers=list(year_of), years=list(year_of.values()), unit=scope.unit)
    found = {r.period: r for r in _readings(stays, years, statements.ABROAD, read)}
    return [found.get(period) or Reading(period=period, value=None) for period in periods]


def _readings(
    stays: Flow,
    periods: Sequence[Period],
    statement: str,
    read: Callable[[Row], dict[str, Any]],
    **names: str,
) -> list[Reading]:
    """One reading for each period, in order; no row means that there is nothing to tell."""
    rows = stays.rows(statement, **names) if periods else {}
    return [
        _reading(period, read(rows[number])) if number in rows else Reading(period=period, value=None)
        for period, number in zip(periods, stays.buckets.numbers, strict=True)
    ]


def _reading(period: Period, told: dict[str, Any]) -> Reading:
    amounts = {name: _exact(told.get(name)) for name in ("value", "numerator", "denominator", "coverage")}
    return Reading(period=period, count=int(told["count"] or 0), **amounts)


def _exact(number: Any) -> Any:
    return None if number is None else Decimal(number)


def _ratio(part: Any, whole: Any) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole and part is not None else None


def _difference(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    return None if whole is None or part is None else whole - part
