"""Replays: started, watched, read year by year, taken along as a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop.enums import ReplayState
from periplus.loop.forms.replaying import ReplayForm
from periplus.loop.policies import may_resume_replay, may_run_replays, visible_replays
from periplus.loop.queries.replays import list_replays
from periplus.loop.scopes import scope_from
from periplus.loop.services import replays as services
from periplus.loop.types import Replay
from periplus.loop.values import ReplayValues
from periplus.web.loop.replay_page import context_of_replay, rows_of_findings, rows_of_readings, work_of
from periplus.web.loop.scoping import ScopeForm
from periplus.web.loop.spreadsheets import workbook
from periplus.web.loop.ways import institution_of
from periplus.web.loop.words import scope_words
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScopedReplayForm(ScopeForm, ReplayForm):
    """A replay with its scope."""

    field_order = ("title", "period_kind", "first_year", "last_year")


@page("loop.goals.see")
def replays(request: Request) -> HttpResponse:
    listed = [(one, scope_words(scope_from(one.scope))) for one in list_replays(request.user)]
    context = {"replays": listed, "may_run": may_run_replays(request.user)}
    return render(request, "loop/replays.html", context)


@form_page("loop.replays.run")
def start(request: Request) -> HttpResponse:
    institution = institution_of(request.user)
    last = clock.today().year - 1
    initial = {"first_year": last - 9, "last_year": last}
    form = ScopedReplayForm(
        request.POST or None, initial=initial, person=request.user, institution=institution
    )
    done = submit(
        request,
        form,
        lambda values: services.start_replay(
            actor=request.user, values=_values(values, form), on=clock.today()
        ),
    )
    if done:
        return leave(
            request, "loop:replay", done.result.uuid, say=_("The replay runs. You may leave this page.")
        )
    return show_form(request, "loop/replay_form.html", form)


def _values(values: dict[str, Any], form: ScopedReplayForm) -> ReplayValues:
    return ReplayValues(
        scope=form.scope(),
        title=values["title"],
        period_kind=values["period_kind"],
        first_year=values["first_year"],
        last_year=values["last_year"],
    )


@page("loop.goals.see")
def replay(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_replays(request.user), uuid=reference)
    context = context_of_replay(request.user, one)
    return render(request, "loop/replay.html", context | {"may_resume": may_resume_replay(request.user, one)})


@page("loop.goals.see")
def progress(request: Request, reference: UUID) -> HttpResponse:
    """The part of the page that asks for itself while the replay runs."""
    one = found(visible_replays(request.user), uuid=reference)
    response = render(request, "loop/replay_progress.html", {"work": work_of(one)})
    if one.state == ReplayState.DONE:
        response["HX-Redirect"] = reverse("loop:replay", args=[one.uuid])
    return response


@act("loop.replays.run")
def resume(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_replays(request.user), uuid=reference)
    services.resume_replay(actor=request.user, replay=one, on=clock.today())
    return leave(request, "loop:replay", one.uuid, say=_("The replay goes on."))


@page("loop.goals.see")
def export(request: Request, reference: UUID, form: str) -> HttpResponse:
    """Everything that stands on the page, as XLSX (two sheets) or CSV (readings)."""
    one = found(visible_replays(request.user), uuid=reference)
    if form not in {"csv", "xlsx"}:
        raise Http404
    readings = rows_of_readings(request.user, one)
    if form == "csv":
        return _file(one, "csv", "text/csv; charset=utf-8", _csv(readings))
    sheets = {_("Indicators"): readings, _("Findings"): rows_of_findings(one)}
    return _file(one, "xlsx", XLSX, workbook(sheets))


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def _file(one: Replay, ending: str, content_type: str, content: bytes) -> HttpResponse:
    name = slugify(one.title) or "replay"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
