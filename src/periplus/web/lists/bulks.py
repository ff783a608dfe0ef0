"""Doing something with many rows at once: choose, be asked once more, done."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from periplus.core.verdicts import require
from periplus.web.lists.addresses import back
from periplus.web.lists.cells import words_of
from periplus.web.lists.listing import Bulk, Listing
from periplus.web.shell.doors import Request, leave, show_form, submit
from periplus.web.shell.words import number_words

NAMED = 12  # so many rows are named on the page that asks


def answer(request: Request, listing: Listing) -> HttpResponse:
    """Show the question; when it is confirmed, do it and go back to the list."""
    bulk = next((one for one in listing.bulks if one.key == request.POST.get("bulk")), None)
    if bulk is None:
        return _complain(request, _("Choose what to do with the rows."))
    require(bulk.allowed(request.user))
    rows = _chosen(request, listing)
    count = rows.count()
    if not count:
        return _complain(request, _("No row is chosen. Tick the rows first."))
    return _confirm(request, listing, bulk, rows, count)


def _confirm(request: Request, listing: Listing, bulk: Bulk, rows: QuerySet[Any], count: int) -> HttpResponse:
    form = bulk.form(request.user, request.POST if "confirmed" in request.POST else None)
    said = submit(request, form, lambda values: bulk.perform(request, rows, **values))
    if said:
        return leave(request, back(request), say=said.result)
    names = [_name(listing, row) for row in rows[:NAMED]]
    return show_form(
        request,
        "lists/confirm.html",
        form,
        listing=listing,
        bulk=bulk,
        names=names,
        others=count - len(names),
        counted=listing.counted(count) % {"number": number_words(count)},
        chosen=_as_chosen(request),
        back=back(request),
    )


def _name(listing: Listing, row: Any) -> str:
    return str(listing.named(row)) if listing.named else words_of(listing.columns[0], row)


def _chosen(request: Request, listing: Listing) -> QuerySet[Any]:
    rows = listing.narrowed(request.user, request.GET)
    if request.POST.get("all") == "1":
        return rows
    return rows.filter(pk__in=[int(pk) for pk in request.POST.getlist("row") if pk.isdecimal()])


def _as_chosen(request: Request) -> list[tuple[str, str]]:
    """The choice again, for the form that confirms it."""
    if request.POST.get("all") == "1":
        return [("all", "1")]
    return [("row", pk) for pk in request.POST.getlist("row")]


def _complain(request: Request, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return leave(request, back(request))
