"""A decision table as a page shows it: its grid, what is wrong with it, the box to try it, its tests."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.chart import ChartTable, TableColumn, say
from periplus.paths.enums import HitPolicy
from periplus.paths.forms.tables import BOX, TryForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import list_askers
from periplus.paths.tables import Problem, TestResult, check_table, compile_table, find_overlaps, run_tests
from periplus.paths.tables.deciding import shown
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.words import version_name
from periplus.web.shell.doors import Request

KINDS = {
    "cell": ("bad", gettext_lazy("Cell")),
    "gap": ("warn", gettext_lazy("Gap")),
    "overlap": ("warn", gettext_lazy("Overlap")),
    "note": ("none", gettext_lazy("Note")),
}

WRITING = (
    ("-", gettext_lazy("anything, also nothing")),
    ("true", gettext_lazy("yes")),
    ("false", gettext_lazy("no")),
    ('"mou", "framework"', gettext_lazy("one of these texts")),
    ('not("mou")', gettext_lazy("any other text")),
    ("< 10", gettext_lazy("a number below 10")),
    ("[1..5]", gettext_lazy("a number from 1 to 5, both included")),
    ('>= date("2026-03-31")', gettext_lazy("a day from then on")),
)


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A column: what it is called, of which type, which values it allows."""

    column: TableColumn
    title: str
    place: int
    url: str
    allowed: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: the name of its field, what stands in it, and its name for those who do not see the grid."""

    name: str
    value: str
    label: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A rule."""

    number: int
    cells: tuple[GridCell, ...]
    results: tuple[GridCell, ...]
    note: GridCell
    applied: bool
    first: bool
    last: bool


def page_of_table(
    request: Request, version: ProcedureVersion, table: ChartTable, *, typed: bool = False
) -> dict[str, Any]:
    """The context of the page. `typed`: the table is as it was just typed, not as it is kept."""
    problems = check_table(table)
    trial, decided = _trial(request, table)
    return {
        "version": version,
        "version_name": version_name(version),
        "procedure_name": str(version.procedure),
        "procedure": version.procedure,
        "table": table,
        "title": say(table.title) or table.key,
        "inputs": _heads(version, table, "inputs", table.inputs),
        "outputs": _heads(version, table, "outputs", table.outputs),
        "grid": _grid(table, problems, decided.rules if decided else ()),
        "policies": [(policy.value, policy.label, policy == table.policy) for policy in HitPolicy],
        "policy": table.policy.label,
        "problems": [(*KINDS[each.kind], each) for each in problems],
        "notes": _notes(table, problems),
        "trial": trial,
        "decided": _said(table, decided) if decided else None,
        "tests": [_test(table, number, each) for number, each in enumerate(run_tests(table))],
        "askers": list_askers(get_chart(version), table),
        "typed": typed,
        "writing": WRITING,
    }


def _heads(
    version: ProcedureVersion, table: ChartTable, side: str, columns: tuple[TableColumn, ...]
) -> list[HeadCell]:
    return [
        HeadCell(
            column,
            say(column.title) or column.key,
            place,
            reverse("versions:column", args=[version.uuid, table.key, side, place]),
            ", ".join(column.values),
        )
        for place, column in enumerate(columns)
    ]


def _grid(table: ChartTable, problems: list[Problem], applied: tuple[int, ...]) -> list[GridRow]:
    wrong = {(each.row, each.column) for each in problems if each.kind == "cell"}
    last = len(table.rules)
    return [
        GridRow(
            number,
            _cells("cell", number, table.inputs, rule.cells, wrong),
            _cells("result", number, table.outputs, rule.results, wrong),
            GridCell(
                f"note-{number - 1}",
                rule.note,
                _("Note of rule %(number)s") % {"number": number},
                wrong=False,
            ),
            applied=number in applied,
            first=number == 1,
            last=number == last,
        )
        for number, rule in enumerate(table.rules, start=1)
    ]


def _cells(
    kind: str,
    number: int,
    columns: tuple[TableColumn, ...],
    texts: tuple[str, ...],
    wrong: set[tuple[int | None, str]],
) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(
            f"{kind}-{number - 1}-{place}",
            text,
            _("%(column)s, rule %(number)s") % {"column": say(column.title) or column.key, "number": number},
            wrong=(number, column.key) in wrong,
        )
        for place, (column, text) in enumerate(zip(columns, texts, strict=False))
    )


def _notes(table: ChartTable, problems: list[Problem]) -> list[str]:
    """Overlaps that the hit policy settles are no fault, but good to know."""
    if any(each.kind in {"cell", "overlap"} for each in problems):
        return []
    found = find_overlaps(table)
    return (
        [each.sentence for each in found.found]
        if table.policy not in {HitPolicy.UNIQUE, HitPolicy.ANY}
        else []
    )


# ------------------------------------------------------------------ trying


def _trial(request: Request, table: ChartTable) -> tuple[TryForm, Any]:
    """The box, and what the table says when the address brings values."""
    asked = request.GET if any(key.startswith(f"{BOX}-") for key in request.GET) else None
    form = TryForm(asked, table=table)
    if asked is None or not form.is_valid():
        return form, None
    return form, compile_table(table).decide(form.given())


def _said(table: ChartTable, decided: Any) -> dict[str, Any]:
    titles = {column.key: say(column.title) or column.key for column in table.outputs}
    return {
        "problem": decided.problem,
        "rules": decided.rules,
        "results": [(titles.get(key, key), shown(value)) for key, value in decided.results.items()],
    }


def _test(table: ChartTable, number: int, result: TestResult) -> dict[str, Any]:
    titles = {column.key: say(column.title) or column.key for column in (*table.inputs, *table.outputs)}
    return {
        "number": number,
        "title": result.test.title,
        "given": [(titles.get(key, key), shown(value)) for key, value in result.test.given.items()],
        "expected": [(titles.get(key, key), shown(value)) for key, value in result.test.expected.items()],
        "passed": result.passed,
        "sentence": result.sentence,
        "rules": result.decided.rules,
    }
