"""Columns of a list: what a cell shows, how it sorts, how it is exported."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise

Kind = Literal["text", "number", "share", "date", "state", "flag"]
Value = str | Promise | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `value(row)` gives what is shown and exported: text, a number, a date, or None for unknown.
    `link(row)` makes it a link. `tone(row)` (kind "state") gives the pill's tone or course.
    `order_by`: fields to sort by; empty means it cannot be sorted. `shown`: without being chosen.
    """

    key: str
    title: str | Promise
    value: Callable[[Any], Value]
    kind: Kind = "text"
    order_by: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    shown: bool = True

    @property
    def numeric(self) -> bool:
        return self.kind in {"number", "share"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's value in one row, ready for the template."""

    column: Column
    value: Value
    url: str = ""
    tone: str = "plain"


def cell_of(column: Column, row: object) -> Cell:
    value = column.value(row)
    url = column.link(row) if column.link else ""
    tone = column.tone(row) if column.tone else "plain"
    return Cell(column=column, value=value, url=url, tone=tone)
