"""Flows drawn, changed and removed, and the order in which ways are asked."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.paths.chart import Chart, ChartFlow
from periplus.paths.editing.nodes import find_node, join, name_of
from periplus.paths.enums import NodeKind


def find_flow(chart: Chart, key: str) -> ChartFlow:
    flow = chart.flow.get(key)
    if flow is None:
        raise Invalid({"": _("This way is no longer there. A colleague may have removed it.")})
    return flow


def add_flow(chart: Chart, source: str, target: str, **more: Any) -> Chart:
    """One more way from a node to another. A way that is the usual one takes that from the others."""
    _demand_ends(chart, source, target)
    return _one_usual(join(chart, source, target, **more), source, more.get("default", False))


def change_flow(chart: Chart, key: str, **changes: Any) -> Chart:
    """Another target, condition, title; or the usual way from now on."""
    flow = find_flow(chart, key)
    after = replace(flow, **changes)
    if after.target != flow.target:
        _demand_ends(chart, flow.source, after.target)
        after = replace(after, points=())
    if after.default:
        after = replace(after, condition="")
    changed = replace(chart, flows=tuple(after if each.key == key else each for each in chart.flows))
    return _one_usual(changed, flow.source, after.default, keep=key)


def remove_flow(chart: Chart, key: str) -> Chart:
    """Without this way. What it led to stays, perhaps with nothing leading to it."""
    find_flow(chart, key)
    return replace(chart, flows=tuple(each for each in chart.flows if each.key != key))


def shift_flow(chart: Chart, key: str, *, by: int) -> Chart:
    """Asked earlier (-1) or later (1) than the other ways out of its node."""
    flow = find_flow(chart, key)
    order = [each.key for each in chart.out(flow.source)]
    place = order.index(key)
    goal = min(max(place + by, 0), len(order) - 1)
    order.insert(goal, order.pop(place))
    ranked = iter([chart.flow[each] for each in order])
    return replace(
        chart, flows=tuple(next(ranked) if each.source == flow.source else each for each in chart.flows)
    )


def _demand_ends(chart: Chart, source: str, target: str) -> None:
    begin, end = find_node(chart, source), find_node(chart, target)
    if begin.kind == NodeKind.END:
        raise Invalid({"": _("Nothing goes on from “%(node)s”: it is an end.") % {"node": name_of(begin)}})
    if end.kind in {NodeKind.START, NodeKind.TIMER}:
        raise Invalid({"target": _("No way may lead to “%(node)s”.") % {"node": name_of(end)}})


def _one_usual(chart: Chart, source: str, usual: bool, *, keep: str = "") -> Chart:  # noqa: FBT001 -- as the flow says
    """Only the last named way out of a node is the usual one."""
    if not usual:
        return chart
    kept = keep or chart.out(source)[-1].key
    flows = tuple(
        replace(each, default=False) if each.source == source and each.key != kept and each.default else each
        for each in chart.flows
    )
    return replace(chart, flows=flows)
