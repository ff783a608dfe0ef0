"""Chooses how a file is read, by its name."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.exchange.spreadsheets.reading.csv_text import open_csv
from periplus.exchange.spreadsheets.reading.lists import open_list
from periplus.exchange.spreadsheets.reading.table import Table
from periplus.exchange.spreadsheets.reading.workbooks import open_workbook

_READERS: Final[Mapping[str, Callable[[Path], Table]]] = {
    ".csv": open_csv,
    ".tsv": open_csv,
    ".txt": open_csv,
    ".xlsx": open_workbook,
    ".json": open_list,
}


def open_table(path: Path, name: str) -> Table:
    """Open the spreadsheet at `path`, which was handed in as `name`. Raises `Invalid` with what to do."""
    suffixes = [each.lower() for each in Path(name).suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    reader = _READERS.get(suffixes[-1] if suffixes else "")
    if reader is None:
        raise Invalid({"file": _("Hand in a spreadsheet: CSV, XLSX, or a JSON list.")})
    return reader(path)
