"""The columns that a kind of row has, and what one row reads as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from periplus.core.text import fold_spaces
from periplus.exchange.spreadsheets.cells import CellDoubt, CellError, Parser, is_empty

# Cells repeat: what one text means is worked out once, up to this many different texts in a column.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a row may say. `aliases`: headings under which files say it."""

    name: str
    label: str | Promise
    parse: Parser
    required: bool = False
    aliases: tuple[str, ...] = ()
    hint: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, or with the row ('' as column): key of a sentence, with its facts."""

    column: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"column": self.column, "sentence": self.sentence, "facts": dict(self.facts)}


@dataclass(slots=True)
class Draft:
    """One row as read: values by field name (only what it says), problems, and whether it is refused."""

    number: int
    cells: list[str]
    values: dict[str, Any]
    problems: list[Problem]
    refused: bool = False

    def refuse(self, sentence: str, /, column: str = "", **facts: Any) -> None:
        self.problems.append(Problem(column, sentence, facts))
        self.refused = True

    def warn(self, sentence: str, /, column: str = "", **facts: Any) -> None:
        self.problems.append(Problem(column, sentence, facts))


class Column:
    """One field bound to its place in the file, or to a fixed text. `known`: what cells told so far."""

    def __init__(self, field: Field, place: int | None, heading: str, fixed: str) -> None:
        self.field = field
        self.place = place
        self.heading = heading
        self.fixed = fixed
        self.known: dict[str, tuple[Any, Problem | None]] = {}

    def read(self, cell: str) -> tuple[Any, Problem | None]:
        """Give the value of a cell (None: it says nothing), or the problem, or both."""
        told = self._work_out(cell)
        if len(self.known) < _REMEMBERED:
            self.known[cell] = told
        return told

    def _work_out(self, cell: str) -> tuple[Any, Problem | None]:
        folded = fold_spaces(cell)
        if is_empty(folded):
            folded = self.fixed
        if not folded:
            return None, None
        try:
            return self.field.parse(folded), None
        except CellDoubt as doubt:
            return doubt.kept, Problem(self.heading, doubt.sentence, doubt.facts)
        except CellError as error:
            return None, Problem(self.heading, error.sentence, error.facts)


class RowReader:
    """Reads rows by a mapping. A cell not understood refuses the row only where the field is required."""

    def __init__(self, columns: Sequence[Column], width: int) -> None:
        self._columns = [(each, each.field.name, each.place, each.known) for each in columns]
        self._width = width

    def read(self, number: int, cells: list[str]) -> Draft:
        draft = Draft(number, cells, {}, [])
        width = len(cells)
        if width > self._width and any(cells[self._width :]):
            draft.refuse("too_many_cells", cells=width, headings=self._width)
            return draft
        values = draft.values
        for column, name, place, known in self._columns:  # the hottest loop of an import
            cell = cells[place] if place is not None and place < width else ""
            value, problem = known.get(cell) or column.read(cell)
            if value is not None:
                values[name] = value
            if problem is not None or (value is None and column.field.required):
                _object(draft, column, problem, missing=value is None)
        return draft


def _object(draft: Draft, column: Column, problem: Problem | None, *, missing: bool) -> None:
    if problem is None:
        draft.refuse("missing", column.heading, field=column.field.name)
        return
    draft.problems.append(problem)
    draft.refused |= missing and column.field.required
