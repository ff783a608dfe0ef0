"""Columns of a list: what a cell shows, how it sorts, how it is exported."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db.models.expressions import OrderBy
from django.utils.functional import Promise

from periplus.people.types import Person

# "due" is a date shown as the time left until it, with its tone; "flag" is yes or no.
Kind = Literal["text", "number", "share", "date", "instant", "due", "state", "flag"]
Value = str | Promise | int | Decimal | dt.date | None
Order = str | OrderBy


def everybody(_person: Person) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `value(row)` gives what is shown and exported: text, a number, a date, or None for unknown; for
    kind "share" a share of one. `link(row)` makes it a link ("" for none). `tone(row)` (kind "state")
    gives the pill's tone or course. `order_by`: fields to sort by; empty means it cannot be sorted.
    `shown`: without being chosen. `digits`: after the point, for numbers and shares. `allowed(person)`:
    who may have it at all; for everybody else there is no such column.
    """

    key: str
    title: str | Promise
    value: Callable[[Any], Value]
    kind: Kind = "text"
    order_by: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    shown: bool = True
    digits: int = 0
    allowed: Callable[[Person], bool] = everybody

    @property
    def numeric(self) -> bool:
        return self.kind in {"number", "share"}
