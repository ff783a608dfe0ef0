"""Both tables of a responsibility list as a file: XLSX and PDF."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.languages import active_language, format_date
from periplus.core.printing import PrintedReport, PrintedTable, print_report
from periplus.paths.enums import Duty
from periplus.paths.types import WorkPlan
from periplus.web.lists.exports import XLSX
from periplus.web.loop.spreadsheets import workbook
from periplus.web.shell.doors import Request, page
from periplus.web.workplans.desk import SEE, seen_plan
from periplus.web.workplans.sheet_page import context_of
from periplus.web.workplans.shown import ShownRow, dates_words, holder_words, item_words

PDF = "application/pdf"
Lines = list[list[Any]]


@page(SEE)
def export(request: Request, reference: UUID, form: str) -> HttpResponse:
    """Exactly what the page shows."""
    plan = seen_plan(request, reference)
    if form not in {"xlsx", "pdf"}:
        raise Http404
    context = context_of(request.user, plan)
    if form == "xlsx":
        return file_answer(plan.title, "xlsx", XLSX, workbook(_sheets(context["rows"])))
    return file_answer(plan.title, "pdf", PDF, print_report(_report(plan, context)))


def file_answer(title: str, form: str, kind: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{slugify(title, allow_unicode=True) or 'periplus'}.{form}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _sheets(rows: Sequence[ShownRow]) -> dict[str, Lines]:
    duties = [[*_duty_heads()], *(_duty_line(each) for each in rows)]
    matrix_heads = [*_matrix_heads()[:-1], _("Begins"), _("Due"), _("Done")]
    days = [[each.row.starts_on, each.row.due_on, each.row.done_on] for each in rows]
    matrix = [_matrix_line(each)[:-1] + _iso(several) for each, several in zip(rows, days, strict=True)]
    wrong = [[each.row.title, one.word, one.sentence] for each in rows for one in each.conflicts]
    return {
        _("Responsibility list"): duties,
        _("Functional matrix"): [matrix_heads, *matrix],
        _("Conflicts"): [[_("Module"), _("Conflict"), _("What to do")], *wrong],
    }


def _iso(days: Sequence[Any]) -> list[str]:
    return [day.isoformat() if day else "" for day in days]


def _duty_heads() -> list[str]:
    return [_("Module"), *(str(duty.label) for duty in Duty), _("Conflicts")]


def _matrix_heads() -> list[str]:
    return [_("Module"), _("Takes in"), _("Puts out"), _("Evaluation"), _("Dates")]


def _title(each: ShownRow) -> str:
    return f"{each.row.number}. {each.row.title}"


def _duty_line(each: ShownRow) -> list[str]:
    cells = ["\n".join(map(holder_words, several)) for _duty, several in each.duties]
    return [_title(each), *cells, "\n".join(one.sentence for one in each.conflicts)]


def _matrix_line(each: ShownRow) -> list[str]:
    judge = f"{each.judge.number}. {each.judge.title}" if each.judge else each.row.evaluation
    ways = ("\n".join(map(item_words, several)) for several in (each.inputs, each.outputs))
    return [_title(each), *ways, judge, dates_words(each.row)]


def _report(plan: WorkPlan, context: dict[str, Any]) -> PrintedReport:
    rows: Sequence[ShownRow] = context["rows"]
    none = _("No module yet.")
    day = format_date(clock.today(), active_language())
    return PrintedReport(
        title=plan.title,
        lead=_("Who answers for which part, and what goes from hand to hand."),
        facts=[(str(fact.label), _fact(fact.value)) for fact in context["facts"]],
        tables=[
            PrintedTable(
                _("Responsibility list"),
                _duty_heads(),
                [_duty_line(each) for each in rows],
                (3, 2, 2, 2, 2, 3),
                none,
            ),
            PrintedTable(
                _("Functional matrix"),
                _matrix_heads(),
                [_matrix_line(each) for each in rows],
                (3, 3, 3, 2, 2),
                none,
            ),
        ],
        foot=f"{plan.institution.name} · {day}",
    )


def _fact(value: Any) -> str:
    return format_date(value, active_language()) if hasattr(value, "isoformat") else str(value)
