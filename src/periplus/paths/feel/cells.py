"""Cells of decision tables: unary tests of inputs, literals of outputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from periplus.paths.enums import ValueType
from periplus.paths.feel.checking import check_test, expected
from periplus.paths.feel.meaning import Fits, Values, one_fits, opposite
from periplus.paths.feel.naming import names_in_tests
from periplus.paths.feel.parsing import Parser
from periplus.paths.feel.reading import READ, stored
from periplus.paths.feel.refusal import MOST_LISTED, FeelError, check_written
from periplus.paths.feel.tree import KIND_OF, Kind, Literal, Test

ANYTHING: Final = frozenset({"", "-"})
NO_NAMES: Final[Mapping[str, ValueType]] = {}


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """A test of one value. `tests`: what was read, of which one has to fit (or none, if `negated`).

    A list fits when one of its entries fits. `names`: other values that it asks for.
    """

    text: str
    kind: Kind
    tests: tuple[Test, ...]
    negated: bool
    names: frozenset[str]
    fits: Fits

    @property
    def any_value(self) -> bool:
        """Whether everything fits, also a missing value."""
        return not self.tests

    def matches(self, value: Any, values: Values = NO_NAMES) -> bool:
        """Whether a value of the case fits. Never raises; what is unknown does not fit."""
        read = READ[self.kind](value)
        if self.any_value or (read is None and value is not None):
            return self.any_value
        return self.fits(read, values) is True


def compile_test(text: str, type: ValueType, *, names: Mapping[str, ValueType] = NO_NAMES) -> UnaryTest:  # noqa: A002 -- as everywhere in a chart
    """Read a cell such as `-`, `< 5`, `[1..5]`, `"a","b"` or `not("a")`.

    `names`: other values that may stand as bounds. Raises `FeelError`.
    """
    check_written(text)
    return _test(text, type, frozenset(names.items()))


@lru_cache(maxsize=8192)
def _test(text: str, type_: ValueType, names: frozenset[tuple[str, ValueType]]) -> UnaryTest:
    kind = KIND_OF[type_]
    if text.strip(" \t\r\n") in ANYTHING:
        return UnaryTest(text, kind, (), negated=False, names=frozenset(), fits=lambda _value, _values: True)
    parser = Parser(text)
    negated = parser.take("not") is not None
    if negated:
        parser.need("(")
    tests = parser.tests()
    if negated:
        parser.need(")")
    parser.end()
    known = dict(names)
    for test in tests:
        check_test(test, Kind.ANY if kind == Kind.LIST else kind, known)
    fits = one_fits(tests, kind, known)
    return UnaryTest(
        text, kind, tests, negated, frozenset(names_in_tests(tests)), _negation(fits) if negated else fits
    )


def _negation(fits: Fits) -> Fits:
    return lambda value, values: opposite(fits(value, values))


def compile_literal(text: str, type: ValueType) -> Any:  # noqa: A002 -- as everywhere in a chart
    """The value of a cell such as `12.5`, `"EEA"`, `true`, `date("2026-01-31")`, as cases keep it.

    An empty cell, `-` and `null` give None; a list is written `"a", "b"`, in brackets or not.
    Raises `FeelError`.
    """
    return stored(literal_of(text, type))


def literal_of(text: str, type_: ValueType) -> Any:
    """The value of a cell as it is compared: numbers `Decimal`, days `date`, lists tuples."""
    check_written(text)
    if text.strip(" \t\r\n") in ANYTHING:
        return None
    parser = Parser(text)
    kind = KIND_OF[type_]
    if type_ == ValueType.TABLE:
        raise FeelError(_("A table cannot be written in a cell."))
    value = _list(parser) if kind == Kind.LIST else _single(parser, kind).value
    parser.end()
    return value


def _single(parser: Parser, kind: Kind) -> Literal:
    at, minus = parser.now.at, parser.take("-")
    literal = parser.literal()
    if literal is None:
        raise FeelError(expected(kind), at) if parser.now.kind == "name" else parser.unexpected()
    if minus and literal.kind != Kind.NUMBER:
        raise FeelError(expected(Kind.NUMBER), at)
    if kind != Kind.ANY and literal.kind not in {kind, Kind.NULL}:
        raise FeelError(expected(kind), at)
    return Literal(-literal.value, literal.kind, at) if minus else literal


def _list(parser: Parser) -> tuple[Any, ...] | None:
    opened = parser.take("[", "(")
    closing = {"[": "]", "(": ")"}.get(opened.kind, "") if opened else ""
    entries: list[Literal] = []
    if not (closing and parser.take(closing)):
        entries.append(_single(parser, Kind.ANY))
        while parser.take(","):
            entries.append(_single(parser, Kind.ANY))
        if closing:
            parser.need(closing)
    if len(entries) > MOST_LISTED:
        raise FeelError(_("A list has at most %(most)s entries.") % {"most": MOST_LISTED})
    if not closing and len(entries) == 1 and entries[0].kind == Kind.NULL:
        return None
    return tuple(entry.value for entry in entries)
