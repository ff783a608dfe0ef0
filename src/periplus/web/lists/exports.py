"""What a list shows, as a file: the same rows, the same columns, the same order."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO
from urllib.parse import quote

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from periplus.web.lists.addresses import address
from periplus.web.lists.columns import Column, Value
from periplus.web.lists.listing import Listing
from periplus.web.shell.doors import Request
from periplus.web.shell.words import number_words

KINDS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 2_000
LONG = 5_000  # about a second of work
_WIDTHS = {"number": 12, "share": 12, "date": 12, "due": 12, "flag": 10}


def answer(request: Request, listing: Listing, kind: str) -> HttpResponseBase:
    """The list as a file to keep."""
    rows = listing.narrowed(request.user, request.GET)
    columns, title = listing.columns_for(request.user, request.GET), str(listing.title)
    if kind == "xlsx" and is_long(number := rows.count()):
        return _offer(request, listing, number)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(rows, columns), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(xlsx_bytes(rows, columns, title), content_type=XLSX)
    name = file_name(listing, kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def is_long(number: int) -> bool:
    """A spreadsheet of so many rows takes too long to wait for; a job makes it."""
    return number > LONG


def file_name(listing: Listing, kind: str) -> str:
    return f"{slugify(str(listing.title), allow_unicode=True) or listing.key}.{kind}"


def _offer(request: Request, listing: Listing, number: int) -> HttpResponseBase:
    """Nobody waits for a long one: they are asked to have it made. Looking alone orders nothing."""
    counted = listing.counted(number) % {"number": number_words(number)}
    context = {"listing": listing, "counted": counted, "back": address(request)}
    return render(request, "lists/long.html", context)


def csv_lines(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[str]:
    """The lines of a CSV file in UTF-8 with a byte order mark, so that spreadsheets read it right."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    for record in _table(rows, columns):
        writer.writerow([_plain(value) for value in record])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_bytes(rows: QuerySet[Any], columns: Sequence[Column], title: str) -> bytes:
    buffer = io.BytesIO()
    write_xlsx(buffer, rows, columns, title)
    return buffer.getvalue()


def _unheard(_written: int) -> None:
    """Nobody follows how far a short one is."""


def write_xlsx(
    target: BinaryIO,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    title: str,
    tell: Callable[[int], None] = _unheard,
) -> int:
    """An XLSX workbook with one sheet: bold headings, real numbers and dates, never a formula.

    `tell` hears after every few thousand rows how many are written. Returns how many there are.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    y = 0
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        forms = _formats(book, columns)
        for x, column in enumerate(columns):
            sheet.set_column(x, x, _WIDTHS.get(column.kind, 28 if x else 44))
        sheet.freeze_panes(1, 1)
        for y, record in enumerate(_table(rows, columns)):
            for x, value in enumerate(record):
                sheet.write(y, x, _cell(value), forms[x] if y else forms[-1])
            if y and y % _CHUNK == 0:
                tell(y)
    return y


def _formats(book: Any, columns: Sequence[Column]) -> list[Any]:
    """One format for each column, and one for the headings."""
    codes = {"date": "yyyy-mm-dd", "due": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm", "share": "0.0%"}
    made = {kind: book.add_format({"num_format": code}) for kind, code in codes.items()}
    return [*(made.get(column.kind) for column in columns), book.add_format({"bold": True})]


def _table(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[list[Value]]:
    yield [_headed(column) for column in columns]
    for row in rows.iterator(chunk_size=_CHUNK):
        yield [_value(column, row) for column in columns]


def _headed(column: Column) -> str:
    """The title; times name their zone here, because a cell of a spreadsheet cannot."""
    if column.kind == "instant":
        return f"{column.title} ({timezone.get_current_timezone_name()})"
    return str(column.title)


def _value(column: Column, row: object) -> Value:
    value = column.value(row)
    if column.kind == "flag" and value is not None:
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value).replace(microsecond=0)
    return value


def _cell(value: Value) -> int | float | str | dt.date | None:
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | dt.date) or value is None else str(value)


def _plain(value: Value) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    risky = not isinstance(value, int | Decimal | dt.date) and text.startswith(_FORMULA_STARTS)
    return f"'{text}" if risky else text


def _sheet_name(title: str) -> str:
    """What the format allows: at most 31 signs, and none of those it means something by."""
    return "".join(" " if char in r"[]:*?/\'" else char for char in title)[:31].strip() or "Sheet"
