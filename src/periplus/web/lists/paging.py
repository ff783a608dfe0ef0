"""Pages of a list, cheap also at its far end."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from periplus.web.lists.listing import PAGE_SIZE


def page_of(rows: QuerySet[Any], number: str | None) -> "Page[Any]":
    """A page of keys only: what columns need is not computed for the rows that are passed over."""
    return Paginator(rows.values_list("pk", flat=True), PAGE_SIZE).get_page(number)


def rows_of(source: QuerySet[Any], page: "Page[Any]") -> list[Any]:
    """The rows of a page, in its order, with everything that the columns need."""
    keys = list(page)
    found = source.in_bulk(keys)
    return [found[key] for key in keys if key in found]
