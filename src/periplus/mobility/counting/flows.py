"""Stays as flows between institutions, said in SQL: one row for each stay that counts.

A stay counts unless it was cancelled or begins and ends in one country. It counts in the period in
which it starts. Seen from the institution of the scope it goes out or comes in; without an
institution every stay goes out from one and comes in at another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import connection

from periplus.core.periods import Period
from periplus.loop.scopes import Scope
from periplus.mobility.counting.buckets import Buckets, buckets_of

STUDENTS: Final = "s.activity IN ('study', 'traineeship')"

_COUNTS: Final = "s.state <> 'cancelled' AND (s.country_from <> s.country_to OR s.country_to = '')"
_NARROWINGS: Final = {
    "unit": (
        "s.unit_id IN (SELECT u.id FROM people_unit u JOIN people_unit top"
        " ON starts_with(u.path, top.path) WHERE top.uuid = %(unit)s)"
    ),
    "country": "s.{country} = %(country)s",
    "partner": "s.{other} = (SELECT id FROM partners_partner WHERE uuid = %(partner)s)",
    "field": "starts_with(s.field, %(field)s)",
    "programme": "s.programme = %(programme)s",
}
STAY_AXES: Final = frozenset({"institution", *_NARROWINGS})
_STAYS: Final = """
    SELECT {number} AS n, '{way.name}' AS way, s.{way.own} AS own, s.{way.other} AS other,
           s.{way.country} AS country, {inside} AS inside
    FROM mobility_stay s WHERE {conditions}
"""
_OWN: Final = "s.{own} = (SELECT id FROM partners_partner WHERE uuid = %(institution)s)"


@dataclass(frozen=True, slots=True)
class Way:
    """A direction: which end of a stay is our own, which is the other side, and where that lies."""

    name: str
    own: str
    other: str
    country: str


OUT: Final = Way("out", "sending_id", "receiving_id", "country_to")
IN: Final = Way("in", "receiving_id", "sending_id", "country_from")


@dataclass(frozen=True, slots=True)
class Flow:
    """An SQL statement and its parameters, with the periods it is about.

    Columns: `n` (number of the period), `way`, `own`, `other`, `country`, and `inside`: whether the
    stay lies in the scope with all its axes. Stays outside are kept, because a period in which the
    institution recorded nothing at all has no number, while one that recorded others has a zero.
    """

    sql: str
    parameters: dict[str, Any]
    buckets: Buckets

    def joined(self, other: "Flow") -> "Flow":
        return replace(self, sql=f"{self.sql} UNION ALL {other.sql}")

    def rows(self, statement: str, **names: str) -> dict[int, tuple[Any, ...]]:
        """Run one of the statements on these stays: by number of the period, the other columns."""
        with connection.cursor() as cursor:
            cursor.execute(statement.format(flow=self.sql, **names), self.parameters)
            return {row[0]: row[1:] for row in cursor.fetchall()}


def flow(scope: Scope, periods: Sequence[Period], way: Way, *, only: str = "", back: int = 0) -> Flow:
    """The stays of a scope in one direction. `only`: a further condition on the stay `s`."""
    buckets = buckets_of(periods, back=back)
    conditions = [buckets.within, _COUNTS]
    if scope.institution:
        conditions.append(_OWN.format(own=way.own))
    if only:
        conditions.append(only)
    narrowings = [
        clause.format(country=way.country, other=way.other)
        for axis, clause in _NARROWINGS.items()
        if axis in scope.axes
    ]
    sql = _STAYS.format(
        number=buckets.number,
        way=way,
        inside=" AND ".join(narrowings) or "TRUE",
        conditions=" AND ".join(conditions),
    )
    named = {axis: getattr(scope, axis) for axis in scope.axes}
    return Flow(sql, buckets.parameters | named, buckets)


def both_ways(scope: Scope, periods: Sequence[Period], *, back: int = 0) -> Flow:
    """All stays of an institution; without one, each stay once, seen from where it was sent."""
    outgoing = flow(scope, periods, OUT, back=back)
    return outgoing.joined(flow(scope, periods, IN, back=back)) if scope.institution else outgoing
