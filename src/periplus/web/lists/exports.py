"""What a list shows, as a file: the same rows, the same columns, the same order."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from periplus.web.lists.columns import Column, Value

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 2_000


def csv_lines(rows: QuerySet[Any], columns: list[Column]) -> Iterator[str]:
    """The lines of a CSV file in UTF-8 with a byte order mark, so that spreadsheets read it right."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    for record in _table(rows, columns):
        writer.writerow([_plain(value) for value in record])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_bytes(rows: QuerySet[Any], columns: list[Column], title: str) -> bytes:
    """An XLSX workbook with one sheet: bold headings, real numbers and dates, never a formula."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        for y, record in enumerate(_table(rows, columns)):
            for x, value in enumerate(record):
                if isinstance(value, dt.date):
                    sheet.write_datetime(y, x, dt.datetime.combine(value, dt.time()), day)
                else:
                    sheet.write(y, x, _cell(value), bold if y == 0 else None)
    return buffer.getvalue()


def _table(rows: QuerySet[Any], columns: list[Column]) -> Iterator[Iterable[Value]]:
    yield [str(column.title) for column in columns]
    for row in rows.iterator(chunk_size=_CHUNK):
        yield [column.value(row) for column in columns]


def _cell(value: Value) -> int | float | str | None:
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int) or value is None else str(value)


def _plain(value: Value) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    risky = isinstance(value, str) and text.startswith(_FORMULA_STARTS)
    return f"'{text}" if risky else text


def _sheet_name(title: str) -> str:
    return "".join(" " if char in r"[]:*?/\'" else char for char in title)[:31].strip() or "Sheet"
