"""Gives every node of a procedure its place and every flow its way."""

from collections import defaultdict
from dataclasses import replace
from math import sqrt

from periplus.paths.chart import Box, Chart, ChartNode
from periplus.paths.drawing.channels import Bundle, Channel
from periplus.paths.drawing.kept import keep_places
from periplus.paths.drawing.order import Edge, Order
from periplus.paths.drawing.rows import Row, Rows
from periplus.paths.drawing.sizes import (
    EVENT,
    FIRST_TIMER,
    LANE_HEAD,
    MARGIN,
    NEXT_TIMER,
    ROW_GAP,
    THIN_ROW,
    TIMER,
    TRACK,
    TRUNK,
    column_width,
    room_below,
)
from periplus.paths.drawing.words import words_room
from periplus.paths.enums import NodeKind

ASIDE = 10.0  # how far from the middle of a shape a line arrives when another one is in its way
Point = tuple[float, float]


def lay_out(chart: Chart, *, keep: bool = False) -> Chart:
    """A place for every node and a way for every flow; the same chart always gives the same drawing.

    Lanes by accountable role lie below one another, columns follow the longest way from the start. With
    `keep`, nodes that have a place keep it, and flows between them that have a way keep that.
    """
    fresh = _Layout(chart).chart()
    return keep_places(chart, fresh) if keep and any(node.box for node in chart.nodes) else fresh


class _Layout:
    def __init__(self, chart: Chart) -> None:
        self.original = chart
        self.order = Order(chart)
        self.rows = Rows(self.order)
        self.middle = self._heights()
        self.channels: dict[int, Channel] = defaultdict(Channel)
        for edge in self.order.edges:
            self._enter(edge)
        for channel in self.channels.values():
            channel.set_tracks()
        self.left, self.width = self._columns()
        self.boxes = self._boxes()

    def chart(self) -> Chart:
        nodes = tuple(replace(node, box=self.boxes[node.key]) for node in self.original.nodes)
        ways = {edge.flow: self._way(edge) for edge in self.order.edges}
        flows = tuple(replace(flow, points=ways.get(flow.key, ())) for flow in self.original.flows)
        return replace(self.original, nodes=nodes, flows=flows)

    # ---------------------------------------------------------------- heights and columns

    def _heights(self) -> dict[Row, float]:
        """The middle of every row."""
        inside: dict[Row, list[ChartNode]] = defaultdict(list)
        for key, row in self.rows.of.items():
            inside[row].append(self.order.nodes[key])
        middle: dict[Row, float] = {}
        y, lane = MARGIN, -1
        for row in self.rows.all:
            if row[0] != lane:
                y, lane = y + LANE_HEAD + (ROW_GAP if lane >= 0 else 0), row[0]
            above, below = self._room(inside[row])
            middle[row] = y + above
            y += above + below
        return middle

    def _room(self, nodes: list[ChartNode]) -> tuple[float, float]:
        if not nodes:
            return THIN_ROW, THIN_ROW
        above = max(self.order.size(node.key)[1] / 2 for node in nodes)
        below = max(room_below(node, timers=self._timers(node.key)) for node in nodes)
        return above + ROW_GAP, below + ROW_GAP / 2

    def _timers(self, key: str) -> int:
        return len(self.order.timers.get(key, ()))

    def _columns(self) -> tuple[dict[int, float], dict[int, float]]:
        """The left edge and the width of every column; -1 is the margin before the first."""
        width: dict[int, float] = defaultdict(float)
        for key, column in self.order.layer.items():
            wide = column_width(self.order.nodes[key], timers=self._timers(key))
            width[column] = max(width[column], wide)
        words = self._words()
        left = {-1: MARGIN}
        for column in range(max(width, default=-1) + 1):
            before = self.channels[column - 1].width if column - 1 in self.channels else 0
            gap = TRUNK * 2 + max(before - 1, 0) * TRACK + words.get(column - 1, 0.0)
            left[column] = left[column - 1] + width[column - 1] + (gap if column or before else 0)
        return left, width

    def _words(self) -> dict[int, float]:
        """By column, the room for the words on the flows that leave it."""
        room: dict[int, float] = defaultdict(float)
        for edge in self.order.edges:
            if not edge.back:
                column = self.order.layer[edge.source]
                room[column] = max(room[column], words_room(self.original.flow[edge.flow]))
        return room

    def _boxes(self) -> dict[str, Box]:
        boxes = {}
        for key in self.order.nodes:
            width, height = self.order.size(key)
            column = self.order.layer[key]
            x = self.left[column] + (self.width[column] - width) / 2
            boxes[key] = Box(x, self.middle[self.rows.of[key]] - height / 2, width, height)
        for host, timers in self.order.timers.items():
            for number, timer in enumerate(timers):
                boxes[timer.key] = _at_edge(boxes[host], number, len(timers))
        return boxes

    # ---------------------------------------------------------------- ways

    def _enter(self, edge: Edge) -> None:
        """Tell the channels which vertical lines an edge needs."""
        source, target = self._ends(edge)
        row = self.rows.line.get(edge.flow)
        first, last = self._bundles(edge)
        if row is None:
            self.channels[self.order.layer[edge.source]].add(first, source, target, left=True, right=True)
            return
        y = self.middle[row]
        if not edge.timer:
            column = self.order.layer[edge.source]
            self.channels[column].add(first, source, y, left=True, right=not edge.back)
        self.channels[self.order.layer[edge.target] - 1].add(last, y, target, left=not edge.back, right=True)

    def _ends(self, edge: Edge) -> tuple[float, float]:
        return self.middle[self.rows.of[edge.source]], self.middle[self.rows.of[edge.target]]

    def _bundles(self, edge: Edge) -> tuple[Bundle, Bundle]:
        """Lines out of one split share a trunk, and so do lines into one join."""
        out = [each for each in self.order.edges if each.source == edge.source and not each.timer]
        into = [each for each in self.order.edges if each.target == edge.target]
        own: Bundle = ("flow", edge.flow)
        first: Bundle = ("source", edge.source) if len(out) > 1 and not edge.timer else own
        last: Bundle = ("target", edge.target) if len(into) > 1 else own
        alone = edge.flow not in self.rows.line
        return (last if alone and first == own else first), last

    def _x(self, column: int, bundle: Bundle) -> float:
        return self.left[column] + self.width[column] + TRUNK + self.channels[column].tracks[bundle] * TRACK

    def _way(self, edge: Edge) -> tuple[Point, ...]:
        source, target = self._ends(edge)
        first, last = self._bundles(edge)
        row = self.rows.line.get(edge.flow)
        column = self.order.layer[edge.source]
        box = self.boxes[edge.timer or edge.source]
        if row is None:
            x = self._x(column, first)
            return self._finish(
                edge, [(box.x + box.width, source), (x, source), (x, target)], (column, first)
            )
        y = self.middle[row]
        if edge.timer:
            begin = [(box.x + box.width / 2, box.y + box.height), (box.x + box.width / 2, y)]
        else:
            x = self._x(column, first)
            begin = [(box.x + box.width, source), (x, source), (x, y)]
        before = self.order.layer[edge.target] - 1
        x = self._x(before, last)
        return self._finish(edge, [*begin, (x, y), (x, target)], (before, last))

    def _finish(self, edge: Edge, points: list[Point], at: tuple[int, Bundle]) -> tuple[Point, ...]:
        """The last piece, into the target: aside of the middle where another line comes from the left."""
        column, bundle = at
        box = self.boxes[edge.target]
        x, y = points[-1]
        bent = points[-2][1] != y
        if bent and self.channels[column].clashes(bundle, y):
            y += ASIDE if points[-2][1] > y else -ASIDE
            points[-1] = (x, y)
        inward = _inset(self.order.nodes[edge.target], box, y - (box.y + box.height / 2))
        return _tidy([*points, (box.x + inward, y)])


def _at_edge(host: Box, number: int, count: int) -> Box:
    """A deadline on the lower edge of its task, from the right."""
    step = min(NEXT_TIMER, (host.width - FIRST_TIMER) / count)
    x = host.x + host.width - FIRST_TIMER - number * step
    return Box(x - TIMER[0] / 2, host.y + host.height - TIMER[1] / 2, *TIMER)


def _inset(node: ChartNode, box: Box, aside: float) -> float:
    """How far inside its box the shape of a node begins, this far from its middle."""
    half = box.height / 2
    if node.kind in {NodeKind.EXCLUSIVE, NodeKind.PARALLEL}:
        return abs(aside)
    if (box.width, box.height) == EVENT:
        return half - sqrt(half**2 - aside**2)
    return 0.0


def _tidy(points: list[Point]) -> tuple[Point, ...]:
    """Without points that repeat; the bend after the trunk stays, also where the way goes straight on."""
    found: list[Point] = []
    for point in points:
        place = (round(point[0], 1), round(point[1], 1))
        if not found or found[-1] != place:
            found.append(place)
    return tuple(found)
