"""The standard side of nodes and flows: what BPMN itself can say about them.

Written into a file and read from one in the same form, so that a change made by another tool is seen.
"""

from dataclasses import replace
from typing import Any, TypeAlias

from periplus.paths.chart import Box, Chart, ChartFlow, ChartNode, say
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.interchange.names import fit, is_name

Facets: TypeAlias = dict[str, Any]  # JSON-ready


def facets_of_node(chart: Chart, node: ChartNode, *, lane: str, box: Box) -> Facets:
    """`lane`: the role in whose lane it stands. `box`: where it is drawn."""
    timer = node.kind == NodeKind.TIMER
    hangs = timer and node.attached_to in chart.node
    return {
        "kind": str(node.kind),
        "name": name_of(node),
        "doc": fit(say(node.guidance, "en")),
        "lane": lane,
        "days": max(node.allowance_days, 0) if timer and node.allowance_days is not None else None,
        "host": node.attached_to if hangs else "",
        "interrupting": node.interrupting if hangs else True,
        "message": fit(node.message) if node.kind == NodeKind.MESSAGE else "",
        "calls": node.calls if node.kind == NodeKind.CALL and is_name(node.calls) else "",
        "box": [box.x, box.y, box.width, box.height],
    }


def facets_of_flow(flow: ChartFlow, points: tuple[tuple[float, float], ...], *, default: bool) -> Facets:
    """`points`: its way in the drawing. `default`: whether its source can say that it is the default one."""
    return {
        "name": name_of(flow),
        "source": flow.source,
        "target": flow.target,
        "condition": condition_of(flow.condition),
        "default": default,
        "points": [list(point) for point in points],
    }


def name_of(part: ChartNode | ChartFlow | Chart) -> str:
    """What the `name` attribute says: the English words, else any."""
    return fit(say(part.title, "en"))


def condition_of(text: str) -> str:
    """The condition without the brackets in which other tools wrap it."""
    told = fit(text).strip()
    if told[:2] in {"${", "#{"} and told.endswith("}"):
        return told[2:-1].strip()
    return told.removeprefix("=").strip()


def node_with(node: ChartNode, changed: Facets, language: str) -> ChartNode:
    """The node, with what another tool changed on its standard side."""
    fields: dict[str, Any] = {}
    for facet, value in changed.items():
        fields |= _node_field(node, facet, value, language)
    return replace(node, **fields)


def _node_field(node: ChartNode, facet: str, value: Any, language: str) -> dict[str, Any]:
    if facet == "name":
        return {"title": {**node.title, language: value} if value else {}}
    if facet == "doc":
        return {"guidance": {**node.guidance, language: value} if value else {}}
    if facet == "lane":
        return {"role": value} if node.kind in HUMAN else {}
    if facet == "box":
        return {"box": Box(*value) if value else None}
    if facet == "kind":
        return {"kind": NodeKind(value)}
    names = {"days": "allowance_days", "host": "attached_to"}
    return {names.get(facet, facet): value}


def flow_with(flow: ChartFlow, changed: Facets, language: str) -> ChartFlow:
    """The flow, with what another tool changed on its standard side."""
    fields = {facet: value for facet, value in changed.items() if facet not in {"name", "points"}}
    if "name" in changed:
        name = " ".join(changed["name"].split())
        fields["title"] = {**flow.title, language: name} if name else {}
    if "points" in changed:
        fields["points"] = tuple((float(x), float(y)) for x, y in changed["points"])
    return replace(flow, **fields)


def differing(found: Facets, written: Facets) -> Facets:
    """What is not as it was written."""
    return {facet: value for facet, value in found.items() if facet not in written or written[facet] != value}
