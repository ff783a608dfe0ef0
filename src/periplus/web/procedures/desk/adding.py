"""Steps put in beside another one: after it, under a condition, by a decision table, with a deadline."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths import editing
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.editing.blocks import Check
from periplus.paths.enums import NodeKind
from periplus.paths.forms.steps import (
    BesideForm,
    CheckForm,
    ChoiceForm,
    DeadlineForm,
    OnlyIfForm,
    PutForm,
    way_choices,
)
from periplus.paths.forms.wording import said_here
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import list_known, words_of
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.drafting import back_to, change, draft_of, node_of, step_url
from periplus.web.procedures.editor import known_choices, show_panel_form
from periplus.web.procedures.step_panel import may_add
from periplus.web.procedures.words import ADDABLE, node_name
from periplus.web.shell.doors import Request, form_page, leave, submit

OTHERWISE, YES, NO = gettext_lazy("otherwise"), gettext_lazy("yes"), gettext_lazy("no")
Put = Callable[[Chart, ChartNode, Any], tuple[Chart, str]]


@form_page("paths.procedures.write")
def add(request: Request, reference: UUID, key: str, what: str) -> HttpResponse:
    """One more step, or what is put around one."""
    version = draft_of(request, reference)
    node, chart = node_of(version, key), get_chart(version)
    if not may_add(chart, node, what):
        raise Http404
    form = _FORMS[what](request, chart, node)
    added: list[str] = []

    def put(current: Chart) -> Chart:
        changed, shown = _PUT[what](current, editing.find_node(current, key), form)
        added.append(shown)
        return changed

    done = submit(request, form, lambda _values: change(request, version, put))
    if done and what == "check":
        table = done.result.node[added[-1]].table
        return leave(request, "versions:table", version.uuid, table, say=_SAID[what])
    if done:
        return back_to(request, version, step=added[-1], say=_SAID[what])
    return _show(request, version, form, node, what)


def _show(
    request: Request, version: ProcedureVersion, form: Form, node: ChartNode, what: str
) -> HttpResponse:
    return show_panel_form(
        request,
        version,
        form,
        heading=ADDABLE[what],
        lead=_("At “%(node)s”.") % {"node": node_name(node)},
        label=_("Put it in"),
        step=node.key,
        back=step_url(version, node.key),
    )


# ------------------------------------------------------------------ what is asked


def _ways(chart: Chart, node: ChartNode) -> list[tuple[str, str]]:
    return way_choices(chart, chart.out(node.key))


def _put_form(request: Request, chart: Chart, node: ChartNode) -> Form:
    return PutForm(request.POST or None, ways=_ways(chart, node), initial=_role(node))


def _before_form(request: Request, _chart: Chart, node: ChartNode) -> Form:
    return PutForm(request.POST or None, initial=_role(node))


def _check_form(request: Request, chart: Chart, node: ChartNode) -> Form:
    known = known_choices(chart)
    return CheckForm(request.POST or None, ways=_ways(chart, node), known=known)


def _choice_form(request: Request, chart: Chart, node: ChartNode) -> Form:
    known = known_choices(chart, typed=True)
    return ChoiceForm(request.POST or None, ways=_ways(chart, node), known=known, initial=_role(node))


def _only_if_form(request: Request, chart: Chart, _node: ChartNode) -> Form:
    return OnlyIfForm(request.POST or None, known=known_choices(chart, typed=True))


def _beside_form(request: Request, _chart: Chart, node: ChartNode) -> Form:
    return BesideForm(request.POST or None, initial=_role(node))


def _deadline_form(request: Request, chart: Chart, node: ChartNode) -> Form:
    nowhere = {NodeKind.START, NodeKind.TIMER}
    targets = [(n.key, node_name(n)) for n in chart.nodes if n.kind not in nowhere and n.key != node.key]
    return DeadlineForm(request.POST or None, targets=targets)


def _role(node: ChartNode) -> dict[str, str]:
    return {"role": node.role} if node.role else {}


_FORMS: dict[str, Callable[[Request, Chart, ChartNode], Any]] = {
    "after": _put_form,
    "before": _before_form,
    "check": _check_form,
    "choice": _choice_form,
    "only-if": _only_if_form,
    "beside": _beside_form,
    "deadline": _deadline_form,
}

# ------------------------------------------------------------------ what is put in, and what is shown then


def _new(chart: Chart, form: Any) -> ChartNode:
    made: ChartNode = form.node(editing.key_from(form.title_words(), chart.node, usual="step"))
    return made


def _after(chart: Chart, node: ChartNode, form: PutForm) -> tuple[Chart, str]:
    made = _new(chart, form)
    way = form.way() or chart.out(node.key)[0].key
    return editing.put_on(chart, way, made), made.key


def _before(chart: Chart, node: ChartNode, form: PutForm) -> tuple[Chart, str]:
    made = _new(chart, form)
    return editing.put_before(chart, node.key, made), made.key


def _check(chart: Chart, _node: ChartNode, form: CheckForm) -> tuple[Chart, str]:
    made = _new(chart, form)
    known = next(each for each in list_known(chart) if each.key == form.cleaned_data["looks_at"])
    asked = said_here(form.cleaned_data["question"])
    check = Check(asked, known.column(), asked, made, yes=words_of(YES), no=words_of(NO))
    changed = editing.insert_check(chart, form.way(), check)
    decision = next(n for n in changed.nodes if n.kind == NodeKind.DECISION and n.key not in chart.node)
    return changed, decision.key


def _choice(chart: Chart, _node: ChartNode, form: ChoiceForm) -> tuple[Chart, str]:
    made = _new(chart, form)
    changed = editing.insert_choice(
        chart,
        form.way(),
        title=said_here(form.cleaned_data["question"]),
        step=made,
        condition=form.condition(),
        usual_title=words_of(OTHERWISE),
    )
    return changed, made.key


def _only_if(chart: Chart, node: ChartNode, form: OnlyIfForm) -> tuple[Chart, str]:
    changed = editing.wrap_choice(
        chart,
        node.key,
        title=said_here(form.cleaned_data["question"]),
        condition=form.condition(),
        usual_title=words_of(OTHERWISE),
    )
    return changed, node.key


def _beside(chart: Chart, node: ChartNode, form: BesideForm) -> tuple[Chart, str]:
    made = _new(chart, form)
    return editing.wrap_parallel(chart, node.key, made), made.key


def _deadline(chart: Chart, node: ChartNode, form: DeadlineForm) -> tuple[Chart, str]:
    cleaned = form.cleaned_data
    beside = cleaned["mode"] == "beside"
    key = editing.key_from(f"{node.key}_late", chart.node, usual="deadline")
    timer = ChartNode(key, NodeKind.TIMER, {}, allowance_days=cleaned["days"], interrupting=not beside)
    step = None
    if beside:
        title = said_here(cleaned["title"])
        taken = {*chart.node, key}
        step = ChartNode(
            editing.key_from(title, taken, usual="step"), NodeKind.TASK, title, role=cleaned["role"]
        )
    return editing.add_deadline(chart, node.key, timer, step=step, goal=cleaned["goal"]), key


_PUT: dict[str, Put] = {
    "after": _after,
    "before": _before,
    "check": _check,
    "choice": _choice,
    "only-if": _only_if,
    "beside": _beside,
    "deadline": _deadline,
}
_SAID = {
    "after": gettext_lazy("It is put in. Say now what it needs and what comes out of it."),
    "before": gettext_lazy("It is put in. Say now what it needs and what comes out of it."),
    "check": gettext_lazy("It is put in. Say here when the step is needed."),
    "choice": gettext_lazy("It is put in; it is done only when the condition holds."),
    "only-if": gettext_lazy("From now on it is done only when the condition holds."),
    "beside": gettext_lazy("Both are done at the same time; the case goes on when both are done."),
    "deadline": gettext_lazy("The deadline is set."),
}
