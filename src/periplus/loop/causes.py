"""Why a number moved: which countries, partners, fields or units make up how much of the change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from periplus.core.periods import Period
from periplus.loop.measuring import Contribution, Measure
from periplus.loop.scopes import Scope

LARGEST = 8
REST = "rest"
DIGITS = 6
NEAR = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Cause:
    """One part of a change along an axis. `share` is its part of all movement, 0 to 1, without sign.

    `adds_up`: its values are in the unit of the indicator and add up to it; otherwise they count records.
    """

    axis: str
    key: str
    title: str
    before: Decimal
    after: Decimal
    share: Decimal
    count: int
    adds_up: bool = True

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
            "adds_up": self.adds_up,
        }


def find_causes(
    measure: Measure, scope: Scope, *, before: Period, after: Period, value: Decimal | None = None
) -> list[Cause]:
    """The parts of the change between two periods, for every axis the measure splits along.

    Along each axis the eight that moved most, then the rest together. Two queries for each axis.
    `value`: what the indicator says of `after`, by which one sees whether the parts add up to it.
    """
    split = measure.contributions
    if split is None:
        return []
    found: list[Cause] = []
    for axis in measure.breakdown_axes:
        if axis in scope.axes:
            continue
        parts = split(scope, after, axis)
        causes = compare(split(scope, before, axis), parts, axis=axis)
        # An axis on which nothing is known explains nothing.
        if any(cause.key for cause in causes):
            found += [replace(cause, adds_up=adds_up(parts, value)) for cause in causes]
    return found


def adds_up(parts: Iterable[Contribution], value: Decimal | None) -> bool:
    """Whether parts are in the unit of an indicator: whether they add up to what it says."""
    if value is None:
        return False
    return abs(sum((part.value for part in parts), Decimal(0)) - value) <= NEAR * max(abs(value), Decimal(1))


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
    return replace(cause, share=share)


def _rest(causes: Sequence[Cause], axis: str) -> list[Cause]:
    if not causes:
        return []
    before, after, share = (
        sum((getattr(cause, name) for cause in causes), Decimal(0)) for name in ("before", "after", "share")
    )
    return [Cause(axis, REST, "", before, after, share, sum(cause.count for cause in causes))]


def _text(number: Decimal) -> str:
    return str(round(number, DIGITS).normalize() + 0)
