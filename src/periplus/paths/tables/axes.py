"""The values of an input cut into pieces within which no cell of the column changes its answer.

For numbers and days the pieces are the points that cells name and the stretches between them; for texts
the values that are named and one for all others. One sample of each piece stands for the whole of it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from periplus.paths.feel import UnaryTest
from periplus.paths.feel.tree import Kind, Literal, Range, bounds_of
from periplus.paths.tables.deciding import Input, shown, title_of

FINE: Final = Context(prec=80)
DAY: Final = dt.timedelta(days=1)
MOST_SHOWN: Final = 5


class NotChecked(Exception):
    """Why gaps and overlaps cannot be found; a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column. `low` and `high` are equal for a point, and None where there is no end."""

    sample: Any
    low: Any = None
    high: Any = None

    @property
    def point(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Axis:
    """The pieces of a column in their order, and how a set of them (bits of a number) is said."""

    key: str
    title: str
    pieces: tuple[Piece, ...]
    said: Callable[["Axis", list[Piece]], list[str]]

    @property
    def full(self) -> int:
        return (1 << len(self.pieces)) - 1

    def chosen(self, mask: int) -> list[Piece]:
        return [piece for at, piece in enumerate(self.pieces) if mask >> at & 1]

    def say(self, mask: int) -> str:
        """A set of pieces in words; "" for all of them."""
        if mask == self.full:
            return ""
        pieces = self.chosen(mask)
        parts = self.said(self, [piece for piece in pieces if piece.sample is not None])
        if any(piece.sample is None for piece in pieces):
            parts.append(_("%(name)s is missing") % {"name": self.title})
        more = [*parts[:MOST_SHOWN], "…"] if len(parts) > MOST_SHOWN else parts
        return _(" or ").join(more)


def axis_of(each: Input, tests: Iterable[UnaryTest]) -> Axis:
    """Cut a column by the cells it has. Raises `NotChecked`."""
    asked = {test.text: test for test in tests if not test.any_value}.values()
    for test in (*asked, *each.allowed):
        _check(each, test)
    points = {value for test in (*asked, *each.allowed) for value in _points(test)}
    missing = [Piece(None)] if None in points else []
    points.discard(None)
    if each.kind in {Kind.NUMBER, Kind.DATE}:
        pieces, said = _stretches(sorted(points), each.kind), _say_stretches
    elif each.kind == Kind.LIST:
        pieces, said = [Piece(())], _say_values
    elif each.kind == Kind.TRUTH:
        pieces, said = [Piece(True), Piece(False)], _say_values
    else:
        pieces, said = _texts(sorted(points)), _say_values
    pieces = [piece for piece in pieces if each.allows(piece.sample)]
    if not pieces:
        raise NotChecked(
            _("No value at all is allowed for “%(column)s”.") % {"column": title_of(each.column)}
        )
    return Axis(each.column.key, title_of(each.column), tuple(pieces + missing), said)


def _check(each: Input, test: UnaryTest) -> None:
    """Whether pieces can be told for a test: it names fixed values, and an order only of numbers or days."""
    if test.names or any(not isinstance(bound, Literal) for t in test.tests for bound in bounds_of(t)):
        raise NotChecked(
            _("A cell of “%(column)s” reckons or compares with another value, so gaps cannot be found.")
            % {"column": title_of(each.column)}
        )
    ordered = any(isinstance(t, Range) or t.sign not in {"=", "!="} for t in test.tests)
    if each.kind == Kind.LIST or (each.kind == Kind.TEXT and ordered):
        raise NotChecked(
            _("“%(column)s” is asked in a way in which gaps cannot be found.")
            % {"column": title_of(each.column)}
        )


def _points(test: UnaryTest) -> Iterator[Any]:
    for each in test.tests:
        for bound in bounds_of(each):
            if isinstance(bound, Literal):
                yield bound.value


def _stretches(points: list[Any], kind: Kind) -> list[Piece]:
    if not points:
        return [Piece(Decimal(0) if kind == Kind.NUMBER else dt.date(2026, 1, 1))]
    pieces = []
    for low, high in zip([None, *points], [*points, None], strict=True):
        sample = _between(low, high, kind)
        if sample is not None:
            pieces.append(Piece(sample, low, high))
        if high is not None:
            pieces.append(Piece(high, high, high))
    return pieces


def _between(low: Any, high: Any, kind: Kind) -> Any:
    """Something between two points, or None: there is no day between two days in a row."""
    if kind == Kind.NUMBER:
        return _number_between(low, high)
    if low is None:
        return high - DAY if high > dt.date.min else None
    if high is None:
        return low + DAY if low < dt.date.max else None
    return low + DAY if high - low > DAY else None


def _number_between(low: Decimal | None, high: Decimal | None) -> Decimal | None:
    if high is None:
        return FINE.add(low or Decimal(0), Decimal(1))
    if low is None:
        return FINE.subtract(high, Decimal(1))
    return FINE.divide(FINE.add(low, high), Decimal(2))


def _texts(named: list[str]) -> list[Piece]:
    other = _("other")
    while other in named:
        other += "_"
    return [*(Piece(text) for text in named), Piece(other, low=other)]


def _say_values(axis: Axis, pieces: list[Piece]) -> list[str]:
    """Equations; the piece for all other texts is the only one with a lower end."""
    return [
        _("%(name)s is something else") % {"name": axis.title}
        if piece.low is not None
        else f"{axis.title} = {shown(piece.sample)}"
        for piece in pieces
    ]


def _say_stretches(axis: Axis, pieces: list[Piece]) -> list[str]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and _touch(runs[-1][-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return [_say_run(axis.title, run[0], run[-1]) for run in runs]


def _touch(one: Piece, other: Piece) -> bool:
    if one.point and other.point:
        return isinstance(one.high, dt.date) and other.low - one.high == DAY
    return bool(one.high == other.low and (one.point or other.point))


def _say_run(name: str, first: Piece, last: Piece) -> str:
    above, below = (">=" if first.point else ">"), ("<=" if last.point else "<")
    if first.low is None and last.high is None:
        return _("%(name)s is known") % {"name": name}
    if first.low is None:
        return f"{name} {below} {shown(last.high)}"
    if last.high is None:
        return f"{name} {above} {shown(first.low)}"
    if first.low == last.high:
        return f"{name} = {shown(first.low)}"
    return f"{shown(first.low)} {'<=' if first.point else '<'} {name} {below} {shown(last.high)}"
