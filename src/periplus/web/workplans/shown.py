"""The two tables of a plan in words: rows with their holders, items with where they come from and go to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.languages import active_language, format_date
from periplus.partners.queries.narrowing import list_nameable
from periplus.paths.conflicts import Conflict
from periplus.paths.enums import Duty
from periplus.paths.sheets import Holder, Sheet, SheetRow, plain
from periplus.people.types import Person
from periplus.web.shell.components import Tone
from periplus.web.work.pickers import uuids_of

KINDS = {
    "unit": lambda: _("unit"),
    "role": lambda: _("role"),
    "other": lambda: _("third party"),
}


@dataclass(frozen=True, slots=True)
class ShownHolder:
    """Somebody in a cell. `note`: what they are, when it is not a colleague; `gone`: no longer here."""

    reference: str
    name: str
    note: str
    gone: bool


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with the modules at its other end; `loose` when it should have one and has none."""

    name: str
    ends: str
    loose: bool = False


@dataclass(frozen=True, slots=True)
class ShownConflict:
    tone: Tone
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A module in both tables."""

    row: SheetRow
    url: str
    duties: tuple[tuple[str, tuple[ShownHolder, ...]], ...]
    inputs: tuple[ShownItem, ...]
    outputs: tuple[ShownItem, ...]
    judge: SheetRow | None
    conflicts: tuple[ShownConflict, ...]

    @property
    def done(self) -> bool:
        return self.row.done_on is not None


def partner_names(person: Person, references: Iterable[str]) -> dict[str, str]:
    """Names of institutions, by uuid, as far as the reader may name them."""
    wanted = uuids_of(references)
    found = list_nameable(person).filter(uuid__in=wanted) if wanted else []
    return {str(each.uuid): each.name for each in found}


def shown_rows(sheet: Sheet, conflicts: Iterable[Conflict], partners: Mapping[str, str]) -> list[ShownRow]:
    wrong: dict[str, list[Conflict]] = {}
    for each in conflicts:
        wrong.setdefault(each.row.key, []).append(each)
    return [_row(sheet, row, wrong.get(row.key, []), partners) for row in sheet.rows]


def _row(sheet: Sheet, row: SheetRow, conflicts: list[Conflict], partners: Mapping[str, str]) -> ShownRow:
    return ShownRow(
        row=row,
        url=reverse("workplans:module", args=[row.key]),
        duties=tuple(
            (str(duty.label), tuple(shown_holder(each, partners) for each in row.having(duty)))
            for duty in Duty
        ),
        inputs=tuple(_input(sheet, item) for item in row.inputs),
        outputs=tuple(_output(sheet, item) for item in row.outputs),
        judge=sheet.judge_of(row),
        conflicts=tuple(shown_conflict(each) for each in conflicts),
    )


def shown_holder(holder: Holder, partners: Mapping[str, str]) -> ShownHolder:
    institution = partners.get(holder.partner, _("a partner")) if holder.partner else ""
    name = holder.name or institution or _("somebody who left")
    note = institution if holder.name and institution else ""
    if not institution and holder.kind in KINDS:
        note = KINDS[holder.kind]()
    return ShownHolder(holder.reference, name, note, gone=not holder.living)


def shown_conflict(conflict: Conflict) -> ShownConflict:
    return ShownConflict("bad" if conflict.serious else "warn", str(conflict.kind.label), conflict.sentence)


def _input(sheet: Sheet, item: str) -> ShownItem:
    makers = sheet.makers.get(plain(item), ())
    if makers:
        return ShownItem(item, _("from %(modules)s") % {"modules": _numbers(makers)})
    outside = plain(item) in sheet.outside
    return ShownItem(item, _("from outside") if outside else _("from nowhere"), loose=not outside)


def _output(sheet: Sheet, item: str) -> ShownItem:
    takers = [row for row in sheet.rows if plain(item) in set(map(plain, row.inputs))]
    return ShownItem(item, _("to %(modules)s") % {"modules": _numbers(takers)} if takers else "")


def _numbers(rows: Iterable[SheetRow]) -> str:
    return ", ".join(str(row.number) for row in rows)


def holder_words(holder: ShownHolder) -> str:
    """A holder as plain text, for files."""
    told = f"{holder.name} ({holder.note})" if holder.note else holder.name
    return ", ".join((told, _("no longer here"))) if holder.gone else told


def item_words(item: ShownItem) -> str:
    return f"{item.name} ({item.ends})" if item.ends else item.name


def dates_words(row: SheetRow) -> str:
    """From when until when, and since when it is done."""
    days = {
        _("from %(day)s"): row.starts_on,
        _("due %(day)s"): row.due_on,
        _("done %(day)s"): row.done_on,
    }
    return "\n".join(
        words % {"day": format_date(day, active_language())} for words, day in days.items() if day
    )
