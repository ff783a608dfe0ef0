"""A directly-follows graph as a chart, so that it is drawn like a procedure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.enums import NodeKind
from periplus.paths.facts.shapes import Edge

MOST: Final = 28  # lines in one drawing; the table has them all
START, END = "·start", "·end"


def chart_of(
    edges: Iterable[Edge], titles: Mapping[str, str], words: Callable[[Edge], str], *, most: int = MOST
) -> Chart:
    """Steps and the most frequent ways between them. Every step keeps its strongest way in and out.

    A step after itself is not drawn. `words`: what a line says.
    """
    known = [edge for edge in edges if edge.before != edge.after]
    drawn = _chosen(known, most)
    steps = dict.fromkeys(name for edge in drawn for name in (edge.before, edge.after) if name)
    nodes = [ChartNode(START, NodeKind.START, {}), ChartNode(END, NodeKind.END, {})]
    nodes += [ChartNode(name, NodeKind.TASK, {"en": titles.get(name, name)}) for name in steps]
    flows = tuple(
        ChartFlow(f"{number}", edge.before or START, edge.after or END, title={"en": words(edge)})
        for number, edge in enumerate(drawn)
    )
    return Chart("facts", {"en": ""}, nodes=tuple(nodes), flows=flows)


def _chosen(edges: list[Edge], most: int) -> list[Edge]:
    ranked = sorted(edges, key=lambda edge: (-edge.number, edge.before, edge.after))
    inward: dict[str, Edge] = {}
    outward: dict[str, Edge] = {}
    for edge in ranked:
        inward.setdefault(edge.after or END, edge)
        outward.setdefault(edge.before or START, edge)
    needed = {*inward.values(), *outward.values()}
    room = max(most - len(needed), 0)
    return sorted(
        {*needed, *[edge for edge in ranked if edge not in needed][:room]},
        key=lambda edge: (-edge.number, edge.before, edge.after),
    )
