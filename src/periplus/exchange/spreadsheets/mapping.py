"""Which column says what: guessed from headings, remembered per source, checked before use.

A mapping is {field name: heading}, or {field name: {"fixed": text}}, or both in one: a column with a
text for the rows in which it is empty. Two fields may read the same column.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from periplus.core.text import fold_spaces, normalise
from periplus.core.verdicts import Invalid
from periplus.exchange.spreadsheets.cells import CellDoubt, CellError, date, date_month_first, is_empty
from periplus.exchange.spreadsheets.fields import Column, Field, RowReader
from periplus.exchange.spreadsheets.kinds import Kind

Mapping_ = dict[str, Any]
MONTH_FIRST: Final = "month_first"
_CLOSE_ENOUGH: Final = 90
_SLASHED: Final = re.compile(r"^\s*(\d{1,2})[./-](\d{1,2})[./-]\d{4}")
_LAST_MONTH: Final = 12
# Fields that one column often says together.
_TOGETHER: Final = {"cefr": "language"}


@dataclass(frozen=True, slots=True)
class Bound:
    """Where one field is read: a column, a fixed text, or both."""

    heading: str = ""
    fixed: str = ""


def bound(entry: Any) -> Bound:
    """Read one entry of a mapping."""
    if isinstance(entry, str):
        return Bound(heading=entry)
    return Bound(heading=str(entry.get("column", "")), fixed=str(entry.get("fixed", "")))


def guess_mapping(kind: Kind, headings: Sequence[str], remembered: Mapping[str, Any]) -> Mapping_:
    """Suggest a mapping: what the source remembers, as far as the headings are there, then by likeness."""
    mapping = {
        name: entry
        for name, entry in remembered.items()
        if name in kind.labels() and (not bound(entry).heading or bound(entry).heading in headings)
    }
    free = [each for each in headings if each not in {bound(entry).heading for entry in mapping.values()}]
    for likely in (_exactly, _closely):
        for field in kind.fields:
            if field.name in mapping:
                continue
            heading = next((each for each in free if likely(field, each)), None)
            if heading is not None:
                mapping[field.name] = heading
                free.remove(heading)
    for name, other in _TOGETHER.items():
        if name in kind.labels() and name not in mapping and other in mapping:
            mapping[name] = mapping[other]
    return mapping


def guess_options(
    kind: Kind, mapping: Mapping[str, Any], headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> dict[str, Any]:
    """Find out from the first rows whether short dates put the month first."""
    dates = {field.name for field in kind.fields if field.parse is date}
    places = [
        headings.index(bound(entry).heading)
        for name, entry in mapping.items()
        if name in dates and bound(entry).heading in headings
    ]
    seconds = []
    for cells in rows:
        for place in places:
            match = _SLASHED.match(cells[place]) if place < len(cells) else None
            if match:
                seconds.append((int(match[1]), int(match[2])))
    month_first = any(second > _LAST_MONTH for _first, second in seconds) and all(
        first <= _LAST_MONTH for first, _second in seconds
    )
    return {MONTH_FIRST: month_first}


def check_mapping(kind: Kind, headings: Sequence[str], mapping: Mapping[str, Any]) -> None:
    """Raise `Invalid` with a sentence for each field that is missing or wrongly mapped."""
    labels = kind.labels()
    errors: dict[str, str | Promise] = {
        name: _("There is no field “%(name)s”.") % {"name": name} for name in mapping if name not in labels
    }
    for field in kind.fields:
        where = bound(mapping[field.name]) if field.name in mapping else Bound()
        wrong = _wrong(field, where, headings)
        if wrong:
            errors[field.name] = wrong
    for group in kind.one_of:
        if not any(name in mapping for name in group):
            names = ", ".join(str(labels[name]) for name in group)
            errors.setdefault(group[0], _("Choose a column for one of: %(fields)s.") % {"fields": names})
    if errors:
        raise Invalid(errors)


def _wrong(field: Field, where: Bound, headings: Sequence[str]) -> str:
    if field.required and not (where.heading or where.fixed):
        return _("Choose the column for “%(field)s”.") % {"field": field.label}
    if where.heading and where.heading not in headings:
        return _("The file has no column “%(heading)s”.") % {"heading": where.heading}
    if where.fixed and not _understood(field, where.fixed):
        return _("“%(value)s” is not understood here.") % {"value": where.fixed}
    return ""


def reader_for(
    kind: Kind, headings: Sequence[str], mapping: Mapping[str, Any], options: Mapping[str, Any]
) -> RowReader:
    """Bind the fields of a kind to the columns of a file."""
    columns = []
    for field in kind.fields:
        if field.name not in mapping:
            continue
        where = bound(mapping[field.name])
        place = headings.index(where.heading) if where.heading in headings else None
        columns.append(Column(_dated(field, options), place, where.heading, fold_spaces(where.fixed)))
    return RowReader(columns, len(headings))


def _dated(field: Field, options: Mapping[str, Any]) -> Field:
    if field.parse is not date or not options.get(MONTH_FIRST):
        return field
    return Field(field.name, field.label, date_month_first, field.required, field.aliases, field.hint)


def _exactly(field: Field, heading: str) -> bool:
    spoken = normalise(heading)
    return spoken in {normalise(each) for each in (field.name, str(field.label), *field.aliases)}


def _closely(field: Field, heading: str) -> bool:
    spoken = normalise(heading)
    names = (field.name, str(field.label), *field.aliases)
    return any(fuzz.token_sort_ratio(spoken, normalise(each)) >= _CLOSE_ENOUGH for each in names)


def _understood(field: Field, text: str) -> bool:
    try:
        field.parse(fold_spaces(text))
    except CellError:
        return False
    except CellDoubt:
        return True
    return not is_empty(fold_spaces(text))
