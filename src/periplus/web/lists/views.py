"""One view function per list: the page, the swapped rows, the export, bulk actions, saved views."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

from periplus.people.queries.saved_views import list_views
from periplus.web.lists import bulks, exports, kept, ordering
from periplus.web.lists.addresses import address, pairs, plain_query
from periplus.web.lists.cells import cells_of, frames_of, words_of
from periplus.web.lists.columns import Column
from periplus.web.lists.listing import Listing, narrow, register
from periplus.web.lists.paging import page_of, rows_of
from periplus.web.lists.places import KEY
from periplus.web.shell.doors import Request
from periplus.web.shell.words import number_words

RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page: its key and name for the box to tick, its cells, the group it stands in."""

    pk: int
    name: str
    cells: SafeString
    group: str


def list_view(listing: Listing) -> Callable[[Request], HttpResponseBase]:
    """The view of a list; wrap it with the area's access decorator and give it a URL."""
    register(listing)

    def view(request: Request) -> HttpResponseBase:
        if request.method == "POST":
            return _change(request, listing)
        kind = request.GET.get("format")
        if kind in exports.KINDS:
            return exports.answer(request, listing, kind)
        return _page(request, listing)

    setattr(view, KEY, listing.key)
    return view


def _change(request: Request, listing: Listing) -> HttpResponse:
    if "view" in request.POST:
        return kept.change(request, listing)
    return ordering.order(request, listing) if "export" in request.POST else bulks.answer(request, listing)


def _page(request: Request, listing: Listing) -> HttpResponse:
    swapped = _asks_for_rows(request)
    context = _results(request, listing)
    if not swapped:
        query = request.GET
        context["fixed_pairs"] = [pair for pair in pairs(query) if pair[0] in {"col", "sort"}]
        context |= listing.more(request)
    response = render(request, "lists/results.html" if swapped else listing.template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _asks_for_rows(request: Request) -> bool:
    """Only the list's own form asks for a part; going back in the history asks for the whole page."""
    return bool(request.htmx) and request.htmx.target == RESULTS and not request.htmx.history_restore_request


def _results(request: Request, listing: Listing) -> dict[str, Any]:
    person, query = request.user, request.GET
    asked, source = listing.asked(person, query), listing.source(person)
    found = narrow(source, asked).order_by(*listing.order_for(person, query))
    page = page_of(found, query.get("page"))
    columns = listing.columns_for(person, query)
    count, rows = page.paginator.count, rows_of(source, page)
    return {
        "listing": listing,
        "page_of_rows": page,
        "counted": listing.counted(count) % {"number": number_words(count)},
        "columns": [_heading(request, column) for column in columns],
        "rows": _rows(request, listing, columns, rows),
        "all_columns": [(column, column in columns) for column in listing.columns_of(person)],
        "asked": asked,
        "chips": [chip for one in asked for chip in one.chips(query)],
        "bulks": [(bulk, verdict) for bulk in listing.bulks if not (verdict := bulk.allowed(person)).hidden],
        "empty_step": None if count else listing.empty_step(person),
        "further": listing.further(request),
        "saved_views": list(list_views(person, listing.key)),
        "current_view": plain_query(query),
        "column_pairs": pairs(query, without={"col", "page", "format"}),
        "is_long": exports.is_long(count),
        "exports": [(kind, address(request, format=kind)) for kind in exports.KINDS],
    }


def _rows(request: Request, listing: Listing, columns: Sequence[Column], found: Sequence[Any]) -> list[Row]:
    """Rows as they are written. Sorted otherwise than usual, they stand in no groups."""
    usual = "sort" not in request.GET
    frames = frames_of(columns)
    return [
        Row(
            row.pk,
            _label(listing, columns[0], row),
            cells_of(frames, row),
            str(listing.grouped(row)) if usual else "",
        )
        for row in found
    ]


def _label(listing: Listing, heading: Column, row: object) -> str:
    """What a row is called; asked only where rows are ticked."""
    return words_of(heading, row) if listing.bulks else ""


def _heading(request: Request, column: Column) -> dict[str, Any]:
    asked = request.GET.get("sort", "")
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(asked, "")
    turned = f"-{column.key}" if direction == "ascending" else column.key
    url = address(request, sort=turned) if column.order_by else ""
    return {"column": column, "direction": direction, "url": url}
