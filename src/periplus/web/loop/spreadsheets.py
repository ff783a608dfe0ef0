"""Tables as a workbook."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter

SHEET_NAME = 31  # the longest name that Excel takes


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """One sheet for each table; its first row holds the headings. Text never becomes a formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:SHEET_NAME])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [_cell(value) for value in row], None if number else bold)
            sheet.freeze_panes(1, 1)
    return stream.getvalue()


def _cell(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value
