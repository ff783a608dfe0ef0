"""Values of a case as people read them: names instead of numbers, files to open, tables as tables."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.documents.queries import may_read_document
from periplus.paths.chart import ChartItem, say
from periplus.paths.enums import ValueType
from periplus.paths.queries.files import list_files
from periplus.people.types import Person
from periplus.web.shell.links import Named, name_things
from periplus.web.shell.words import day_words, number_words
from periplus.web.work.pickers import uuids_of

NOTHING = uuid.UUID(int=0)
THINGS = {ValueType.PERSON: "people.person", ValueType.PARTNER: "partners.partner"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as words, perhaps with an address."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a step produced. `cells` of one row for a plain value; `heads` and `rows` for a table."""

    title: str
    cells: list[Cell] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    long: bool = False

    @property
    def known(self) -> bool:
        return bool(self.cells or self.rows)


class Names:
    """Names of the people, partners and files that some values name: one query for each kind."""

    def __init__(self, person: Person, pairs: Iterable[tuple[ChartItem, Any]]) -> None:
        named = list(_named(pairs))
        things = [(THINGS[kind], one) for kind, text in named if kind in THINGS for one in uuids_of([text])]
        self.things: Mapping[Any, Named] = name_things(person, things) if things else {}
        files = uuids_of(text for kind, text in named if kind == ValueType.FILE)
        found = list_files(files) if files else []
        self.files = {each.uuid: each for each in found if may_read_document(person, each)}

    def cell(self, kind: ValueType, value: Any) -> Cell:
        reference = next(iter(uuids_of([value])), NOTHING)
        if kind == ValueType.FILE:
            file = self.files.get(reference)
            return Cell(file.name, reverse("documents:download", args=[file.uuid])) if file else _unseen()
        named = self.things.get(reference)
        return Cell(named.title, named.url) if named else _unseen()


def _unseen() -> Cell:
    return Cell(_("something you may not see"))


def _named(pairs: Iterable[tuple[ChartItem, Any]]) -> Iterator[tuple[ValueType, Any]]:
    for item, value in pairs:
        for each in value if isinstance(value, list) else [value]:
            if item.type == ValueType.TABLE and isinstance(each, Mapping):
                yield from (
                    (column.type, each.get(column.key)) for column in item.columns if each.get(column.key)
                )
            elif each:
                yield item.type, each


def show_values(person: Person, pairs: Iterable[tuple[ChartItem, Any]]) -> list[Shown]:
    """Values with their titles, in the order given; a number of queries that does not depend on how many."""
    known = list(pairs)
    names = Names(person, known)
    return [_show(item, value, names) for item, value in known]


def _show(item: ChartItem, value: Any, names: Names) -> Shown:
    title = say(item.title) or item.key
    if value is None or value in ("", []):
        return Shown(title)
    if item.type == ValueType.TABLE and isinstance(value, list):
        rows = [row for row in value if isinstance(row, Mapping)]
        return Shown(
            title,
            heads=[say(column.title) or column.key for column in item.columns],
            rows=[[_cell(c.type, row.get(c.key), names) for c in item.columns] for row in rows],
        )
    several = value if isinstance(value, list) else [value]
    cells = [_choice(item, each) if item.choices else _cell(item.type, each, names) for each in several]
    return Shown(title, cells=cells, long=item.type == ValueType.LONG_TEXT)


def _choice(item: ChartItem, value: Any) -> Cell:
    titles = {choice.value: say(choice.title) or choice.value for choice in item.choices}
    return Cell(titles.get(value, _dash(value)))


def _cell(kind: ValueType, value: Any, names: Names) -> Cell:
    if value is None or value == "":
        return Cell("–")
    if kind in THINGS or kind == ValueType.FILE:
        return names.cell(kind, value)
    if isinstance(value, bool):
        return Cell(_("Yes") if value else _("No"))
    if isinstance(value, int | float):
        return Cell(number_words(value, digits=0 if value == int(value) else 2))
    if kind == ValueType.DATE:
        return Cell(_day(str(value)))
    return Cell(_dash(value))


def _day(text: str) -> str:
    try:
        return day_words(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _dash(value: Any) -> str:
    if isinstance(value, Mapping):
        return " · ".join(str(each) for each in value.values() if each not in (None, ""))
    return "–" if value is None else str(value)
