"""What a filter is, and what an address asks of it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from periplus.people.types import Person
from periplus.web.lists.columns import everybody

Words = str | Promise
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Chip:
    """One applied filter value, with the query string that is left when it is taken away."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen."""

    value: str
    words: Words
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What one address asks of one filter, read once for each page.

    `words`: the usable values and how they read, in the order of the address; unusable ones are left
    out. `silent`: values that need no chip, because the list is so by itself.
    """

    filter: "Filter"
    words: Mapping[str, Words]
    options: Sequence[Option] = ()
    silent: frozenset[str] = frozenset()

    @property
    def values(self) -> list[str]:
        return list(self.words)

    @property
    def counted(self) -> int:
        """How many values narrow the list."""
        return len(set(self.words) - self.silent)

    def chips(self, query: QueryDict) -> list[Chip]:
        return [
            Chip(f"{self.filter.title}: {words}", _without(query, self.filter.key, value))
            for value, words in self.words.items()
            if value not in self.silent
        ]


class Filter(ABC):
    """One way to narrow a list. `key` is its name in the address."""

    template: ClassVar[str]

    def __init__(self, key: str, title: Words) -> None:
        self.key = key
        self.title = title
        self.allowed: Callable[[Person], bool] = everybody

    def only(self, allowed: Callable[[Person], bool]) -> Self:
        """This filter, for some people only; for everybody else it does not exist."""
        self.allowed = allowed
        return self

    @abstractmethod
    def read(self, person: Person, query: QueryDict) -> Asked:
        """What the address asks; values nobody offers are ignored."""

    @abstractmethod
    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        """Narrow the rows; several values of one filter widen each other."""


def _without(query: QueryDict, key: str, value: str) -> str:
    left = query.copy()
    left.setlist(key, [kept for kept in query.getlist(key) if kept.strip().casefold() != value.casefold()])
    left.pop("page", None)
    left.pop("format", None)
    return left.urlencode()
