"""Spreadsheets as streams of rows: CSV of any dialect, XLSX, and JSON lists of flat objects."""

from periplus.exchange.spreadsheets.reading.files import open_table
from periplus.exchange.spreadsheets.reading.table import Row, Table

__all__ = ["Row", "Table", "open_table"]
