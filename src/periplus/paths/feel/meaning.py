"""What a checked tree means: small functions over the values of a case, made once.

They give True, False, or None for "unknown", and raise nothing whatever the values are.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from periplus.paths.feel.checking import Names, agreed, kind_of
from periplus.paths.feel.reading import EXACT, READ, alike, as_number, as_truth
from periplus.paths.feel.tree import (
    Chain,
    Compare,
    Every,
    Kind,
    Literal,
    Name,
    Node,
    Opposite,
    Range,
    Some,
    Test,
    Within,
)

Values: TypeAlias = Mapping[str, Any]
Ask: TypeAlias = Callable[[Values], Any]
Fits: TypeAlias = Callable[[Any, Values], bool | None]
Sign: TypeAlias = Callable[[Any, Any], bool]

COMPARE: Final[Mapping[str, Sign]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
RECKON: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
}


def meaning(node: Node, names: Names) -> Ask:
    return _MEANING[type(node)](node, names)


def _written(node: Literal, _names: Names) -> Ask:
    value = node.value
    return lambda _values: value


def _named(node: Name, _names: Names) -> Ask:
    key = node.key
    return lambda values: values.get(key)


def _opposite(node: Opposite, names: Names) -> Ask:
    ask = meaning(node.part, names)
    return lambda values: opposite(as_truth(ask(values)))


def _every(node: Every, names: Names) -> Ask:
    return _joined(node.parts, names, settles=False)


def _some(node: Some, names: Names) -> Ask:
    return _joined(node.parts, names, settles=True)


def opposite(truth: bool | None) -> bool | None:  # noqa: FBT001 -- a truth is what it negates
    return None if truth is None else not truth


def _joined(parts: Iterable[Node], names: Names, *, settles: bool) -> Ask:
    asks = [meaning(part, names) for part in parts]

    def ask(values: Values) -> bool | None:
        answers = [as_truth(each(values)) for each in asks]
        if settles in answers:
            return settles
        return None if None in answers else not settles

    return ask


def _reckoned(node: Chain, names: Names) -> Ask:
    first = meaning(node.first, names)
    rest = [(RECKON[sign], meaning(part, names)) for sign, part in node.rest]

    def ask(values: Values) -> Any:
        total = as_number(first(values))
        for reckon, part in rest:
            number = as_number(part(values))
            if total is None or number is None:
                return None
            total = as_number(reckon(total, number))
        return total

    return ask


def _compared(node: Compare, names: Names) -> Ask:
    kind = agreed(kind_of(node.left, names), kind_of(node.right, names), sign=node.sign, at=node.at)
    left, right, sign = meaning(node.left, names), meaning(node.right, names), COMPARE[node.sign]
    if kind == Kind.NULL:
        return lambda values: sign(left(values) is None, right(values) is None)
    compare, read = comparison(kind, node.sign), READ[kind]
    return lambda values: compare(read(left(values)), read(right(values)))


def comparison(kind: Kind, sign: str) -> Callable[[Any, Any], bool | None]:
    """Compares two values that were read as of a kind."""
    compare = COMPARE[sign]
    if kind != Kind.ANY:
        return lambda one, other: None if one is None or other is None else compare(one, other)

    def unknown_kinds(one: Any, other: Any) -> bool | None:
        pair = alike(one, other)
        if pair is None or (isinstance(pair[0], bool) and sign not in {"=", "!="}):
            return None
        return compare(*pair)

    return unknown_kinds


def _within(node: Within, names: Names) -> Ask:
    subject = meaning(node.subject, names)
    kind = kind_of(node.subject, names)
    fits = one_fits(node.tests, kind, names)
    read = READ[kind]
    return lambda values: fits(read(subject(values)), values)


def one_fits(tests: tuple[Test, ...], kind: Kind, names: Names) -> Fits:
    """Whether one of the tests fits a value that was read as of a kind; of a list, one of its entries."""
    element = Kind.ANY if kind == Kind.LIST else kind
    several = [_fit(test, element, names) for test in tests]

    def fits(value: Any, values: Values) -> bool | None:
        answers = [fit(value, values) for fit in several]
        if True in answers:
            return True
        return None if None in answers else False

    if kind in {Kind.LIST, Kind.ANY}:
        return _looked_into(fits)
    return fits if len(several) > 1 else several[0]


def _looked_into(fits: Fits) -> Fits:
    def fits_list(value: Any, values: Values) -> bool | None:
        if not isinstance(value, list | tuple):
            return fits(value, values)
        return any(fits(READ[Kind.ANY](each), values) for each in value)

    return fits_list


def _fit(test: Test, kind: Kind, names: Names) -> Fits:
    if isinstance(test, Range):
        low = _bound(">" if test.low_open else ">=", test.low, kind, names)
        high = _bound("<" if test.high_open else "<=", test.high, kind, names)

        def between(value: Any, values: Values) -> bool | None:
            answers = (low(value, values), high(value, values))
            return None if None in answers else answers == (True, True)

        return between
    return _bound(test.sign, test.bound, kind, names)


def _bound(sign: str, bound: Node, kind: Kind, names: Names) -> Fits:
    its = kind_of(bound, names)
    if its in {Kind.LIST, Kind.ANY} and sign == "=":
        return _equals_or_holds(bound, kind, names)
    shared = agreed(kind, its, sign=sign, at=bound.at)
    if shared == Kind.NULL:
        compare, ask = COMPARE[sign], meaning(bound, names)
        return lambda value, values: compare(value is None, ask(values) is None)
    read = READ[shared]
    if isinstance(bound, Literal) and kind == shared:
        return _fixed(COMPARE[sign], read(bound.value))
    ask, compared = meaning(bound, names), comparison(shared, sign)
    return lambda value, values: compared(read(value), read(ask(values)))


def _fixed(compare: Sign, fixed: Any) -> Fits:
    """The usual cell: something of a known kind against something written out."""
    return lambda value, _values: None if value is None else compare(value, fixed)


def _equals_or_holds(bound: Node, kind: Kind, names: Names) -> Fits:
    """`x in countries`: a list of the case holds it, or it is that one value."""
    ask, compare, read = meaning(bound, names), comparison(kind, "="), READ[kind]

    def fits(value: Any, values: Values) -> bool | None:
        other = ask(values)
        if isinstance(other, list | tuple):
            return None if value is None else any(compare(read(value), read(each)) for each in other)
        return compare(read(value), read(other))

    return fits


_MEANING: Final[Mapping[type, Callable[[Any, Names], Ask]]] = {
    Literal: _written,
    Name: _named,
    Chain: _reckoned,
    Compare: _compared,
    Within: _within,
    Opposite: _opposite,
    Every: _every,
    Some: _some,
}
