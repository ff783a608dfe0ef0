"""JSON: a list of flat objects is a spreadsheet whose headings are the keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.exchange.spreadsheets.reading.csv_text import unpacked
from periplus.exchange.spreadsheets.reading.table import Cells, Table

BETWEEN = "|"


def open_list(path: Path) -> Table:
    """Open a JSON file, packed or not. Raises `Invalid` unless it is a list of objects."""
    try:
        with unpacked(path) as file:
            things = json.load(file)
    except (ValueError, OSError, EOFError) as error:
        raise Invalid({"file": _("This is not JSON: %(reason)s.") % {"reason": error}}) from error
    if not isinstance(things, list) or not things or not all(isinstance(each, dict) for each in things):
        raise Invalid({"file": _("A list of objects is needed, one for each row.")})
    headings = tuple(dict.fromkeys(key for thing in things for key in thing))

    def read() -> Iterator[Cells]:
        for thing in things:
            yield [_text(thing.get(key)) for key in headings]

    return Table(headings, read)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN.join(map(_text, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | bool) else str(value)
