"""An import: its preview, its progress, its result, its rows, and how it is taken back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.exchange import services, tasks
from periplus.exchange.enums import RunState
from periplus.exchange.policies import may_move_import
from periplus.exchange.queries import list_runs
from periplus.exchange.spreadsheets import lives
from periplus.exchange.spreadsheets.obstacles import list_obstacles
from periplus.web.imports.run_page import context_of_run, undo_facts
from periplus.web.imports.words import work_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page


@page("exchange.imports.see")
def run(request: Request, reference: UUID) -> HttpResponse:
    one = found(list_runs(request.user), uuid=reference)
    return render(request, "imports/run.html", context_of_run(request.user, one))


@page("exchange.imports.see")
def progress(request: Request, reference: UUID) -> HttpResponse:
    """The part of the page that asks for itself while the import is at work."""
    one = found(list_runs(request.user), uuid=reference)
    response = render(request, "imports/progress.html", {"work": work_of(one)})
    if one.state not in lives.AT_WORK:
        response["HX-Redirect"] = reverse("imports:run", args=[one.uuid])
    return response


@act("exchange.imports.run")
def begin(request: Request, reference: UUID) -> HttpResponse:
    one = services.begin_import(actor=request.user, run=found(list_runs(request.user), uuid=reference))
    tasks.send(one)
    return leave(request, "imports:run", one.uuid, say=_("The import has begun."))


@act("exchange.imports.run")
def resume(request: Request, reference: UUID) -> HttpResponse:
    one = found(list_runs(request.user), uuid=reference)
    step = services.begin_undo if one.state == RunState.UNDOING else services.resume_import
    one = step(actor=request.user, run=one)
    tasks.send(one)
    return leave(request, "imports:run", one.uuid, say=_("It goes on."))


@act("exchange.imports.run")
def stop(request: Request, reference: UUID) -> HttpResponse:
    one = services.stop_import(actor=request.user, run=found(list_runs(request.user), uuid=reference))
    return leave(request, "imports:run", one.uuid, say=_("The import stops after the rows it is at."))


@form_page("exchange.imports.run")
def undo(request: Request, reference: UUID) -> HttpResponse:
    """What undoing would take back, or what stands in its way; then the undoing itself."""
    one = found(list_runs(request.user), uuid=reference)
    if request.method == "POST":
        one = services.begin_undo(actor=request.user, run=one)
        tasks.send(one)
        return leave(request, "imports:run", one.uuid, say=_("The import is being undone."))
    may_undo = may_move_import(request.user, one, "undo")
    context = {
        "run": one,
        "may_undo": may_undo,
        "obstacles": list_obstacles(one) if may_undo else [],
        "facts": undo_facts(one),
    }
    return render(request, "imports/undo.html", context)
