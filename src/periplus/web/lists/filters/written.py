"""Filters that are written: words, days."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.db.models import Q
from django.http import QueryDict

from periplus.core.days import read_day
from periplus.core.languages import active_language, format_date
from periplus.core.text import normalise
from periplus.people.types import Person
from periplus.web.lists.filters.asked import Asked, Filter, Rows, Words

LONGEST = 200


class TextFilter(Filter):
    """Words that must all occur. `condition(word)` says where; words come normalised."""

    template = "lists/filters/text.html"

    def __init__(self, key: str, title: Words, condition: Callable[[str], Q]) -> None:
        super().__init__(key, title)
        self.condition = condition

    def read(self, _person: Person, query: QueryDict) -> Asked:
        text = query.get(self.key, "").strip()[:LONGEST]
        return Asked(self, {text: f"“{text}”"} if normalise(text) else {})

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        for word in normalise(values[0]).split():
            rows = rows.filter(self.condition(word))
        return rows


class DateFilter(Filter):
    """A day; `lookup` says how it narrows, for instance `starts_on__gte`. Two of them make a span."""

    template = "lists/filters/date.html"

    def __init__(self, key: str, title: Words, lookup: str) -> None:
        super().__init__(key, title)
        self.lookup = lookup

    def read(self, _person: Person, query: QueryDict) -> Asked:
        text = query.get(self.key, "").strip()
        day = _day(text)
        return Asked(self, {text: format_date(day, active_language())} if day else {})

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(**{self.lookup: _day(values[0])})


def _day(text: str) -> dt.date | None:
    try:
        return read_day(text)
    except ValueError:
        return None
