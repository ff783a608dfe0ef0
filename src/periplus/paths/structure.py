"""The shape of a chart: what can be reached from where, and how parallel blocks are nested."""

from collections import deque
from functools import lru_cache

from periplus.paths.chart import Chart, ChartFlow
from periplus.paths.enums import NodeKind

# Blocks around a node, outermost first: (key of the split, number of the branch). A side way of a
# deadline that does not interrupt counts as a block of its own, (key of the deadline, -1).
Scope = tuple[tuple[str, int], ...]
SIDE = -1


@lru_cache(maxsize=512)
def reachable_from(chart: Chart, key: str, *, without: str = "") -> frozenset[str]:
    """Every node that a case may come to from `key`, by flows and by deadlines at the nodes on the way.

    `without`: a node that it does not come to on the way.
    """
    seen: set[str] = set()
    queue = deque(_next(chart, key))
    while queue:
        node = queue.popleft()
        if node not in seen and node != without:
            seen.add(node)
            queue.extend(_next(chart, node))
    return frozenset(seen)


def lies_before(chart: Chart, earlier: str, later: str) -> bool:
    """Whether a case may come to a node before it comes to another one, which may lead round to it again."""
    return any(earlier in reachable_from(chart, start.key, without=later) for start in chart.starts)


def _next(chart: Chart, key: str) -> list[str]:
    return [flow.target for flow in chart.out(key)] + [timer.key for timer in chart.timers_of(key)]


@lru_cache(maxsize=512)
def scopes_of(chart: Chart) -> dict[str, Scope]:
    """For every node that can be reached, the blocks around it.

    The chart must be well structured: a join closes the block that its split opened, and lies outside it.
    """
    scopes: dict[str, Scope] = {start.key: () for start in chart.starts}
    queue = deque(scopes)
    while queue:
        key = queue.popleft()
        for target, scope in _steps(chart, key, scopes[key]):
            if target not in scopes:
                scopes[target] = scope[:-1] if _joins(chart, target) else scope
                queue.append(target)
    return scopes


def scope_of_flow(chart: Chart, flow: ChartFlow) -> Scope:
    """The blocks around a flow: those of the node it leaves, and the one that this node opens."""
    scope = scopes_of(chart).get(flow.source, ())
    if _splits(chart, flow.source):
        return (*scope, (flow.source, chart.out(flow.source).index(flow)))
    return scope


def _joins(chart: Chart, key: str) -> bool:
    return chart.node[key].kind == NodeKind.PARALLEL and len(chart.into(key)) > 1


def _splits(chart: Chart, key: str) -> bool:
    return chart.node[key].kind == NodeKind.PARALLEL and len(chart.out(key)) > 1


def _steps(chart: Chart, key: str, scope: Scope) -> list[tuple[str, Scope]]:
    splits = _splits(chart, key)
    found = [
        (flow.target, (*scope, (key, number)) if splits else scope)
        for number, flow in enumerate(chart.out(key))
    ]
    found.extend(
        (timer.key, scope if timer.interrupting else (*scope, (timer.key, SIDE)))
        for timer in chart.timers_of(key)
    )
    return found


def nested_in(inner: Scope, outer: Scope) -> bool:
    """Whether everything in `outer` is also around `inner`."""
    return inner[: len(outer)] == outer


def sides_of(scope: Scope) -> Scope:
    """The side ways among the blocks around a node."""
    return tuple(each for each in scope if each[1] == SIDE)
