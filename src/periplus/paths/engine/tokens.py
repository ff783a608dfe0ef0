"""Where a case stands, and what a move changes about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from periplus.paths.enums import WorkState


class EngineError(Exception):
    """A move that the chart does not allow; a mistake of the caller, not of a person."""


@dataclass(slots=True, eq=False)
class Token:
    """One place where a case stands. `id`: of the stored work item, None while it is new.

    `side`: the side way on which it is, named by its deadline (numbered when there are several).
    `element`, `element_no`: of a task for each.
    `arrived_by`: the flow by which it came to the join at which it waits; "" when it waits for nobody.
    """

    node: str
    id: int | None = None
    side: str = ""
    arrived_by: str = ""
    element: Any = None
    element_no: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision table that was asked: which of its rules applied, counted from 1, and what came out."""

    node: str
    table: str
    rules: tuple[int, ...]
    results: Mapping[str, Any]


@dataclass(slots=True)
class Moves:
    """What one move did. `rehung`: a deadline that goes on at another work item, from → to.

    `ended`: the case has come to its end. `changed`: keys of values that were written.
    """

    opened: list[Token] = field(default_factory=list)
    closed: list[tuple[Token, WorkState]] = field(default_factory=list)
    rehung: list[tuple[Token, Token]] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    ended: bool = False
