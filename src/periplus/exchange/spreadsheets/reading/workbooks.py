"""XLSX: the first sheet with content, read row by row."""

import datetime as dt
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar
from zipfile import BadZipFile

import openpyxl
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.exchange.spreadsheets.reading.table import Cells, Table, table_from

T = TypeVar("T")
_AT_A_TIME: Final = 1_000
_UNREADABLE: Final = (BadZipFile, KeyError, ValueError, OSError, SyntaxError)


def open_workbook(path: Path) -> Table:
    """Open an XLSX file. Raises `Invalid` when it is none."""

    def read() -> Iterator[Cells]:
        with path.open("rb") as file:
            book = _quietly(lambda: _load(file))
            try:
                rows = _quietly(lambda: book.worksheets[_filled(book)].iter_rows(values_only=True))
                while some := _quietly(lambda: list(islice(rows, _AT_A_TIME))):
                    yield from ([text_of(value) for value in row] for row in some)
            finally:
                book.close()

    return table_from(read)


def _quietly(step: Callable[[], T]) -> T:
    """Openpyxl warns of drawings and rules that it leaves out; we only want values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return step()


def text_of(value: Any) -> str:
    """Give a cell as a person would write it; dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _load(file: Any) -> Any:
    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except _UNREADABLE as error:
        raise Invalid({"file": _("This workbook cannot be opened. Save it again as XLSX.")}) from error


def _filled(book: Any) -> int:
    for position, sheet in enumerate(book.worksheets):
        sheet.reset_dimensions()
        if any(any(value is not None for value in row) for row in sheet.iter_rows(values_only=True)):
            return position
    return 0
