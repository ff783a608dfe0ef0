"""A spreadsheet on its way in: handed in, its columns matched, previewed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.exchange import services
from periplus.exchange.enums import ImportKind
from periplus.exchange.forms import ColumnsForm, UploadForm, initial_of
from periplus.exchange.policies import may_move_import
from periplus.exchange.queries import list_runs, list_samples, list_sources, only_institution
from periplus.exchange.spreadsheets.kinds import KINDS, kind_of
from periplus.exchange.types import ImportRun
from periplus.web.shell.components import Step
from periplus.web.shell.doors import Request, form_page, found, leave, show_form, submit

UPLOAD, COLUMNS, PREVIEW, RESULT = range(4)


def steps_at(position: int) -> list[Step]:
    """Where one stands on the way of a spreadsheet."""
    words = (_("Hand in"), _("Match columns"), _("Preview"), _("Result"))
    return [
        Step(word, "done" if place < position else "now" if place == position else "next")
        for place, word in enumerate(words)
    ]


@form_page("exchange.imports.run")
def new(request: Request) -> HttpResponse:
    sources = list(list_sources().values_list("name", flat=True))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        sources=sources,
        initial={"institution": only_institution(), "kind": ImportKind.STAYS},
    )
    done = submit(request, form, lambda values: _start(request, values))
    if done:
        return leave(request, "imports:columns", done.result.uuid)
    abouts = [(kind.label, KINDS[kind].about) for kind in ImportKind]
    return show_form(
        request, "imports/new.html", form, steps=steps_at(UPLOAD), sources=sources, abouts=abouts
    )


def _start(request: Request, values: dict[str, Any]) -> ImportRun:
    return services.start_import(
        actor=request.user,
        kind=ImportKind(values["kind"]),
        source=values["source"],
        institution=values["institution"],
        file=values["file"],
        name=values["file"].name,
    )


@form_page("exchange.imports.run")
def columns(request: Request, reference: UUID) -> HttpResponse:
    run = found(list_runs(request.user), uuid=reference)
    form = ColumnsForm(
        request.POST or None,
        kind=kind_of(run.source.kind),
        headings=run.headings,
        samples=list_samples(run),
        initial=initial_of(run.mapping, run.options),
    )
    done = submit(request, form, lambda _values: _map(request, run, form))
    if done:
        return leave(request, "imports:run", run.uuid)
    return show_form(
        request,
        "imports/columns.html",
        form,
        run=run,
        steps=steps_at(COLUMNS),
        may_preview=may_move_import(request.user, run, "preview"),
    )


def _map(request: Request, run: ImportRun, form: ColumnsForm) -> ImportRun:
    return services.map_columns(
        actor=request.user, run=run, mapping=form.mapping(), options=form.options(), today=clock.today()
    )
