"""Where somebody else placed the nodes: keep that, and find room and ways for the rest."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from periplus.paths.chart import Box, Chart, ChartFlow, ChartNode
from periplus.paths.drawing.order import Order, host_of
from periplus.paths.drawing.sizes import FIRST_TIMER, ROW_GAP, TIMER, TRUNK

Point = tuple[float, float]
CLEAR = 8.0


def keep_places(chart: Chart, fresh: Chart) -> Chart:
    """The chart with the places it has; a node without one stands to the right of the node before it."""
    boxes = {node.key: node.box for node in chart.nodes if node.box}
    order = Order(chart)
    for key in order.sequence:
        if key not in boxes:
            boxes[key] = _free_place(order, order.nodes[key], boxes, fresh)
    for node in chart.nodes:
        if node.key not in boxes:
            boxes[node.key] = _at_edge(boxes[host_of(chart, node)])
    nodes = tuple(replace(node, box=boxes[node.key]) for node in chart.nodes)
    return replace(chart, nodes=nodes, flows=tuple(_routed(chart, flow, boxes) for flow in chart.flows))


def _free_place(order: Order, node: ChartNode, boxes: dict[str, Box], fresh: Chart) -> Box:
    width, height = order.size(node.key)
    before = next((boxes[edge.source] for edge in order.into[node.key] if edge.source in boxes), None)
    if before:
        box = Box(before.x + before.width + 3 * TRUNK, before.y + (before.height - height) / 2, width, height)
    else:
        box = fresh.node[node.key].box or Box(0, 0, width, height)
    while any(_overlap(box, other) for other in boxes.values()):
        box = replace(box, y=box.y + ROW_GAP)
    return box


def _at_edge(host: Box) -> Box:
    x = host.x + host.width - FIRST_TIMER
    return Box(x - TIMER[0] / 2, host.y + host.height - TIMER[1] / 2, *TIMER)


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width + CLEAR
        and other.x < one.x + one.width + CLEAR
        and one.y < other.y + other.height + CLEAR
        and other.y < one.y + one.height + CLEAR
    )


def _routed(chart: Chart, flow: ChartFlow, boxes: dict[str, Box]) -> ChartFlow:
    if flow.points or flow.source not in boxes or flow.target not in boxes:
        return flow
    source, target = chart.node[flow.source], boxes[flow.target]
    others = [box for key, box in boxes.items() if key not in {flow.source, flow.target, source.attached_to}]
    hangs = bool(host_of(chart, source))
    ways = list(_ways(boxes[flow.source], target, others, hangs=hangs))
    return replace(flow, points=min(ways, key=lambda way: _hits(way, others)))


def _ways(source: Box, target: Box, others: list[Box], *, hangs: bool) -> Iterator[tuple[Point, ...]]:
    """Ways to try: straight, over a line between the two, below everything, above everything."""
    right, middle = source.x + source.width, source.y + source.height / 2
    end = (target.x, target.y + target.height / 2)
    begin = (source.x + source.width / 2, source.y + source.height) if hangs else (right, middle)
    if not hangs and middle == end[1] and right < target.x:
        yield begin, end
    if not hangs and right < target.x:
        for x in ((right + target.x) / 2, right + TRUNK, target.x - TRUNK):
            yield begin, (x, middle), (x, end[1]), end
    if hangs and begin[0] < target.x and begin[1] < end[1]:
        yield begin, (begin[0], end[1]), end
    boxes = [*others, source, target]
    low = max(box.y + box.height for box in boxes) + ROW_GAP
    out = begin[0] if hangs else right + TRUNK
    near = max(box.y + box.height for box in (source, target)) + ROW_GAP
    for y in (near, low) if hangs else (near, low, min(box.y for box in boxes) - ROW_GAP):
        x = target.x - TRUNK
        yield begin, *(() if hangs else ((out, middle),)), (out, y), (x, y), (x, end[1]), end


def _hits(way: tuple[Point, ...], others: list[Box]) -> int:
    return sum(_cuts(one, other, box) for one, other in pairwise(way) for box in others)


def _cuts(one: Point, other: Point, box: Box) -> bool:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left < box.x + box.width and box.x < right and top < box.y + box.height and box.y < bottom
