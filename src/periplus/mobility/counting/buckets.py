"""Which period a stay belongs to, said in SQL."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from periplus.core.periods import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class Buckets:
    """Numbers for periods: `number` is an SQL expression on a stay `s`, `within` narrows to all of them.

    Calendar years are told by `start_year`, which is indexed; everything else by the day of the start.
    """

    number: str
    within: str
    parameters: dict[str, Any]
    numbers: tuple[int, ...]
    befores: tuple[int, ...]

    def pairs(self) -> dict[str, Any]:
        """Each period beside the one before it, as two arrays."""
        befores = dict(zip(self.numbers, self.befores, strict=True))
        return {"pair_numbers": list(befores), "pair_befores": list(befores.values())}


def buckets_of(periods: Sequence[Period], *, back: int = 0) -> Buckets:
    """Numbers for these periods, and for `back` earlier ones of each (0 or 1).

    The periods may come in any order, and repeat, but not overlap: `ValueError`.
    """
    if periods and all(period.kind == PeriodKind.CALENDAR_YEAR for period in periods):
        return _years([period.start.year for period in periods], back)
    return _days(periods, back)


def _years(years: list[int], back: int) -> Buckets:
    return Buckets(
        number="s.start_year",
        within="s.start_year BETWEEN %(first_year)s AND %(last_year)s",
        parameters={"first_year": min(years) - back, "last_year": max(years)},
        numbers=tuple(years),
        befores=tuple(year - 1 for year in years),
    )


def _days(periods: Sequence[Period], back: int) -> Buckets:
    wanted = {*periods, *(period.previous() for period in periods if back)}
    edges = _edges(wanted)
    numbers = {edge: number for number, edge in enumerate(edges, start=1)}
    return Buckets(
        number="width_bucket(s.starts_on, %(edges)s::date[])",
        within="s.starts_on >= %(first_day)s AND s.starts_on < %(last_day)s",
        parameters={
            "edges": edges,
            "first_day": edges[0] if edges else None,
            "last_day": edges[-1] if edges else None,
        },
        numbers=tuple(numbers[period.start] for period in periods),
        befores=tuple(numbers[period.previous().start] if back else 0 for period in periods),
    )


def _edges(periods: set[Period]) -> list[dt.date]:
    """All days on which one of them begins or is over, in order."""
    ordered = sorted(periods, key=lambda period: period.start)
    if any(earlier.until > later.start for earlier, later in pairwise(ordered)):
        message = "Periods that are counted together do not overlap."
        raise ValueError(message)
    return sorted({day for period in periods for day in (period.start, period.until)})
