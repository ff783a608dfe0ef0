"""In which order nodes are met: layers from left to right, and where a loop goes back."""

from dataclasses import dataclass
from functools import cached_property

from periplus.paths.chart import Chart, ChartNode
from periplus.paths.drawing.sizes import size_of
from periplus.paths.enums import NodeKind


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow between two nodes that stand in columns; a deadline stands where its host stands."""

    flow: str
    source: str
    target: str
    timer: str = ""  # the deadline that it leaves from
    back: bool = False


class Order:
    """The nodes of a chart that stand in columns, and the edges between them."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.nodes = {node.key: node for node in chart.nodes if not host_of(chart, node)}
        self.timers: dict[str, list[ChartNode]] = {}
        for node in chart.nodes:
            if host := host_of(chart, node):
                self.timers.setdefault(host, []).append(node)
        self.edges = self._edges()
        self.out = _by(self.edges, self.nodes, source=True)
        self.into = _by(self.edges, self.nodes, source=False)

    def size(self, key: str) -> tuple[float, float]:
        """Width and height of the shape of a node that stands in a column."""
        return size_of(self.nodes[key], timers=len(self.timers.get(key, ())))

    @cached_property
    def sequence(self) -> list[str]:
        """Branch after branch; a join comes after everything that flows into it."""
        waiting = {key: len(edges) for key, edges in self.into.items()}
        stack = [key for key in reversed(self.nodes) if not waiting[key]]
        found = []
        while stack:
            key = stack.pop()
            found.append(key)
            for edge in reversed(self.out[key]):
                waiting[edge.target] -= 1
                if not waiting[edge.target]:
                    stack.append(edge.target)
        return found

    @cached_property
    def layer(self) -> dict[str, int]:
        """Number of the column: the longest way from a beginning."""
        layers: dict[str, int] = {}
        for key in self.sequence:
            layers[key] = max((layers[edge.source] + 1 for edge in self.into[key]), default=0)
        return layers

    @cached_property
    def parent(self) -> dict[str, str]:
        """The nearest node through which every way to a node leads; "" when there is none."""
        parents: dict[str, str] = {}
        depth = {"": 0}
        for key in self.sequence:
            sources = [edge.source for edge in self.into[key]]
            common = sources[0] if sources else ""
            for other in sources[1:]:
                common = _common(parents, depth, common, other)
            parents[key] = common
            depth[key] = depth[common] + 1
        return parents

    @cached_property
    def reach(self) -> dict[str, int]:
        """The last column over which a node, what only it leads to, and their flows extend."""
        ends: dict[str, int] = {}
        for key in reversed(self.sequence):
            own = [self.layer[edge.target] - 1 for edge in self.out[key]]
            ends[key] = max(self.layer[key], ends.get(key, 0), *own, 0)
            parent = self.parent[key]
            if parent:
                ends[parent] = max(ends.get(parent, 0), ends[key])
        return ends

    def _edges(self) -> list[Edge]:
        found = []
        for flow in self.chart.flows:
            source, target = self.chart.node.get(flow.source), self.chart.node.get(flow.target)
            if source is None or target is None:
                continue
            host = host_of(self.chart, source)
            anchor = host_of(self.chart, target) or target.key
            found.append(Edge(flow.key, host or source.key, anchor, source.key if host else ""))
        found.sort(key=lambda edge: bool(edge.timer))  # side ways come after the main way
        back = _going_back(list(self.nodes), found)
        return [Edge(e.flow, e.source, e.target, e.timer, back=e.flow in back) for e in found]


def host_of(chart: Chart, node: ChartNode) -> str:
    """The key of the node at whose edge a deadline stands, or ""."""
    host = chart.node.get(node.attached_to)
    hangs = node.kind == NodeKind.TIMER and host is not None and not host.attached_to
    return node.attached_to if hangs else ""


def _by(edges: list[Edge], nodes: dict[str, ChartNode], *, source: bool) -> dict[str, list[Edge]]:
    """Edges that go forward, by one of their ends."""
    found: dict[str, list[Edge]] = {key: [] for key in nodes}
    for edge in edges:
        if not edge.back:
            found[edge.source if source else edge.target].append(edge)
    return found


def _going_back(keys: list[str], edges: list[Edge]) -> set[str]:
    """Flows that lead to a node on the way to themselves, as a walk from the first nodes meets them."""
    out: dict[str, list[Edge]] = {key: [] for key in keys}
    entered = {edge.target for edge in edges}
    for edge in edges:
        out[edge.source].append(edge)
    back: set[str] = set()
    done: set[str] = set()
    for root in sorted(keys, key=lambda key: key in entered):
        _walk(root, out, done, back)
    return back


def _walk(root: str, out: dict[str, list[Edge]], done: set[str], back: set[str]) -> None:
    if root in done:
        return
    way, open_ = [(root, iter(out[root]))], {root}
    while way:
        key, edges = way[-1]
        edge = next(edges, None)
        if edge is None:
            way.pop()
            open_.discard(key)
            done.add(key)
        elif edge.target in open_:
            back.add(edge.flow)
        elif edge.target not in done:
            way.append((edge.target, iter(out[edge.target])))
            open_.add(edge.target)


def _common(parents: dict[str, str], depth: dict[str, int], one: str, other: str) -> str:
    while one != other:
        if depth[one] >= depth[other]:
            one = parents[one]
        else:
            other = parents[other]
    return one
