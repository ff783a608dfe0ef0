"""Filters of a list: kept in the address, shown as chips, applied to the query."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language

from periplus.core.languages import format_date
from periplus.core.text import normalise

Words = str | Promise
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Chip:
    """One applied filter value, with the query string that is left when it is taken away."""

    label: str
    without: str


class Filter(ABC):
    """One way to narrow a list. `key` is its name in the address."""

    template: ClassVar[str]

    def __init__(self, key: str, title: Words) -> None:
        self.key = key
        self.title = title

    @abstractmethod
    def values(self, query: QueryDict) -> list[str]:
        """The usable values in the address; unknown ones are ignored."""

    @abstractmethod
    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        """Narrow the rows; several values of one filter widen each other."""

    @abstractmethod
    def word(self, value: str) -> str:
        """The value in words, for the chip."""

    def chips(self, query: QueryDict) -> list[Chip]:
        return [
            Chip(f"{self.title}: {self.word(value)}", _without(query, self.key, value))
            for value in self.values(query)
        ]


class ChoiceFilter(Filter):
    """One or several of known choices. `choices` is called once per page: (value, words) pairs."""

    template = "lists/filters/choice.html"

    def __init__(
        self,
        key: str,
        title: Words,
        choices: Callable[[], Sequence[tuple[str, Words]]],
        condition: Callable[[Sequence[str]], Q],
    ) -> None:
        super().__init__(key, title)
        self.choices = choices
        self.condition = condition

    def values(self, query: QueryDict) -> list[str]:
        known = {str(value) for value, _words in self.choices()}
        return [value for value in query.getlist(self.key) if value in known]

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(self.condition(values))

    def word(self, value: str) -> str:
        return str({str(known): words for known, words in self.choices()}[value])


class ReferenceFilter(Filter):
    """One thing that a link from another page names (a partner, a goal); not offered as a field.

    `title_of(value)` gives its name, or None when there is no such thing.
    """

    template = "lists/filters/hidden.html"

    def __init__(
        self,
        key: str,
        title: Words,
        title_of: Callable[[str], str | None],
        condition: Callable[[str], Q],
    ) -> None:
        super().__init__(key, title)
        self.title_of = title_of
        self.condition = condition

    def values(self, query: QueryDict) -> list[str]:
        return [value for value in query.getlist(self.key) if self.title_of(value) is not None]

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        condition = Q()
        for value in values:
            condition |= self.condition(value)
        return rows.filter(condition)

    def word(self, value: str) -> str:
        return self.title_of(value) or value


class TextFilter(Filter):
    """Words that must all occur. `condition(word)` says where; words come normalised."""

    template = "lists/filters/text.html"

    def __init__(self, key: str, title: Words, condition: Callable[[str], Q]) -> None:
        super().__init__(key, title)
        self.condition = condition

    def values(self, query: QueryDict) -> list[str]:
        text = query.get(self.key, "").strip()[:200]
        return [text] if normalise(text) else []

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        for word in normalise(values[0]).split():
            rows = rows.filter(self.condition(word))
        return rows

    def word(self, value: str) -> str:
        return f"“{value}”"


class DateFilter(Filter):
    """A day; `lookup` says how it narrows, for instance `starts_on__gte`. Two of them make a span."""

    template = "lists/filters/date.html"

    def __init__(self, key: str, title: Words, lookup: str) -> None:
        super().__init__(key, title)
        self.lookup = lookup

    def values(self, query: QueryDict) -> list[str]:
        text = query.get(self.key, "")
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            return []
        return [text]

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(**{self.lookup: dt.date.fromisoformat(values[0])})

    def word(self, value: str) -> str:
        return format_date(dt.date.fromisoformat(value), get_language() or "en")


def _without(query: QueryDict, key: str, value: str) -> str:
    left = query.copy()
    left.setlist(key, [kept for kept in query.getlist(key) if kept != value])
    left.pop("page", None)
    return left.urlencode()
