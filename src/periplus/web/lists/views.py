"""One view function per list: the page, the swapped rows, the export, bulk actions, saved views."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from periplus.core.verdicts import require
from periplus.people.models import Person
from periplus.people.queries.saved_views import list_views
from periplus.web.lists import exports, kept
from periplus.web.lists.columns import Column, cell_of
from periplus.web.lists.listing import PAGE_SIZE, Bulk, Listing, register

View = Callable[[HttpRequest], HttpResponseBase]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_view(listing: Listing) -> View:
    """The view of a list; wrap it with the area's access decorator and give it a URL."""
    register(listing)

    def view(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST":
            return _post(request, listing)
        if request.GET.get("format") in {"csv", "xlsx"}:
            return _export(request, listing)
        return _page(request, listing)

    return view


def person_of(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _page(request: HttpRequest, listing: Listing) -> HttpResponse:
    person, query = person_of(request), request.GET
    rows = listing.narrowed(person, query)
    page = Paginator(rows, PAGE_SIZE).get_page(query.get("page"))
    columns = listing.columns_for(query)
    context = {
        "listing": listing,
        "page_of_rows": page,
        "columns": [_heading(request, column) for column in columns],
        "rows": [(row, [cell_of(column, row) for column in columns]) for row in page],
        "all_columns": [(column, column in columns) for column in listing.columns],
        "chips": listing.chips(query),
        "filters": [(one, one.values(query)) for one in listing.filters],
        "bulks": [(bulk, bulk.allowed(person)) for bulk in listing.bulks],
        "saved_views": list(list_views(person, listing.key)),
        "column_pairs": kept.pairs(query, without={"col", "page", "format"}),
        "filter_pairs": [pair for pair in kept.pairs(query) if pair[0] in {"col", "sort"}],
        "exports": [(kind, _address(request, format=kind)) for kind in ("xlsx", "csv")],
        **listing.more(request),
    }
    swapped = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "lists/results.html" if swapped else listing.template, context)


def _heading(request: HttpRequest, column: Column) -> dict[str, Any]:
    asked = request.GET.get("sort", "")
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(asked, "")
    turned = f"-{column.key}" if direction == "ascending" else column.key
    url = _address(request, sort=turned) if column.order_by else ""
    return {"column": column, "direction": direction, "url": url}


def _address(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changed.items():
        query[key] = value
    return f"?{query.urlencode()}"


def _export(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    rows = listing.narrowed(person_of(request), request.GET)
    columns, kind = listing.columns_for(request.GET), request.GET["format"]
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(
            exports.csv_lines(rows, columns), content_type="text/csv; charset=utf-8"
        )
    else:
        content = exports.xlsx_bytes(rows, columns, str(listing.title))
        response = HttpResponse(content, content_type=XLSX)
    name = f"{slugify(str(listing.title), allow_unicode=True)}.{kind}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _post(request: HttpRequest, listing: Listing) -> HttpResponse:
    if "view" in request.POST:
        return kept.change(request, listing)
    bulk = next((one for one in listing.bulks if one.key == request.POST.get("bulk")), None)
    if bulk is None:
        messages.error(request, _("Choose what to do with the rows."))
    else:
        _perform(request, listing, bulk)
    return redirect(request.get_full_path())


def _perform(request: HttpRequest, listing: Listing, bulk: Bulk) -> None:
    require(bulk.allowed(person_of(request)))
    rows = _chosen(request, listing)
    if not rows.exists():
        messages.error(request, _("No row is chosen. Tick the rows first."))
        return
    messages.success(request, bulk.perform(request, rows))


def _chosen(request: HttpRequest, listing: Listing) -> QuerySet[Any]:
    rows = listing.narrowed(person_of(request), request.GET)
    if request.POST.get("all") == "1":
        return rows
    return rows.filter(pk__in=[pk for pk in request.POST.getlist("row") if pk.isdigit()])
