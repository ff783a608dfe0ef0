"""Procedures and decision tables to and from other tools: BPMN 2.0 and DMN 1.3."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.languages import active_language, language_of
from periplus.core.verdicts import Invalid, require
from periplus.paths import policies
from periplus.paths.chart import Chart, ChartTable
from periplus.paths.editing import key_from, put_table
from periplus.paths.forms.procedures import UploadForm
from periplus.paths.interchange import InterchangeError, Remark, read_bpmn, read_dmn, write_bpmn, write_dmn
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.naming import list_titles
from periplus.paths.queries.procedure_pages import find_shown
from periplus.paths.services.procedures import add_procedure, draft_version
from periplus.paths.types import Procedure, ProcedureVersion
from periplus.web.loop.ways import institution_of
from periplus.web.procedures.desk.procedures import FORM, seen
from periplus.web.procedures.drafting import change, draft_of, seen_version
from periplus.web.shell.doors import Request, form_page, leave, page, show_form, submit

REMARKS, MOST = "procedure_remarks", 300


@page("paths.procedures.see")
def bpmn(request: Request, reference: UUID) -> HttpResponse:
    version = seen_version(request, reference)
    return _file(write_bpmn(get_chart(version)), f"{version.procedure.key}-{version.number}.bpmn")


@page("paths.procedures.see")
def dmn(request: Request, reference: UUID) -> HttpResponse:
    """All decision tables of a version in one file."""
    version = seen_version(request, reference)
    return _file(write_dmn(*get_chart(version).tables), f"{version.procedure.key}-{version.number}.dmn")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _language() -> str:
    return language_of(active_language()).column


def _read(read: Callable[..., Any], form: UploadForm) -> Any:
    """What is in the file; one that cannot be read at all says why beside its field."""
    try:
        return read(form.content(), language=_language())
    except InterchangeError as error:
        raise Invalid({"file": error.sentence}) from error


# ------------------------------------------------------------------ procedures


@form_page("paths.procedures.write")
def bring(request: Request) -> HttpResponse:
    """A new procedure from a BPMN file."""
    return _bring(request, None)


@form_page("paths.procedures.write")
def bring_version(request: Request, reference: UUID) -> HttpResponse:
    """A new draft of a procedure from a BPMN file."""
    return _bring(request, seen(request, reference))


def _bring(request: Request, procedure: Procedure | None) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    done = submit(request, form, lambda _values: _brought(request, form, procedure))
    if done:
        version, remarks = done.result
        return _tell(request, version, remarks)
    back = reverse("procedures:detail", args=[procedure.uuid]) if procedure else reverse("procedures:list")
    return show_form(
        request,
        FORM,
        form,
        heading=_("Bring in a BPMN file"),
        lead=_("It becomes a draft. What could not be taken over is named element by element."),
        label=_("Bring it in"),
        back=back,
        procedure=procedure,
        is_file=True,
    )


def _brought(
    request: Request, form: UploadForm, procedure: Procedure | None
) -> tuple[ProcedureVersion, tuple[Remark, ...]]:
    imported = _read(read_bpmn, form)
    chart: Chart = imported.chart
    if procedure is None:
        return _as_procedure(request, chart), imported.remarks
    origin = find_shown(procedure)
    if origin is None:
        raise Invalid({"": _("There is no version to follow. Bring the file in as a new procedure.")})
    made = draft_version(
        actor=request.user, origin=origin, reason=_("Brought in from a file"), at=clock.now(), chart=chart
    )
    return made, imported.remarks


def _as_procedure(request: Request, chart: Chart) -> ProcedureVersion:
    institution = institution_of(request.user)
    taken = [key for key, _title in list_titles(institution)]
    title = chart.title or {_language(): chart.key or _("Procedure")}
    key = chart.key if chart.key and chart.key not in taken else key_from(title, taken, usual="procedure")
    named = replace(chart, key=key_from(key, taken, usual="procedure"), title=title)
    return add_procedure(actor=request.user, institution=institution, chart=named, at=clock.now())


def _tell(request: Request, version: ProcedureVersion, remarks: tuple[Remark, ...]) -> HttpResponse:
    """On to what was not taken over, which is kept with the session until the next file."""
    request.session[REMARKS] = {str(version.uuid): [[r.element, r.name, r.sentence] for r in remarks[:MOST]]}
    return leave(request, "versions:brought", version.uuid)


@page("paths.procedures.write")
def brought(request: Request, reference: UUID) -> HttpResponse:
    """What came of a file: everything, or element by element what did not."""
    version = seen_version(request, reference)
    remarks = request.session.get(REMARKS, {}).get(str(version.uuid), [])
    context = {"version": version, "procedure": version.procedure, "title": str(version.procedure)}
    return render(request, "versions/brought.html", context | {"remarks": remarks})


# ------------------------------------------------------------------ decision tables


@form_page("paths.procedures.write")
def bring_tables(request: Request, reference: UUID) -> HttpResponse:
    """Decision tables from a DMN file; one of a key that is there already takes its place."""
    version = draft_of(request, reference)
    form = UploadForm(request.POST or None, request.FILES or None)
    done = submit(request, form, lambda _values: _tables(request, form, version))
    if done:
        version.refresh_from_db()
        return _tell(request, version, done.result)
    return show_form(
        request,
        FORM,
        form,
        heading=_("Bring in a DMN file"),
        lead=_("Its decision tables come into this draft. A table of the same name is replaced."),
        label=_("Bring it in"),
        back=reverse("versions:detail", args=[version.uuid]),
        procedure=version.procedure,
        version=version,
        is_file=True,
    )


def _tables(request: Request, form: UploadForm, version: ProcedureVersion) -> tuple[Remark, ...]:
    require(policies.may_change_version(request.user, version))
    imported = _read(read_dmn, form)
    tables: tuple[ChartTable, ...] = imported.tables
    if not tables:
        raise Invalid({"file": _("The file contains no decision table.")})

    def put(chart: Chart) -> Chart:
        for table in tables:
            chart = put_table(chart, table)
        return chart

    change(request, version, put)
    remarks: tuple[Remark, ...] = imported.remarks
    return remarks
