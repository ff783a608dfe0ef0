"""A work plan as a plain value: modules, who has which duty in them, what goes in and comes out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from periplus.paths.enums import Duty

Kind = Literal["person", "unit", "role", "partner", "other"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever has a duty in a module.

    `key` names the same holder everywhere. `name`: of the person, unit or role, or of somebody at the
    partner whose uuid `partner` is. `living`: still here; for a role, that somebody holds it. `people`:
    who is certainly behind it, so that the same person is known again under another hat.
    """

    duty: Duty
    kind: Kind
    key: str
    name: str
    partner: str = ""
    living: bool = True
    people: frozenset[str] = frozenset()
    reference: str = ""  # uuid of the responsibility


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One module, with its place in the order from one."""

    key: str
    number: int
    title: str
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    evaluation: str = ""
    node: str = ""
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    holders: tuple[Holder, ...] = ()

    def having(self, duty: Duty) -> tuple[Holder, ...]:
        return tuple(holder for holder in self.holders if holder.duty == duty)

    @property
    def doers(self) -> tuple[Holder, ...]:
        """Who does the work: the responsible ones; where none is named, the accountable one."""
        return self.having(Duty.RESPONSIBLE) or self.having(Duty.ACCOUNTABLE)


@dataclass(frozen=True)
class Sheet:
    """All modules of a work plan in their order. `given`: items that come from outside."""

    title: str
    rows: tuple[SheetRow, ...] = ()
    given: tuple[str, ...] = ()

    @cached_property
    def makers(self) -> Mapping[str, tuple[SheetRow, ...]]:
        """The modules that put out each item, by its plain name."""
        found: dict[str, list[SheetRow]] = defaultdict(list)
        for row in self.rows:
            for item in row.outputs:
                found[plain(item)].append(row)
        return {item: tuple(rows) for item, rows in found.items()}

    @cached_property
    def outside(self) -> frozenset[str]:
        return frozenset(map(plain, self.given))

    def needs(self, row: SheetRow) -> list[SheetRow]:
        """The modules on which one depends: those that put out what it takes in."""
        makers = (self.makers.get(plain(item), ()) for item in row.inputs)
        found = {each.key: each for several in makers for each in several if each.key != row.key}
        return list(found.values())

    def judge_of(self, row: SheetRow) -> SheetRow | None:
        """The module that judges the result of another one."""
        asked = plain(row.evaluation)
        fitting = (each for each in self.rows if asked and plain(each.title) == asked)
        return next((each for each in fitting if each.key != row.key), None)


def plain(item: str) -> str:
    """Two names of an item that differ in spaces and capitals are the same item."""
    return " ".join(item.casefold().split())


def people_of(holders: Iterable[Holder]) -> frozenset[str]:
    return frozenset(person for holder in holders for person in holder.people)
