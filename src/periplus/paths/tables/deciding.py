"""A table that was compiled, and how it decides."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from periplus.paths.chart import ChartTable, TableColumn, say
from periplus.paths.feel import UnaryTest
from periplus.paths.feel.meaning import Fits
from periplus.paths.feel.reading import MOST_BITS, stored
from periplus.paths.feel.refusal import quoted
from periplus.paths.feel.tree import Kind

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a table says. `rules`: numbers, from 1, of the rules that applied.

    `problem`: a sentence why there is no result, else "".
    """

    results: dict[str, Any] = field(default_factory=dict)
    rules: tuple[int, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a table that cannot be read. `row`: the rule, from 1, or None for the whole."""

    row: int | None
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Input:
    """An input, and how a value of the case is read for it. `allowed`: one of these fits, if any is given."""

    column: TableColumn
    kind: Kind
    read: Callable[[Any], Any]
    allowed: tuple[UnaryTest, ...]

    def allows(self, known: Any) -> bool:
        """Whether a value, or each entry of a list, is among those allowed."""
        several = known if isinstance(known, list | tuple) else (known,)
        return not self.allowed or all(
            any(test.fits(value, {}) is True for test in self.allowed) for value in several
        )


@dataclass(frozen=True, slots=True)
class Output:
    """An output. `ranks`: allowed values by their priority, the highest is 0; empty for any."""

    column: TableColumn
    kind: Kind
    ranks: Mapping[Any, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `asked`: the cells that ask something, by the position of their input."""

    number: int
    tests: tuple[UnaryTest, ...]
    asked: tuple[tuple[int, Fits], ...]
    results: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A table ready to decide. With `faults` it decides nothing and says why."""

    table: ChartTable
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...]
    answer: Callable[[tuple[Output, ...], list[Rule]], Decided]
    collects: bool

    def decide(self, values: Values) -> Decided:
        """Apply the rules to the values of a case. Never raises."""
        if self.faults:
            return Decided(problem=self.faults[0].sentence)
        read = []
        for each in self.inputs:
            value = values.get(each.column.key)
            known = None if value == "" else each.read(value)
            if known is None and value is not None and value != "":
                return Decided(problem=_unreadable(each, value))
            if each.allowed and known is not None and not each.allows(known):
                return Decided(problem=_not_allowed(each, value))
            read.append(known)
        matched = [
            rule for rule in self.rules if all(fits(read[at], values) is True for at, fits in rule.asked)
        ]
        if not matched and not self.collects:
            return Decided(problem=_no_rule(self.inputs, read))
        return self.answer(self.outputs, matched)


def _unreadable(each: Input, value: Any) -> str:
    return _("“%(column)s” is “%(value)s”, which is not of the type of this column.") % {
        "column": title_of(each.column),
        "value": shown(value),
    }


def _not_allowed(each: Input, value: Any) -> str:
    return _("“%(column)s” is “%(value)s”, which is not among the values allowed there.") % {
        "column": title_of(each.column),
        "value": shown(value),
    }


def _no_rule(inputs: tuple[Input, ...], read: list[Any]) -> str:
    given = ", ".join(
        f"{title_of(each.column)} = {shown(value)}" for each, value in zip(inputs, read, strict=True)
    )
    return _("No rule applies to these values: %(values)s.") % {"values": given}


def title_of(column: TableColumn) -> str:
    """How people call a column."""
    return say(column.title) or quoted(column.key)


def shown(value: Any) -> str:
    """A value for people, cut short."""
    if value is None:
        return _("missing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return quoted(", ".join(shown(each) for each in value[:10]))
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return "…"
    plain = isinstance(value, str | int | float | Decimal | dt.date)
    return quoted(str(stored(value))) if plain else "…"
