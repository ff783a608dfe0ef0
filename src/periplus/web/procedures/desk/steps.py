"""Steps of a draft: what one says, and steps put in, moved and taken away."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode, ChartTable, TableColumn, TableRule, say
from periplus.paths.editing import change_node, move_node, put_table, remove_node, touched_by
from periplus.paths.editing.keys import key_from
from periplus.paths.editing.nodes import ONE_WAY
from periplus.paths.enums import HitPolicy, NodeKind, ValueType
from periplus.paths.forms.steps import MoveForm, StepForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.drafting import back_to, change, draft_of, node_of, step_url
from periplus.web.procedures.editor import offered, show_editor, show_panel_form
from periplus.web.procedures.step_panel import panel_of
from periplus.web.procedures.words import name_in, next_words, node_name
from periplus.web.shell.doors import Request, form_page, submit

STEP_PANEL = "versions/panels/step.html"
REMOVE_PANEL = "versions/panels/remove.html"


@form_page("paths.procedures.write")
def step(request: Request, reference: UUID, key: str) -> HttpResponse:
    """What a step says; below it its values, its ways, and what can be put beside it."""
    version = draft_of(request, reference)
    node = node_of(version, key)
    form = StepForm(request.POST or None, node=node, offered=offered(request.user, version))
    if submit(request, form, lambda _values: change(request, version, lambda chart: _said(chart, key, form))):
        return back_to(request, version, step=key, say=_("Kept."))
    return show_editor(request, version, STEP_PANEL, form=form, step=key, **panel_of(version, node))


def _said(chart: Chart, key: str, form: StepForm) -> Chart:
    """A decision without a table gets an empty one of its own."""
    changes = form.changes()
    if changes.get("kind", form.node.kind) == NodeKind.DECISION and not changes.get("table"):
        table = _empty_table(chart, changes["title"])
        chart, changes["table"] = put_table(chart, table), table.key
    return change_node(chart, key, **changes)


def _empty_table(chart: Chart, title: dict[str, str]) -> ChartTable:
    taken = {*chart.item, *(column.key for table in chart.tables for column in table.outputs)}
    result = key_from(say(title), taken, usual="result")
    return ChartTable(
        key_from(title, chart.table, usual="table"),
        title,
        HitPolicy.UNIQUE,
        (),
        (TableColumn(result, title, ValueType.YES_NO),),
        (TableRule((), ("true",)),),
    )


@form_page("paths.procedures.write")
def move(request: Request, reference: UUID, key: str) -> HttpResponse:
    """To another place in the procedure."""
    version = draft_of(request, reference)
    node, chart = node_of(version, key), get_chart(version)
    if node.kind not in ONE_WAY:
        raise Http404
    ways = [
        (flow.key, f"{name_in(chart, flow.source)} → {next_words(chart, flow)}")
        for flow in chart.flows
        if key not in {flow.source, flow.target}
    ]
    form = MoveForm(request.POST or None, ways=ways)

    def moved(current: Chart) -> Chart:
        return move_node(current, key, form.cleaned_data["way"])

    if submit(request, form, lambda _values: change(request, version, moved)):
        return back_to(request, version, step=key, say=_("It stands in its new place."))
    heading = _("Move “%(node)s”") % {"node": node_name(node)}
    return show_panel_form(
        request, version, form, heading=heading, label=_("Move it"), step=key, back=step_url(version, key)
    )


@form_page("paths.procedures.write")
def remove(request: Request, reference: UUID, key: str) -> HttpResponse:
    """Taken away, after it is shown what goes with it."""
    version = draft_of(request, reference)
    node, chart = node_of(version, key), get_chart(version)
    if request.method == "POST":
        change(request, version, lambda current: remove_node(current, key))
        said = _("“%(node)s” is gone. What led to it leads on to what followed it.")
        return back_to(request, version, say=said % {"node": node_name(node)})
    touched = touched_by(chart, key)
    return show_editor(
        request,
        version,
        REMOVE_PANEL,
        step=key,
        removed=node_name(node),
        gone=[node_name(each) for each in touched.nodes],
        gone_tables=[say(table.title) or table.key for table in touched.tables],
        readers=[_reader(version, each) for each in touched.readers],
        panel_back=step_url(version, key),
    )


def _reader(version: ProcedureVersion, node: ChartNode) -> tuple[str, str]:
    return node_name(node), reverse("versions:step", args=[version.uuid, node.key])
