"""Whether what is compared can be compared, before it is ever asked."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from periplus.paths.enums import ValueType
from periplus.paths.feel.refusal import FeelError, quoted
from periplus.paths.feel.tree import (
    KIND_OF,
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
    bounds_of,
)

Names: TypeAlias = Mapping[str, ValueType] | None  # None: any name may stand for anything
ORDERED: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.TEXT, Kind.ANY})
EQUALITY: Final = frozenset({"=", "!="})


def expected(kind: Kind) -> str:
    """What to write where this kind is needed."""
    return {
        Kind.NUMBER: _("Here a number is expected, as in 1250 or 12.5."),
        Kind.TEXT: _('Here a text is expected, in quotation marks, as in "EEA".'),
        Kind.DATE: _('Here a date is expected, as in date("2026-01-31").'),
        Kind.TRUTH: _("Here true or false is expected."),
        Kind.LIST: _("Here a list is expected."),
    }.get(kind, _("Here something else is expected."))


def kind_of(node: Node, names: Names) -> Kind:
    """What a node gives. Raises `FeelError` where it makes no sense."""
    match node:
        case Literal():
            return node.kind
        case Name():
            return _kind_of_name(node, names)
        case Chain():
            for part in (node.first, *(each for _sign, each in node.rest)):
                _need(Kind.NUMBER, part, names)
            return Kind.NUMBER
        case _:
            _check_truth(node, names)
            return Kind.TRUTH


def _check_truth(node: Compare | Within | Every | Some | Opposite, names: Names) -> None:
    match node:
        case Compare():
            agreed(kind_of(node.left, names), kind_of(node.right, names), sign=node.sign, at=node.right.at)
        case Within():
            subject = kind_of(node.subject, names)
            for test in node.tests:
                check_test(test, Kind.ANY if subject == Kind.LIST else subject, names)
        case Opposite():
            _need(Kind.TRUTH, node.part, names)
        case Every() | Some():
            for part in node.parts:
                _need(Kind.TRUTH, part, names)


def _kind_of_name(node: Name, names: Names) -> Kind:
    if names is None:
        return Kind.ANY
    if node.key not in names:
        raise FeelError(
            _("Nothing here is called “%(name)s”. A text stands in quotation marks.")
            % {"name": quoted(node.key)},
            node.at,
        )
    return KIND_OF[names[node.key]]


def _need(wanted: Kind, node: Node, names: Names) -> None:
    if kind_of(node, names) not in {wanted, Kind.ANY}:
        raise FeelError(expected(wanted), node.at)


def check_condition(node: Node, names: Names) -> None:
    if kind_of(node, names) not in {Kind.TRUTH, Kind.ANY}:
        raise FeelError(_("This is not a condition: it is neither true nor false."), node.at)


def check_test(test: Test, subject: Kind, names: Names) -> None:
    """Whether something of a kind can be asked this. A list of the case may be looked into."""
    for bound in bounds_of(test):
        kind = kind_of(bound, names)
        if isinstance(test, Range):
            agreed(subject, kind, sign="<", at=bound.at)
        elif not (kind == Kind.LIST and test.sign == "="):
            agreed(subject, kind, sign=test.sign, at=bound.at)
    if isinstance(test, Range):
        _check_range(test)


def agreed(left: Kind, right: Kind, *, sign: str, at: int) -> Kind:
    """The kind as which two things are compared. Raises `FeelError`."""
    if Kind.NULL in {left, right}:
        if sign not in EQUALITY:
            raise FeelError(_("Nothing is larger or smaller than null; ask with = or !=."), at)
        return Kind.NULL
    kind = right if left == Kind.ANY else left
    if right not in {kind, Kind.ANY}:
        raise FeelError(expected(kind), at)
    if kind == Kind.LIST:
        raise FeelError(_("A list cannot be compared; ask what is in it."), at)
    if sign not in EQUALITY and kind not in ORDERED:
        raise FeelError(_("Yes and no have no order; ask with = or !=."), at)
    return kind


def _check_range(test: Range) -> None:
    low, high = test.low, test.high
    if not (isinstance(low, Literal) and isinstance(high, Literal)):
        return
    if low.kind != high.kind:
        raise FeelError(expected(low.kind), high.at)
    if high.value < low.value or (high.value == low.value and (test.low_open or test.high_open)):
        raise FeelError(_("Nothing lies in this range: it ends before it begins."), test.at)
