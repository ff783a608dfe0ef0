"""The editor of a draft: drawing, steps, and a panel for what is being said just now."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from periplus.core.languages import active_language
from periplus.loop.queries.plans import find_plan_in_force, goal_tree
from periplus.paths import policies
from periplus.paths.chart import Chart, say
from periplus.paths.drawing import draw
from periplus.paths.enums import ValueType
from periplus.paths.forms.steps import Offered
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.gate import list_findings
from periplus.paths.queries.naming import list_titles
from periplus.paths.queries.procedure_pages import find_shown, list_known
from periplus.paths.stepping import list_steps
from periplus.paths.types import ProcedureVersion
from periplus.people.types import Person
from periplus.web.procedures.shown import found_rows, rows_of, unit_names, wrong_at
from periplus.web.procedures.words import version_name
from periplus.web.shell.doors import UNPROCESSABLE, Request

PAGE = "versions/edit.html"
FORM_PANEL = "versions/panels/form.html"


def show_editor(
    request: Request,
    version: ProcedureVersion,
    panel: str,
    *,
    form: BaseForm | None = None,
    step: str = "",
    **more: Any,
) -> HttpResponse:
    """The whole page with this panel open; the panel alone is taken out of it by those who swap it."""
    context = context_of(request.user, version, current=step)
    context |= {"panel": panel, "form": form, "current_step": step, **more}
    failed = form is not None and form.is_bound and bool(form.errors)
    return render(request, PAGE, context, status=UNPROCESSABLE if failed else 200)


def show_panel_form(
    request: Request,
    version: ProcedureVersion,
    form: BaseForm,
    *,
    heading: str | Promise,
    label: str | Promise,
    lead: str | Promise = "",
    step: str = "",
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """The editor with one form in its panel."""
    told = {"panel_heading": heading, "panel_label": label, "panel_lead": lead}
    told["panel_back"] = back or reverse("versions:detail", args=[version.uuid])
    return show_editor(request, version, FORM_PANEL, form=form, step=step, **told, **more)


def context_of(person: Person, version: ProcedureVersion, *, current: str = "") -> dict[str, Any]:
    """Everything the page of a draft shows beside its panel."""
    chart, findings = get_chart(version), list_findings(version)

    def url_of(key: str) -> str:
        return reverse("versions:step", args=[version.uuid, key])

    found, noted = found_rows(version, chart, findings)
    links = {node.key: f"{url_of(node.key)}#panel" for node in chart.nodes}
    return {
        "version": version,
        "chart": chart,
        "title": say(chart.title) or chart.key,
        "version_name": version_name(version),
        "drawing": draw(chart, language=active_language(), links=links),
        "rows": rows_of(chart, unit_names(person), url_of=url_of, wrong=wrong_at(findings), current=current),
        "tables": [(table, say(table.title) or table.key) for table in chart.tables],
        "found": found,
        "noted": noted,
        "blocking": len(found),
        "before": before_of(version),
        "may_enact": policies.may_enact_version(person, version),
        "procedure_name": str(version.procedure),
    }


def before_of(version: ProcedureVersion) -> ProcedureVersion | None:
    """What a draft is held against: the version it was copied from, else the one that is in force."""
    if version.origin is not None and version.origin.procedure_id == version.procedure_id:
        return version.origin
    shown = find_shown(version.procedure)
    return shown if shown is not None and shown.pk != version.pk else None


def offered(person: Person, version: ProcedureVersion) -> Offered:
    """What steps of this draft may be tied to."""
    chart, institution = get_chart(version), version.procedure.institution
    plan = find_plan_in_force(institution)
    branches = goal_tree(plan) if plan else []
    fitting = [step for step in list_steps() if step.subject_type in {"", version.procedure.subject_type}]
    return Offered(
        units=list(unit_names(person).items()),
        goals=[
            (str(each.goal.uuid), f"{'– ' * each.depth}{each.goal.reference} {each.goal.title}")
            for each in branches
        ],
        steps=[(step.key, step.title) for step in fitting],
        tables=[(table.key, say(table.title) or table.key) for table in chart.tables],
        procedures=[pair for pair in list_titles(institution) if pair[0] != chart.key],
        lists=[
            (each.key, each.title)
            for each in list_known(chart)
            if each.type in {ValueType.LIST, ValueType.TABLE}
        ],
    )


def known_choices(chart: Chart, *, typed: bool = False) -> list[tuple[str, str]]:
    """Values to choose from; `typed` puts the type behind the key, as forms of conditions want it."""
    return [
        (f"{each.key}:{each.type.value}" if typed else each.key, f"{each.title} ({each.type.label})")
        for each in list_known(chart)
    ]
