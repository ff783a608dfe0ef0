"""What a condition or cell is made of, once read. Values and comparisons, nothing else."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from periplus.paths.enums import ValueType


class Kind(Enum):
    """What can be compared with what. `ANY`: not known before it is asked."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"
    LIST = "list"
    NULL = "null"
    ANY = "any"


KIND_OF: Final = {
    ValueType.TEXT: Kind.TEXT,
    ValueType.LONG_TEXT: Kind.TEXT,
    ValueType.CHOICE: Kind.TEXT,
    ValueType.PERSON: Kind.TEXT,
    ValueType.PARTNER: Kind.TEXT,
    ValueType.FILE: Kind.TEXT,
    ValueType.NUMBER: Kind.NUMBER,
    ValueType.DATE: Kind.DATE,
    ValueType.YES_NO: Kind.TRUTH,
    ValueType.LIST: Kind.LIST,
    ValueType.TABLE: Kind.LIST,
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that is written out. Numbers are `Decimal`, days `date`."""

    value: Any
    kind: Kind
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A value of the case."""

    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Numbers added and subtracted, or multiplied and divided, from left to right."""

    first: "Node"
    rest: "tuple[tuple[str, Node], ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Compare:
    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Against:
    """A test of something with one bound: `< 5`, `"a"` (that is, `= "a"`), `null`."""

    sign: str
    bound: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Range:
    """A test of something with two bounds: `[1..5]`, `]1..5[`."""

    low: "Node"
    high: "Node"
    low_open: bool
    high_open: bool
    at: int


@dataclass(frozen=True, slots=True)
class Within:
    """`x in (…)`, `x between … and …`: one of the tests fits."""

    subject: "Node"
    tests: "tuple[Test, ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Every:
    """`and`."""

    parts: "tuple[Node, ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Some:
    """`or`."""

    parts: "tuple[Node, ...]"
    at: int


@dataclass(frozen=True, slots=True)
class Opposite:
    """`not(…)`."""

    part: "Node"
    at: int


Node: TypeAlias = Literal | Name | Chain | Compare | Within | Every | Some | Opposite
Test: TypeAlias = Against | Range


def bounds_of(test: Test) -> tuple[Node, ...]:
    return (test.bound,) if isinstance(test, Against) else (test.low, test.high)
