"""Nodes put in, changed and moved."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.paths.chart import Chart, ChartFlow, ChartNode, say
from periplus.paths.editing.keys import flow_key
from periplus.paths.enums import NodeKind as K
from periplus.paths.enums import UnitRule

ALWAYS: Final = frozenset({"key", "kind", "title", "guidance", "box"})
WHO: Final = frozenset({"role", "unit_rule", "unit_code"})
HUMAN_WORK: Final = WHO | {"evaluation", "criteria", "allowance_days", "items", "goal", "skippable"}
SAYS: Final[Mapping[K, frozenset[str]]] = {
    K.START: frozenset({"items"}),
    K.END: frozenset({"outcome"}),
    K.TASK: HUMAN_WORK,
    K.EACH: HUMAN_WORK | {"over"},
    K.STEP: WHO | {"step", "goal"},
    K.DECISION: WHO | {"table", "goal"},
    K.EXCLUSIVE: frozenset(),
    K.PARALLEL: frozenset(),
    K.TIMER: frozenset({"allowance_days", "attached_to", "interrupting"}),
    K.MESSAGE: WHO | {"message", "items", "allowance_days", "goal"},
    K.CALL: WHO | {"calls", "items", "allowance_days", "goal"},
}
ONE_WAY: Final = (K.TASK, K.EACH, K.STEP, K.DECISION, K.MESSAGE, K.CALL)  # these can become each other


def find_node(chart: Chart, key: str) -> ChartNode:
    node = chart.node.get(key)
    if node is None:
        raise Invalid({"": _("This step is no longer there. A colleague may have removed it.")})
    return node


def name_of(node: ChartNode) -> str:
    return say(node.title) or str(node.kind.label)


def add_node(chart: Chart, node: ChartNode) -> Chart:
    """A node that nothing leads to yet."""
    if node.key in chart.node:
        raise Invalid({"": _("There is a step “%(key)s” already.") % {"key": node.key}})
    return replace(chart, nodes=(*chart.nodes, node))


def change_node(chart: Chart, key: str, **changes: Any) -> Chart:
    """Say something else about a node. What its kind does not say is forgotten."""
    node = fitting(replace(find_node(chart, key), **changes))
    return replace(chart, nodes=tuple(node if each.key == key else each for each in chart.nodes))


def fitting(node: ChartNode) -> ChartNode:
    """Without what a node of this kind does not say."""
    plain = ChartNode(node.key, node.kind, node.title)
    said = ALWAYS | SAYS[node.kind]
    return replace(
        node, **{each.name: getattr(plain, each.name) for each in fields(node) if each.name not in said}
    )


def lost_by(node: ChartNode, kind: K) -> list[str]:
    """What a node says that one of this kind does not: it is forgotten when the kind changes."""
    kept = fitting(replace(node, kind=kind))
    others = [each.name for each in fields(node) if each.name != "kind"]
    return [name for name in others if getattr(node, name) != getattr(kept, name)]


def put_on(chart: Chart, flow: str, node: ChartNode) -> Chart:
    """Between the two ends of a flow, which keeps its condition and now leads to the new node."""
    found = chart.flow.get(flow)
    if found is None:
        raise Invalid({"": _("This way is no longer there. A colleague may have removed it.")})
    return put_run(chart, (found,), (node,))


def put_before(chart: Chart, key: str, node: ChartNode) -> Chart:
    """Before a node, on every way that leads to it."""
    return put_run(chart, ways_into(chart, key), (node,))


def put_after(chart: Chart, key: str, node: ChartNode) -> Chart:
    """After a node with one way out."""
    return put_run(chart, (only_way_out(chart, key),), (node,))


def ways_into(chart: Chart, key: str) -> tuple[ChartFlow, ...]:
    node, ways = find_node(chart, key), chart.into(key)
    if not ways:
        raise Invalid({"": _("Nothing leads to “%(node)s”.") % {"node": name_of(node)}})
    if node.kind == K.PARALLEL and len(ways) > 1:
        raise Invalid({"": _("Several ways come together here. Choose one of them.")})
    return ways


def only_way_out(chart: Chart, key: str) -> ChartFlow:
    node, ways = find_node(chart, key), chart.out(key)
    if not ways:
        raise Invalid({"": _("Nothing follows “%(node)s”.") % {"node": name_of(node)}})
    if len(ways) > 1:
        raise Invalid({"": _("Several ways leave “%(node)s”. Choose one of them.") % {"node": name_of(node)}})
    return ways[0]


def put_run(chart: Chart, ways: Iterable[ChartFlow], run: tuple[ChartNode, ...]) -> Chart:
    """Nodes one after the other where these ways, all with one target, come in."""
    moved = {way.key: replace(way, target=run[0].key, points=()) for way in ways}
    target = next(chart.flow[key].target for key in moved)
    place = next(at for at, each in enumerate(chart.nodes) if each.key == target)
    for node in run:
        if node.key in chart.node:
            raise Invalid({"": _("There is a step “%(key)s” already.") % {"key": node.key}})
    nodes = (*chart.nodes[:place], *run, *chart.nodes[place:])
    chart = replace(chart, nodes=nodes, flows=tuple(moved.get(each.key, each) for each in chart.flows))
    for source, goal in zip(run, (*(each.key for each in run[1:]), target), strict=True):
        chart = join(chart, source.key, goal)
    return chart


def join(chart: Chart, source: str, target: str, **more: Any) -> Chart:
    """With one more flow."""
    flow = ChartFlow(flow_key(chart, source, target), source, target, **more)
    return replace(chart, flows=(*chart.flows, flow))


def lift_out(chart: Chart, key: str) -> Chart:
    """The node stays, but what led to it leads on to what follows it."""
    way = only_way_out(chart, key)
    flows = tuple(
        replace(each, target=way.target, points=()) if each.target == key else each
        for each in chart.flows
        if each.key != way.key
    )
    return replace(chart, flows=flows)


def move_node(chart: Chart, key: str, flow: str) -> Chart:
    """To another place: out of its way, and onto this one."""
    way = chart.flow.get(flow)
    node = find_node(chart, key)
    if node.kind not in ONE_WAY:
        raise Invalid({"": _("Only a step with one way in and one way out can be moved.")})
    if way is not None and key in {way.source, way.target}:
        raise Invalid({"": _("“%(node)s” stands there already.") % {"node": name_of(node)}})
    lifted = lift_out(chart, key)
    without = replace(lifted, nodes=tuple(each for each in lifted.nodes if each.key != key))
    return put_on(without, flow, replace(node, box=None))


def unplaced(chart: Chart) -> Chart:
    """Without places, so that the drawing is arranged anew."""
    return replace(
        chart,
        nodes=tuple(replace(node, box=None) for node in chart.nodes),
        flows=tuple(replace(flow, points=()) for flow in chart.flows),
    )


def usual_node(kind: K, key: str, title: Mapping[str, str], role: str) -> ChartNode:
    """A new node as it mostly is: somebody does it, in the unit of the subject."""
    node = ChartNode(key, kind, title, role=role, unit_rule=UnitRule.SUBJECT)
    return fitting(node)
