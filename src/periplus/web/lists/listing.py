"""A list as data: where rows come from, columns, filters, what can be done with many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import ngettext

from periplus.core.verdicts import Verdict
from periplus.people.types import Person
from periplus.web.lists.columns import Column, Order
from periplus.web.lists.filters import Asked, Filter
from periplus.web.shell.doors import Request

Words = str | Promise
PAGE_SIZE = 50


def _no_fields(_person: Person, posted: Any) -> forms.Form:
    return forms.Form(posted)


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something done with all chosen rows, after one more question on a page of its own.

    `perform(request, rows)` calls one service and returns the sentence to show. The fields of
    `form(person, posted)` stand under the question, and its cleaned values come as further keywords.
    """

    key: str
    title: Words
    question: Words
    allowed: Callable[[Person], Verdict]
    perform: Callable[..., str]
    form: Callable[[Person, Any], forms.Form] = _no_fields


@dataclass(frozen=True, slots=True)
class Step:
    """A way on from an empty list."""

    label: Words
    url: str


def rows_counted(number: int) -> str:
    return ngettext("%(number)s row", "%(number)s rows", number)


def _nothing(_request: Request) -> dict[str, Any]:
    return {}


def _no_group(_row: object) -> Words:
    return ""


def _no_step(_asker: object) -> Step | None:
    return None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `source(person)` gives the rows that the person may see, annotated as columns need.

    Annotations are subqueries, not joins, so that counting leaves them out. `order`: default order,
    which must be total (end it with "id"). `counted(number)` is a sentence with %(number)s.
    `empty_step(person)`: what to do when there are no rows at all. `further(request)`: where else to look,
    offered beside the count. `grouped(row)`: the heading under which a row stands while the list is in its
    default order, which must keep the groups together. `named(row)`: what a row is called where many are
    acted on at once; else what its first column says. `more(request)`: further context.
    """

    key: str
    title: Words
    lead: Words
    source: Callable[[Person], QuerySet[Any]]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: tuple[Order, ...] = ("id",)
    bulks: Sequence[Bulk] = ()
    empty_title: Words = ""
    empty_text: Words = ""
    empty_step: Callable[[Person], Step | None] = _no_step
    further: Callable[[Request], Step | None] = _no_step
    counted: Callable[[int], str] = rows_counted
    grouped: Callable[[Any], Words] = _no_group
    named: Callable[[Any], Words] | None = None
    template: str = "lists/list.html"
    more: Callable[[Request], dict[str, Any]] = field(default=_nothing)

    def columns_of(self, person: Person) -> list[Column]:
        """All columns that this person may have."""
        return [column for column in self.columns if column.allowed(person)]

    def columns_for(self, person: Person, query: QueryDict) -> list[Column]:
        """The chosen columns in their order here; the usual ones when nothing usable is chosen."""
        columns, wanted = self.columns_of(person), set(query.getlist("col"))
        chosen = [column for column in columns if column.key in wanted]
        return chosen or [column for column in columns if column.shown]

    def asked(self, person: Person, query: QueryDict) -> list[Asked]:
        """What the address asks of every filter: read once, used for rows, fields and chips."""
        return [one.read(person, query) for one in self.filters if one.allowed(person)]

    def narrowed(self, person: Person, query: QueryDict) -> QuerySet[Any]:
        """The visible rows after every filter in the address, in the asked order."""
        rows = narrow(self.source(person), self.asked(person, query))
        return rows.order_by(*self.order_for(person, query))

    def order_for(self, person: Person, query: QueryDict) -> tuple[Order, ...]:
        """Sorted as asked, then as usual; rows without a value come last, whichever the direction."""
        wanted = query.get("sort", "")
        key = wanted.removeprefix("-")
        column = next((c for c in self.columns_of(person) if c.key == key and c.order_by), None)
        if column is None:
            return self.order
        backwards = wanted.startswith("-")
        return (*(_direction(name, backwards=backwards) for name in column.order_by), *self.order)


def narrow(rows: QuerySet[Any], asked: Sequence[Asked]) -> QuerySet[Any]:
    """The rows that fulfil what is asked of every filter."""
    for one in asked:
        if one.values:
            rows = one.filter.apply(rows, one.values)
    return rows


def _direction(name: str, *, backwards: bool) -> OrderBy:
    expression = F(name.removeprefix("-"))
    if name.startswith("-") != backwards:
        return expression.desc(nulls_last=True)
    return expression.asc(nulls_last=True)


_listings: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Make a list known, so that saved views of it can be watched."""
    _listings[listing.key] = listing
    return listing


def find_listing(key: str) -> Listing | None:
    return _listings.get(key)
