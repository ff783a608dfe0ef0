"""A decision table of a version: read by all, written while the version is a draft."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core.verdicts import Invalid, Refused
from periplus.paths import policies
from periplus.paths.chart import Chart, ChartTable, TableTest
from periplus.paths.editing import put_table, remove_table
from periplus.paths.editing.tables import add_rule, remove_rule, shift_rule
from periplus.paths.forms.tables import TableForm, TryForm, read_grid
from periplus.paths.queries.charts import get_chart
from periplus.paths.tables import check_table, compile_table
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.drafting import back_to, change, draft_of, seen_version
from periplus.web.procedures.table_page import page_of_table
from periplus.web.shell.doors import (
    UNPROCESSABLE,
    Request,
    act,
    form_page,
    leave,
    require_to_ask,
    show_form,
    submit,
)

PAGE = "versions/table.html"


def table_of(version: ProcedureVersion, key: str) -> ChartTable:
    table = get_chart(version).table.get(key)
    if table is None:
        raise Http404
    return table


@form_page("paths.procedures.see")
def table(request: Request, reference: UUID, key: str) -> HttpResponse:
    """The grid. Every button keeps what was typed, except the one that only looks."""
    version = seen_version(request, reference)
    if request.method == "POST":
        require_to_ask(request, policies.may_change_version(request.user, version))
        return _written(request, version, table_of(version, key))
    context = page_of_table(request, version, table_of(version, key))
    return render(request, PAGE, context | _rights(request, version))


def _rights(request: Request, version: ProcedureVersion) -> dict[str, object]:
    return {"may_change": bool(policies.may_change_version(request.user, version))}


def _written(request: Request, version: ProcedureVersion, kept: ChartTable) -> HttpResponse:
    wanted = request.POST.get("do", "save")
    typed = _done(read_grid(kept, request.POST.dict()), wanted)
    if wanted == "look":
        context = page_of_table(request, version, typed, typed=True)
        return render(request, PAGE, context | _rights(request, version))
    try:
        change(request, version, lambda chart: put_table(chart, typed))
    except (Invalid, Refused) as refusal:
        context = page_of_table(request, version, typed, typed=True) | {"trouble": str(refusal)}
        return render(request, PAGE, context | _rights(request, version), status=UNPROCESSABLE)
    if wanted == "save":
        _say_kept(request, typed)
    return leave(request, "versions:table", version.uuid, kept.key)


def _say_kept(request: Request, table: ChartTable) -> None:
    """A table that cannot decide is kept, too; it is said that it cannot."""
    broken = sum(problem.kind == "cell" for problem in check_table(table))
    if not broken:
        messages.success(request, _("The table is kept."))
        return
    said = ngettext(
        "The table is kept, but %(number)s thing must be mended before it decides anything.",
        "The table is kept, but %(number)s things must be mended before it decides anything.",
        broken,
    )
    messages.warning(request, said % {"number": broken})


def _done(table: ChartTable, wanted: str) -> ChartTable:
    """What a button does beside keeping: `add-rule`, `remove-rule:3`, `up:3`; places count from 0."""
    name, _colon, number = wanted.partition(":")
    place = int(number) if number.isdecimal() else 0
    deeds: dict[str, Callable[[], ChartTable]] = {
        "add-rule": lambda: add_rule(table),
        "insert-rule": lambda: add_rule(table, place),
        "remove-rule": lambda: remove_rule(table, place),
        "up": lambda: shift_rule(table, place, by=-1),
        "down": lambda: shift_rule(table, place, by=1),
    }
    return deeds[name]() if name in deeds else table


@form_page("paths.procedures.write")
def rename(request: Request, reference: UUID, key: str) -> HttpResponse:
    version = draft_of(request, reference)
    kept = table_of(version, key)
    form = TableForm(request.POST or None, table=kept)

    def renamed(chart: Chart) -> Chart:
        return put_table(chart, replace(chart.table[key], title=form.words("title")))

    if submit(request, form, lambda _values: change(request, version, renamed)):
        return leave(request, "versions:table", version.uuid, key, say=_("Kept."))
    context = page_of_table(request, version, kept)
    return show_form(
        request, "versions/column.html", form, **context, heading=_("Name of the table"), removable=False
    )


@act("paths.procedures.write")
def remove(request: Request, reference: UUID, key: str) -> HttpResponse:
    """A table that no decision asks is thrown away."""
    version = draft_of(request, reference)
    table_of(version, key)
    change(request, version, lambda chart: remove_table(chart, key))
    return back_to(request, version, say=_("The table is gone."))


# ------------------------------------------------------------------ tests kept with the table


@act("paths.procedures.write")
def keep_test(request: Request, reference: UUID, key: str) -> HttpResponse:
    """What was tried becomes a test: given this, the table must go on to say the same."""
    version = draft_of(request, reference)
    kept = table_of(version, key)
    form = TryForm(request.POST, table=kept)
    if not form.is_valid():
        raise Invalid({name: str(errors[0]) for name, errors in form.errors.items()})
    given = form.given()
    decided = compile_table(kept).decide(given)
    if decided.problem and decided.rules:
        raise Invalid({"": decided.problem})
    title = request.POST.get("title", "").strip()[:120] or _title(given)
    test = TableTest(title, given, decided.results)
    change(request, version, lambda chart: put_table(chart, _tested(chart.table[key], test)))
    return leave(request, "versions:table", version.uuid, key, say=_("The test is kept with the table."))


def _tested(table: ChartTable, test: TableTest) -> ChartTable:
    return replace(table, tests=(*table.tests, test))


def _title(given: dict[str, object]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in given.items())[:120] or _("nothing known")


@act("paths.procedures.write")
def drop_test(request: Request, reference: UUID, key: str, place: int) -> HttpResponse:
    version = draft_of(request, reference)
    table_of(version, key)

    def without(chart: Chart) -> Chart:
        kept = chart.table[key]
        tests = tuple(test for at, test in enumerate(kept.tests) if at != place)
        return put_table(chart, replace(kept, tests=tests))

    change(request, version, without)
    return leave(request, "versions:table", version.uuid, key, say=_("The test is gone."))
