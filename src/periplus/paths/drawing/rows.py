"""In which row of its lane each node stands, and in which row each long line runs.

Branches of a split lie below one another in their order; a join comes back to the row of its split. A
line that passes columns takes a row that is free there, so that it never runs through a node.
"""

from collections.abc import Iterable
from typing import TypeAlias

from periplus.paths.drawing.lanes import lane_order, roles_of
from periplus.paths.drawing.order import Edge, Order

Row: TypeAlias = tuple[int, float]  # number of the lane, height within it; lines may run between the nodes

MIDWAY = 0.5
NEW_ROW = 0.6  # a row of its own costs less than a row one further away


class Rows:
    """Rows of the nodes (`of`) and of the lines (`line`)."""

    def __init__(self, order: Order) -> None:
        self.order = order
        roles = roles_of(order)
        self.lanes = lane_order(order, roles)
        self.lane = {key: self.lanes.index(roles[key]) for key in order.nodes}
        self.of: dict[str, Row] = {}
        self.line: dict[str, Row] = {}
        self._taken: set[tuple[int, Row]] = set()
        self._place_nodes()
        self._rows = sorted(set(self.of.values()))
        self._place_lines()

    @property
    def all(self) -> list[Row]:
        """Every row, from the top down."""
        return sorted({*self.of.values(), *self.line.values()})

    # ---------------------------------------------------------------- nodes

    def _place_nodes(self) -> None:
        floors: dict[str, dict[int, float]] = {"": {}}
        number: dict[str, int] = {}
        for key in self.order.sequence:
            floors[key] = self._floor(key, floors, number)
            number[key] = len(number)
            lane, column = self.lane[key], self.order.layer[key]
            row = max(floors[key].get(lane, 0.0), self._wish(key))
            while (column, (lane, row)) in self._taken:
                row += 1
            self.of[key] = (lane, row)
            self._taken.add((column, (lane, row)))

    def _floor(
        self, key: str, floors: dict[str, dict[int, float]], number: dict[str, int]
    ) -> dict[int, float]:
        """In each lane the first row that is not beside an earlier branch of the same split."""
        into = self.order.into[key]
        if len(into) != 1:
            return floors[self.order.parent[key]]
        source = into[0].source
        found = dict(floors[source])
        for other in self.order.sequence[number[source] + 1 : len(number)]:
            if self.order.layer[key] <= self.order.layer[other] <= self.order.reach[key]:
                lane, row = self.of[other]
                found[lane] = max(found.get(lane, 0.0), row + 1)
        if into[0].timer:
            found[self.lane[source]] = max(found.get(self.lane[source], 0.0), self.of[source][1] + 1)
        return found

    def _wish(self, key: str) -> float:
        """The row of the nearest node before it that stands in the same lane."""
        before = self.order.parent[key]
        while before and self.lane[before] != self.lane[key]:
            before = self.order.parent[before]
        return self.of[before][1] if before else 0.0

    # ---------------------------------------------------------------- lines

    def _place_lines(self) -> None:
        for edge in sorted(self.order.edges, key=lambda each: (each.back, self._length(each))):
            columns = self._columns(edge)
            if columns:
                row = min(self._candidates(edge, columns), key=lambda each: self._cost(edge, each))
                self.line[edge.flow] = row
                self._taken |= {(column, row) for column in columns}
                self._rows = sorted({*self._rows, row})

    def _length(self, edge: Edge) -> int:
        return abs(self.order.layer[edge.target] - self.order.layer[edge.source])

    def _columns(self, edge: Edge) -> range:
        """The columns that its line passes."""
        source, target = self.order.layer[edge.source], self.order.layer[edge.target]
        if edge.back:
            return range(target, source + 1)
        return range(source if edge.timer else source + 1, target)

    def _candidates(self, edge: Edge, columns: range) -> Iterable[Row]:
        """Rows that are free on the whole way, and a new one below each row."""
        for number, row in enumerate(self._rows):
            if all((column, row) not in self._taken for column in columns) and self._hangs(edge, row):
                yield row
            following = self._rows[number + 1] if number + 1 < len(self._rows) else None
            within = following is not None and following[0] == row[0]
            height = (row[1] + following[1]) / 2 if following and within else row[1] + MIDWAY
            if self._hangs(edge, (row[0], height)):
                yield row[0], height

    def _hangs(self, edge: Edge, row: Row) -> bool:
        """A line from a deadline begins below it and must not cross a node there."""
        if not edge.timer:
            return True
        column, start = self.order.layer[edge.source], self.of[edge.source]
        between = [each for each in self._rows if start < each < row]
        return row > start and all((column, each) not in self._taken for each in between)

    def _cost(self, edge: Edge, row: Row) -> tuple[float, Row]:
        place = _height(self._rows, row)
        ends = (self.of[edge.source], self.of[edge.target])
        far = sum(abs(place - _height(self._rows, end)) for end in ends)
        return far + (0 if row in self._rows else NEW_ROW), row


def _height(rows: list[Row], row: Row) -> float:
    """The number of a row, and a half number for one between two."""
    above = sum(each < row for each in rows)
    return above if row in rows else above - MIDWAY
