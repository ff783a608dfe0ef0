"""Long lists as spreadsheets: ordered here, made by a job, fetched from a page that one may leave."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.languages import active_language
from periplus.people.enums import ExportState
from periplus.people.queries.exports import KEPT, list_exports
from periplus.people.services import exports as services
from periplus.people.types import ListExport
from periplus.web.lists.addresses import plain_query
from periplus.web.lists.listing import Listing
from periplus.web.lists.places import place_of
from periplus.web.lists.tasks import send
from periplus.web.shell.components import Work
from periplus.web.shell.doors import Request, found, leave, page
from periplus.web.shell.words import number_words


def order(request: Request, listing: Listing) -> HttpResponse:
    """Have the list made as it is asked for here, then show how far it is."""
    export = services.ask_for_export(
        actor=request.user,
        list_key=listing.key,
        title=str(listing.title),
        query=plain_query(request.GET),
        language=active_language(),
        rows=listing.narrowed(request.user, request.GET).count(),
    )
    send(export.pk)
    return leave(request, "lists:export", export.uuid)


@page("signed_in")
def export_page(request: Request, reference: UUID) -> HttpResponse:
    export = found(list_exports(request.user), uuid=reference)
    place = place_of(export.list_key)
    context = {
        "export": export,
        "work": work_of(export),
        "is_there": export.document is not None and export.document.withdrawn_at is None,
        "list_url": f"{place}?{export.query}" if export.query and place else place,
        "until": export.ended_at + KEPT if export.ended_at else None,
    }
    return render(request, "lists/export.html", context)


@page("signed_in")
def export_progress(request: Request, reference: UUID) -> HttpResponse:
    """The part of the page that asks for itself while the spreadsheet is made."""
    export = found(list_exports(request.user), uuid=reference)
    response = render(request, "lists/export_progress.html", {"work": work_of(export)})
    if export.state != ExportState.WAITING:
        response["HX-Redirect"] = reverse("lists:export", args=[export.uuid])
    return response


def work_of(export: ListExport) -> Work:
    numbers = {"done": number_words(export.rows_done), "total": number_words(export.rows_total)}
    said = _("%(done)s of %(total)s rows are written.") % numbers
    return Work(
        id="export-work",
        title=_("Making the spreadsheet"),
        done=export.rows_done,
        total=export.rows_total or 1,
        sentence=said if export.touched_at else _("Waits for a free worker."),
        url=reverse("lists:export-progress", args=[export.uuid]),
    )
