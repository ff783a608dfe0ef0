"""Lanes: one for each accountable role, in the order in which the roles come up."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from periplus.paths.chart import Box, Chart
from periplus.paths.drawing.order import Order
from periplus.paths.drawing.sizes import BELOW, LANE_HEAD, MARGIN, ROW_GAP, is_box
from periplus.paths.enums import HUMAN


@dataclass(frozen=True, slots=True)
class Lane:
    """A band across the drawing. `role` is "" when nobody is accountable for anything in it."""

    role: str
    box: Box


def roles_of(order: Order) -> dict[str, str]:
    """The role in whose lane each node stands: its own, else that of the node before it, else after it."""
    nodes, found = order.nodes, dict[str, str]()
    for key in order.sequence:
        before = next((found[edge.source] for edge in order.into[key] if found[edge.source]), "")
        human = nodes[key].kind in HUMAN
        found[key] = nodes[key].role if human and nodes[key].role else before or ""
    for key in reversed(order.sequence):
        if not found[key]:
            found[key] = next((found[edge.target] for edge in order.out[key] if found[edge.target]), "")
    timers = {timer.key: found[host] for host, several in order.timers.items() for timer in several}
    return found | timers


def lane_order(order: Order, roles: Mapping[str, str]) -> list[str]:
    """Roles in the order of the columns in which they first appear."""
    by_column = sorted(order.sequence, key=lambda key: order.layer[key])
    return list(dict.fromkeys(roles[key] for key in by_column))


def lanes_of(chart: Chart) -> tuple[Lane, ...]:
    """The lanes of a chart that was laid out; none when its nodes do not lie in bands."""
    order = Order(chart)
    roles = roles_of(order)
    bands: dict[str, tuple[float, float]] = {}
    for node in chart.nodes:
        if node.box is None:
            return ()
        low, high = _extent(node.box, below=0 if is_box(node) else BELOW)
        top, bottom = bands.get(roles[node.key], (low, high))
        bands[roles[node.key]] = (min(top, low), max(bottom, high))
    several = sorted(bands.items(), key=lambda band: band[1])
    _stretch(several, [y for flow in chart.flows for _, y in flow.points])
    return _stacked(several, *_width(chart))


def _stretch(bands: list[tuple[str, tuple[float, float]]], heights: list[float]) -> None:
    """Let the outer bands hold the lines that run outside of all nodes."""
    if bands and heights:
        role, (top, bottom) = bands[0]
        bands[0] = (role, (min(top, *heights), bottom))
        role, (top, bottom) = bands[-1]
        bands[-1] = (role, (top, max(bottom, *heights)))


def _extent(box: Box, *, below: float) -> tuple[float, float]:
    return box.y, box.y + box.height + below


def _width(chart: Chart) -> tuple[float, float]:
    boxes = [node.box for node in chart.nodes if node.box]
    points = [x for flow in chart.flows for x, _ in flow.points]
    left = min([*(box.x for box in boxes), *points], default=0)
    right = max([*(box.x + box.width for box in boxes), *points], default=0)
    return left - MARGIN, right + MARGIN


def _stacked(bands: list[tuple[str, tuple[float, float]]], left: float, right: float) -> tuple[Lane, ...]:
    """Bands that touch one another; none when two of them share a height."""
    cuts = []
    for (_, (_, bottom)), (_, (top, _)) in pairwise(bands):
        if top - bottom < LANE_HEAD:
            return ()
        cuts.append(top - min(LANE_HEAD + ROW_GAP, top - bottom))
    if not bands:
        return ()
    edges = [bands[0][1][0] - LANE_HEAD - ROW_GAP, *cuts, bands[-1][1][1] + ROW_GAP]
    return tuple(
        Lane(role, Box(left, top, right - left, bottom - top))
        for (role, _), (top, bottom) in zip(bands, pairwise(edges), strict=True)
    )
