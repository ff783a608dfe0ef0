"""The registry of measures: the door `measures.py` of every stretch registers here.

The loop knows no stretch by name. A measure says what it counts, for which scopes and periods,
and hands out the records behind every number.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.periods import Period
from periplus.loop.enums import Direction
from periplus.loop.scopes import Scope

SMALL_CELL = 5  # counts of people below this are not shown to those who may not see the records


@dataclass(frozen=True, slots=True)
class Reading:
    """One number: of a measure, for a scope and a period.

    `value` is None when there is nothing to tell (grey), never 0 for missing data.
    `numerator`/`denominator`: what it was made from. `count`: how many records stand behind it.
    `coverage`: share (0 to 1) of records whose needed values are known.
    """

    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    count: int = 0
    coverage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much one part (country, partner, field, unit) adds to a number.

    `key` narrows the scope along the axis; `share` is its part of the whole, 0 to 1.
    """

    axis: str
    key: str
    title: str
    value: Decimal
    share: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record behind a number: what it is, which one, how to read it."""

    object_type: str
    uuid: uuid.UUID
    title: str
    detail: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts: `singular` for words, `digits` after the point, `share` shown in per cent."""

    key: str
    title: str | Promise
    digits: int = 0


COUNT_STAYS = Unit("stays", _("stays"))
COUNT_PARTNERS = Unit("partners", _("partners"))
COUNT_GOALS = Unit("goals", _("goals"))
SHARE = Unit("share", _("per cent"), digits=1)
INDEX = Unit("index", _("index from 0 to 1"), digits=3)
DAYS = Unit("days", _("days"), digits=0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named indicator.

    `compute(scope, periods)` returns one `Reading` per period, in order, in a number of queries that
    does not depend on how many periods there are. `records(scope, period, limit, offset)` lists what
    was counted; `contributions(scope, period, axis)` splits the number, largest first.
    """

    key: str
    code: str
    title: str | Promise
    definition: str | Promise
    unit: Unit
    direction: Direction
    source: str
    version: int
    axes: frozenset[str]
    compute: Callable[[Scope, Sequence[Period]], list[Reading]]
    records: Callable[[Scope, Period, int, int], list[SourceRecord]]
    contributions: Callable[[Scope, Period, str], list[Contribution]] | None = None
    counts_people: bool = False
    breakdown_axes: tuple[str, ...] = field(default=())


_measures: dict[str, Measure] = {}


def register(*measures: Measure) -> None:
    """Make measures known. Keys are unique; a second registration is a mistake."""
    for measure in measures:
        if measure.key in _measures:
            message = f"The measure {measure.key} is registered twice."
            raise ValueError(message)
        _measures[measure.key] = measure


def get_measure(key: str) -> Measure:
    """The measure of this key. Raises `KeyError`."""
    return _measures[key]


def find_measure(key: str) -> Measure | None:
    return _measures.get(key)


def list_measures() -> list[Measure]:
    return sorted(_measures.values(), key=lambda m: m.code)
