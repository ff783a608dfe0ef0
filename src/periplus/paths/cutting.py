"""A procedure cut into modules: every step that waits for somebody, with what it takes in and puts out."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from periplus.paths.chart import Chart, ChartItem, ChartNode, say
from periplus.paths.drawing.order import Order
from periplus.paths.enums import HUMAN, WAITING


@dataclass(frozen=True, slots=True)
class Part:
    """A module to be: `evaluation` names the step that judges it, `role` whoever is accountable."""

    node: str
    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    evaluation: str
    role: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The modules in the order of the drawing; `given`: items that none of them puts out."""

    parts: tuple[Part, ...]
    given: tuple[str, ...]


def cut_chart(chart: Chart) -> Cut:
    """Cut a procedure, in the reader's language."""
    order = Order(chart)
    nodes = [order.nodes[key] for key in order.sequence if order.nodes[key].kind in WAITING]
    judges = _judges(chart, nodes)
    parts = tuple(
        Part(
            node=node.key,
            title=say(node.title) or node.key,
            inputs=_names(chart, _needed(node, nodes)),
            outputs=_names(chart, node.outputs),
            evaluation=judges.get(node.key, ""),
            role=node.role,
        )
        for node in nodes
    )
    made = {item for part in parts for item in part.outputs}
    given = dict.fromkeys(item for part in parts for item in part.inputs if item not in made)
    return Cut(parts, tuple(given))


def _needed(node: ChartNode, nodes: list[ChartNode]) -> list[ChartItem]:
    """What a step takes in, without remarks that may come back to it when a later step returns the work."""
    before = {item.key for other in nodes[: nodes.index(node)] for item in other.outputs}
    later = {item.key for other in nodes[nodes.index(node) :] for item in other.outputs} - before
    return [item for item in node.inputs if item.key not in later]


def _names(chart: Chart, items: Iterable[ChartItem]) -> tuple[str, ...]:
    """One name for a value, whichever step says it: that of the step which produces it."""
    return tuple(dict.fromkeys(say(chart.item[each.key].title) or each.key for each in items))


def _judges(chart: Chart, nodes: list[ChartNode]) -> dict[str, str]:
    """By which evaluation each step is judged: the one that reads what it puts out, else the next one."""
    found: dict[str, str] = {}
    for judge in (node for node in nodes if node.evaluation):
        reads = {item.key for item in judge.inputs}
        made = [node for node in nodes if node != judge and reads & {item.key for item in node.outputs}]
        for node in made or _before(chart, judge):
            found.setdefault(node.key, say(judge.title) or judge.key)
    return found


def _before(chart: Chart, judge: ChartNode) -> list[ChartNode]:
    """The steps of people that come right before one, whatever gateways lie between."""
    found, seen, waiting = [], {judge.key}, deque([judge.key])
    while waiting:
        for flow in chart.into(waiting.popleft()):
            node = chart.node[flow.source]
            if node.key in seen:
                continue
            seen.add(node.key)
            if node.kind in HUMAN:
                found.append(node)
            else:
                waiting.append(node.key)
    return found
