"""What the panel of one step shows below what it says: its values, its ways, what can be put in."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode
from periplus.paths.editing.nodes import ONE_WAY, SAYS
from periplus.paths.enums import WAITING, NodeKind, Way
from periplus.paths.queries.charts import get_chart
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.words import ADDABLE, item_words, next_words, node_name


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A value that a step reads or produces."""

    item: ChartItem
    words: str
    place: int
    url: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way out of a step."""

    flow: ChartFlow
    words: str
    url: str
    first: bool
    last: bool


def panel_of(version: ProcedureVersion, node: ChartNode) -> dict[str, Any]:
    chart = get_chart(version)
    return {
        "node": node,
        "node_name": node_name(node),
        "items": item_rows(version, node),
        "has_items": "items" in SAYS[node.kind],
        "reads_items": node.kind in {*WAITING},
        "ways": way_rows(version, chart, node),
        "asks": node.kind == NodeKind.EXCLUSIVE,
        "parts": node.kind in {NodeKind.EXCLUSIVE, NodeKind.PARALLEL},
        "addable": [
            (title, reverse("versions:add", args=[version.uuid, node.key, what]))
            for what, title in ADDABLE.items()
            if may_add(chart, node, what)
        ],
        "movable": node.kind in ONE_WAY and len(chart.out(node.key)) == 1,
        "removable": node.kind != NodeKind.START,
        "timers": [
            (node_name(timer), reverse("versions:step", args=[version.uuid, timer.key]))
            for timer in chart.timers_of(node.key)
        ],
        "table_url": _table_url(version, chart, node),
    }


def _table_url(version: ProcedureVersion, chart: Chart, node: ChartNode) -> str:
    if node.table not in chart.table:
        return ""
    return reverse("versions:table", args=[version.uuid, node.table])


def item_rows(version: ProcedureVersion, node: ChartNode) -> dict[Way, list[ItemRow]]:
    found: dict[Way, list[ItemRow]] = {Way.IN: [], Way.OUT: []}
    for place, item in enumerate(node.items):
        url = reverse("versions:item", args=[version.uuid, node.key, place])
        found[item.way].append(ItemRow(item, item_words(item), place, url))
    return found


def way_rows(version: ProcedureVersion, chart: Chart, node: ChartNode) -> list[WayRow]:
    flows = chart.out(node.key)
    return [
        WayRow(
            flow,
            next_words(chart, flow),
            reverse("versions:flow", args=[version.uuid, flow.key]),
            first=place == 0,
            last=place == len(flows) - 1,
        )
        for place, flow in enumerate(flows)
    ]


def may_add(chart: Chart, node: ChartNode, what: str) -> bool:
    """Whether this can be put in at a node of this kind."""
    goes_on, single = bool(chart.out(node.key)), node.kind in ONE_WAY and len(chart.out(node.key)) == 1
    joins = node.kind == NodeKind.PARALLEL and len(chart.into(node.key)) > 1
    return {
        "after": goes_on,
        "check": goes_on,
        "choice": goes_on,
        "before": bool(chart.into(node.key)) and not joins,
        "only-if": single,
        "beside": single,
        "deadline": node.kind in WAITING,
    }.get(what, False)
