"""A list as data: where rows come from, columns, filters, what can be done with many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

from periplus.core.verdicts import Verdict
from periplus.people.models import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import Chip, Filter

Words = str | Promise
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something done with all chosen rows.

    `perform(request, rows)` calls a service and returns the sentence to show; `question` is asked first.
    """

    key: str
    title: Words
    question: Words
    allowed: Callable[[Person], Verdict]
    perform: Callable[[HttpRequest, QuerySet[Any]], str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `source(person)` gives the rows that the person may see, annotated as columns need.

    `order`: default order, which must be total (end it with "id"). `fresh`: how rows are counted
    for "tell me when this changes" is by their `uuid`.
    """

    key: str
    title: Words
    lead: Words
    source: Callable[[Person], QuerySet[Any]]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: tuple[str, ...] = ("id",)
    bulks: Sequence[Bulk] = ()
    empty_title: Words = ""
    empty_text: Words = ""
    template: str = "lists/list.html"
    more: Callable[[HttpRequest], dict[str, Any]] = field(default=lambda _request: {})

    def columns_for(self, query: QueryDict) -> list[Column]:
        """The chosen columns in their order here; the usual ones when nothing usable is chosen."""
        wanted = set(query.getlist("col"))
        chosen = [column for column in self.columns if column.key in wanted]
        return chosen or [column for column in self.columns if column.shown]

    def narrowed(self, person: Person, query: QueryDict) -> QuerySet[Any]:
        """The visible rows after every filter in the address, in the asked order."""
        rows = self.source(person)
        for one in self.filters:
            values = one.values(query)
            if values:
                rows = one.apply(rows, values)
        return rows.order_by(*self.order_for(query))

    def order_for(self, query: QueryDict) -> tuple[str, ...]:
        asked = query.get("sort", "")
        column = next((c for c in self.columns if c.key == asked.lstrip("-") and c.order_by), None)
        if column is None:
            return self.order
        fields = column.order_by
        if asked.startswith("-"):
            fields = tuple(_reversed(name) for name in fields)
        return (*fields, "id")

    def chips(self, query: QueryDict) -> list[Chip]:
        return [chip for one in self.filters for chip in one.chips(query)]


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Make a list known, so that saved views of it can be watched."""
    _listings[listing.key] = listing
    return listing


def find_listing(key: str) -> Listing | None:
    return _listings.get(key)
