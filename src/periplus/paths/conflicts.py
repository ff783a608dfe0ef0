"""What is wrong in a work plan: nobody or too many answer, work checked by whoever did it, loose ends."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.enums import Duty
from periplus.paths.sheets import Holder, Sheet, SheetRow, people_of, plain


class ConflictKind(models.TextChoices):
    """In the order in which they weigh."""

    NOBODY = "nobody", gettext_lazy("Nobody is accountable")
    SEVERAL = "several", gettext_lazy("Two are accountable")
    GONE = "gone", gettext_lazy("Somebody is no longer here")
    OWN_WORK = "own_work", gettext_lazy("Own work is checked")
    CYCLE = "cycle", gettext_lazy("Modules wait for each other")
    LOOSE = "loose", gettext_lazy("An input comes from nowhere")
    OVERDUE = "overdue", gettext_lazy("Past its date")


SERIOUS = (ConflictKind.NOBODY, ConflictKind.SEVERAL, ConflictKind.GONE, ConflictKind.CYCLE)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is wrong with a module, as a sentence; `about`: the holders or items it is about."""

    kind: ConflictKind
    row: SheetRow
    sentence: str
    about: tuple[str, ...] = ()

    @property
    def serious(self) -> bool:
        return self.kind in SERIOUS


def list_conflicts(sheet: Sheet, *, on: dt.date) -> list[Conflict]:
    """All conflicts of a plan on a day: module by module, the heaviest first. What is done is at peace."""
    rings = _rings(sheet)
    weights = list(ConflictKind)
    found: list[Conflict] = []
    for row in sheet.rows:
        if row.done_on is None:
            wrong = [*_accountable(row), *_gone(row), *_checked(sheet, row), *_ends(sheet, row, rings)]
            wrong += _overdue(row, on)
            found += sorted(wrong, key=lambda conflict: weights.index(conflict.kind))
    return found


def _accountable(row: SheetRow) -> Iterator[Conflict]:
    holders = row.having(Duty.ACCOUNTABLE)
    if not holders:
        yield Conflict(ConflictKind.NOBODY, row, _("Name one person who answers for it."))
    elif len(holders) > 1:
        names = _names(holders)
        sentence = _("%(count)s are accountable: %(names)s. Keep one of them.")
        told = sentence % {"count": len(holders), "names": names}
        yield Conflict(ConflictKind.SEVERAL, row, told, tuple(each.key for each in holders))


def _gone(row: SheetRow) -> Iterator[Conflict]:
    for holder in {each.key: each for each in row.holders if not each.living}.values():
        sentence = (
            _("Nobody holds the role “%(name)s” here. Fill it, or name somebody else.")
            if holder.kind == "role"
            else _("%(name)s is no longer here. Name somebody else.")
        )
        told = sentence % {"name": holder.name or _("Whoever was named")}
        yield Conflict(ConflictKind.GONE, row, told, (holder.key,))


def _checked(sheet: Sheet, row: SheetRow) -> Iterator[Conflict]:
    """Who does the work of a module must not be who answers for it, nor who judges it elsewhere."""
    doers = people_of(row.having(Duty.RESPONSIBLE))
    same = [each for each in row.having(Duty.ACCOUNTABLE) if each.people & doers]
    if same:
        sentence = _("%(names)s does the work and answers for it. Let somebody else check.")
        told = sentence % {"names": _names(same)}
        yield Conflict(ConflictKind.OWN_WORK, row, told, tuple(each.key for each in same))
    judge = sheet.judge_of(row)
    again = [each for each in judge.doers if each.people & people_of(row.doers)] if judge else []
    if judge and again:
        sentence = _("%(names)s judges own work in “%(module)s”. Let somebody else judge it.")
        told = sentence % {"names": _names(again), "module": judge.title}
        yield Conflict(ConflictKind.OWN_WORK, row, told, tuple(each.key for each in again))


def _ends(sheet: Sheet, row: SheetRow, rings: Mapping[str, list[SheetRow]]) -> Iterator[Conflict]:
    if row.key in rings:
        names = ", ".join(f"“{each.title}”" for each in rings[row.key])
        sentence = _("These modules wait for each other: %(names)s. Take one input away.")
        yield Conflict(ConflictKind.CYCLE, row, sentence % {"names": names})
    known = sheet.outside | sheet.makers.keys()
    for item in row.inputs:
        if plain(item) not in known:
            sentence = _("No module puts out “%(item)s”. Add it to one, or say that it comes from outside.")
            yield Conflict(ConflictKind.LOOSE, row, sentence % {"item": item}, (item,))


def _overdue(row: SheetRow, on: dt.date) -> Iterator[Conflict]:
    if row.due_on is not None and row.due_on < on:
        late = (on - row.due_on).days
        sentence = _("It should have been done %(days)s days ago. Finish it, or move its date.")
        yield Conflict(ConflictKind.OVERDUE, row, sentence % {"days": late})


def _names(holders: list[Holder] | tuple[Holder, ...]) -> str:
    return ", ".join(dict.fromkeys(each.name for each in holders))


# ------------------------------------------------------------------ modules that wait for each other


def _rings(sheet: Sheet) -> dict[str, list[SheetRow]]:
    """For each module that waits for itself through others, all that are in the same ring."""
    needs = {row.key: {each.key for each in sheet.needs(row)} for row in sheet.rows}
    reached = {key: _reached(key, needs) for key in needs}
    rings: dict[str, list[SheetRow]] = {}
    for key in needs:
        if key in reached[key]:
            rings[key] = [row for row in sheet.rows if row.key in reached[key] and key in reached[row.key]]
    return rings


def _reached(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    """Everything a module depends on, directly and through others."""
    seen: set[str] = set()
    waiting = list(needs[start])
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += needs[key]
    return seen
