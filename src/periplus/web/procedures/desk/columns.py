"""Columns of a decision table: what it looks at, and what it says."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartTable, TableColumn
from periplus.paths.editing import put_table
from periplus.paths.editing import tables as editing
from periplus.paths.forms.tables import InputForm, OutputForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import list_known
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.desk.tables import table_of
from periplus.web.procedures.drafting import change, draft_of
from periplus.web.procedures.editor import known_choices
from periplus.web.procedures.table_page import page_of_table
from periplus.web.shell.doors import Request, act, form_page, leave, show_form, submit

PAGE = "versions/column.html"
SIDES = ("inputs", "outputs")


@form_page("paths.procedures.write")
def add(request: Request, reference: UUID, key: str, side: str) -> HttpResponse:
    version = draft_of(request, reference)
    table = table_of(version, key)
    _demand(side)
    form = _form(request, version, side, None)

    def added(chart: Chart) -> Chart:
        put = editing.add_input if side == "inputs" else editing.add_output
        return put_table(chart, put(chart.table[key], _made(chart, form, None)))

    if submit(request, form, lambda _values: change(request, version, added)):
        return leave(request, "versions:table", version.uuid, key, say=_("The column is there."))
    heading = _("One more value to look at") if side == "inputs" else _("One more result")
    return show_form(
        request, PAGE, form, **page_of_table(request, version, table), heading=heading, removable=False
    )


@form_page("paths.procedures.write")
def column(request: Request, reference: UUID, key: str, side: str, place: int) -> HttpResponse:
    version = draft_of(request, reference)
    table = table_of(version, key)
    old = _column(table, side, place)
    form = _form(request, version, side, old)

    def changed(chart: Chart) -> Chart:
        put = editing.change_input if side == "inputs" else editing.change_output
        return put_table(chart, put(chart.table[key], place, _made(chart, form, old)))

    if submit(request, form, lambda _values: change(request, version, changed)):
        return leave(request, "versions:table", version.uuid, key, say=_("Kept."))
    return show_form(
        request,
        PAGE,
        form,
        **page_of_table(request, version, table),
        heading=_("A column"),
        side=side,
        place=place,
        removable=len(getattr(table, side)) > 1 or side == "inputs",
        movable=place > 0,
    )


@act("paths.procedures.write")
def remove(request: Request, reference: UUID, key: str, side: str, place: int) -> HttpResponse:
    put = editing.remove_input if side == "inputs" else editing.remove_output
    return _act(
        request, reference, key, side, place, lambda table: put(table, place), _("The column is gone.")
    )


@act("paths.procedures.write")
def shift(request: Request, reference: UUID, key: str, side: str, place: int) -> HttpResponse:
    """One place to the left."""
    put = editing.shift_input if side == "inputs" else editing.shift_output
    return _act(request, reference, key, side, place, lambda table: put(table, place, by=-1), "")


def _act(
    request: Request,
    reference: UUID,
    key: str,
    side: str,
    place: int,
    deed: Callable[[ChartTable], ChartTable],
    said: str,
) -> HttpResponse:
    version = draft_of(request, reference)
    _column(table_of(version, key), side, place)
    change(request, version, lambda chart: put_table(chart, deed(chart.table[key])))
    return leave(request, "versions:table", version.uuid, key, say=said)


def _demand(side: str) -> None:
    if side not in SIDES:
        raise Http404


def _column(table: ChartTable, side: str, place: int) -> TableColumn:
    _demand(side)
    columns: tuple[TableColumn, ...] = getattr(table, side)
    if place >= len(columns):
        raise Http404
    return columns[place]


def _form(request: Request, version: ProcedureVersion, side: str, old: TableColumn | None) -> Any:
    if side == "inputs":
        return InputForm(request.POST or None, known=known_choices(get_chart(version)), column=old)
    return OutputForm(request.POST or None, column=old)


def _made(chart: Chart, form: Any, old: TableColumn | None) -> TableColumn:
    if isinstance(form, OutputForm):
        return form.said([each.key for each in list_known(chart)])
    if old is not None:
        return TableColumn(old.key, form.words("title"), old.type, form.values(old.type))
    return next(each for each in list_known(chart) if each.key == form.cleaned_data["key"]).column()
