"""Why a number moved: which countries, partners, fields or units make up how much of the change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from periplus.core.periods import Period
from periplus.loop.measuring import Contribution, Measure
from periplus.loop.scopes import Scope

LARGEST = 8
REST = "rest"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Cause:
    """One part of a change along an axis. `share` is its part of all movement, 0 to 1, without sign."""

    axis: str
    key: str
    title: str
    before: Decimal
    after: Decimal
    share: Decimal
    count: int

    @property
    def value(self) -> Decimal:
        return self.after - self.before

    def as_json(self) -> dict[str, str | int]:
        return {
            "axis": self.axis,
            "key": self.key,
            "title": self.title,
            "before": _text(self.before),
            "after": _text(self.after),
            "value": _text(self.value),
            "share": _text(self.share),
            "count": self.count,
        }


def find_causes(measure: Measure, scope: Scope, *, before: Period, after: Period) -> list[Cause]:
    """The parts of the change between two periods, for every axis the measure splits along.

    Along each axis the eight that moved most, then the rest together. Two queries for each axis.
    """
    split = measure.contributions
    if split is None:
        return []
    axes = [axis for axis in measure.breakdown_axes if axis not in scope.axes]
    return [
        cause
        for axis in axes
        for cause in compare(split(scope, before, axis), split(scope, after, axis), axis=axis)
    ]


def compare(before: Iterable[Contribution], after: Iterable[Contribution], *, axis: str) -> list[Cause]:
    """The change of each part, largest movement first. The changes add up to the change of the whole."""
    old = {each.key: each for each in before}
    new = {each.key: each for each in after}
    moves = [_cause(axis, key, old.get(key), new.get(key)) for key in {**old, **new}]
    movement = sum((abs(each.value) for each in moves), Decimal(0))
    moves.sort(key=lambda each: (-abs(each.value), each.title))
    shared = [_with_share(each, movement) for each in moves if each.value]
    return shared[:LARGEST] + _rest(shared[LARGEST:], axis)


def _cause(axis: str, key: str, old: Contribution | None, new: Contribution | None) -> Cause:
    named = new or old
    return Cause(
        axis=axis,
        key=key,
        title=named.title if named else "",
        before=old.value if old else Decimal(0),
        after=new.value if new else Decimal(0),
        share=Decimal(0),
        count=(new.count if new else 0),
    )


def _with_share(cause: Cause, movement: Decimal) -> Cause:
    share = abs(cause.value) / movement
    return Cause(cause.axis, cause.key, cause.title, cause.before, cause.after, share, cause.count)


def _rest(causes: Sequence[Cause], axis: str) -> list[Cause]:
    if not causes:
        return []
    total = {
        name: sum((getattr(c, name) for c in causes), Decimal(0)) for name in ("before", "after", "share")
    }
    return [Cause(axis=axis, key=REST, title="", count=sum(c.count for c in causes), **total)]


def _text(number: Decimal) -> str:
    return str(round(number, DIGITS).normalize() + 0)
