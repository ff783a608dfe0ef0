"""Ways between the steps of a draft."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.editing import add_flow, change_flow, remove_flow, shift_flow
from periplus.paths.enums import NodeKind
from periplus.paths.forms.steps import FlowForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.drafting import back_to, change, draft_of, node_of, step_url
from periplus.web.procedures.editor import known_choices, show_panel_form
from periplus.web.procedures.words import node_name
from periplus.web.shell.doors import Request, act, form_page, submit

NOWHERE = (NodeKind.START, NodeKind.TIMER)


@form_page("paths.procedures.write")
def add(request: Request, reference: UUID, key: str) -> HttpResponse:
    """One more way out of a step."""
    version = draft_of(request, reference)
    node = node_of(version, key)
    if node.kind == NodeKind.END:
        raise Http404
    form = _form(request, get_chart(version), node, None)

    def added(chart: Chart) -> Chart:
        changes = form.changes()
        return add_flow(chart, key, changes.pop("target"), **changes)

    if submit(request, form, lambda _values: change(request, version, added)):
        return back_to(request, version, step=key, say=_("The way is there."))
    return _show(request, version, node, form, _("A way out of “%(node)s”"))


@form_page("paths.procedures.write")
def flow(request: Request, reference: UUID, key: str) -> HttpResponse:
    """Where a way leads, and when it is taken."""
    version = draft_of(request, reference)
    found = _flow(version, key)
    node = get_chart(version).node[found.source]
    form = _form(request, get_chart(version), node, found)
    done = submit(
        request,
        form,
        lambda _values: change(request, version, lambda c: change_flow(c, key, **form.changes())),
    )
    if done:
        return back_to(request, version, step=node.key, say=_("Kept."))
    return _show(request, version, node, form, _("A way out of “%(node)s”"))


@act("paths.procedures.write")
def remove(request: Request, reference: UUID, key: str) -> HttpResponse:
    version = draft_of(request, reference)
    source = _flow(version, key).source
    change(request, version, lambda chart: remove_flow(chart, key))
    return back_to(request, version, step=source, say=_("The way is gone."))


@act("paths.procedures.write")
def shift(request: Request, reference: UUID, key: str) -> HttpResponse:
    """Asked before the way that stood above it."""
    version = draft_of(request, reference)
    source = _flow(version, key).source
    change(request, version, lambda chart: shift_flow(chart, key, by=-1))
    return back_to(request, version, step=source)


def _flow(version: ProcedureVersion, key: str) -> ChartFlow:
    found = get_chart(version).flow.get(key)
    if found is None:
        raise Http404
    return found


def _form(request: Request, chart: Chart, node: ChartNode, found: ChartFlow | None) -> FlowForm:
    targets = [
        (each.key, node_name(each))
        for each in chart.nodes
        if each.kind not in NOWHERE and each.key != node.key
    ]
    return FlowForm(
        request.POST or None,
        targets=targets,
        flow=found,
        known=known_choices(chart, typed=True),
        asked=node.kind == NodeKind.EXCLUSIVE,
    )


def _show(
    request: Request, version: ProcedureVersion, node: ChartNode, form: FlowForm, heading: str
) -> HttpResponse:
    return show_panel_form(
        request,
        version,
        form,
        heading=heading % {"node": node_name(node)},
        label=_("Save"),
        step=node.key,
        back=step_url(version, node.key),
    )
