"""How much of its way a case has behind it: the human steps done, and the fewest that still lie ahead."""

from collections import deque
from functools import lru_cache

from periplus.paths.chart import Chart
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.structure import reachable_from

Steps = dict[str, int]


@lru_cache(maxsize=512)
def steps_ahead(chart: Chart) -> Steps:
    """For every node the fewest human steps from there to an end of the case, itself included.

    Side ways of deadlines lead nowhere that counts. A node from which no end can be reached is left out.
    """
    before = _before(chart)
    ahead = {node.key: 0 for node in chart.nodes if node.kind == NodeKind.END}
    queue = deque(ahead)
    while queue:
        key = queue.popleft()
        for source in before.get(key, ()):
            steps = ahead[key] + (chart.node[source].kind in HUMAN)
            if steps < ahead.get(source, len(chart.nodes) + 1):
                ahead[source] = steps
                queue.append(source)
    return ahead


def _before(chart: Chart) -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for flow in chart.flows:
        before.setdefault(flow.target, []).append(flow.source)
    return before


def share_done(chart: Chart, done: set[str], standing: set[str]) -> float:
    """From 0 to 1: steps done out of those done and those ahead. Never 1 while the case stands anywhere.

    A step that was done and lies ahead again, since the case was sent back, does not count as done.
    """
    if not standing:
        return 1.0
    known = steps_ahead(chart)
    ahead = max(1, *(known.get(key, 1) for key in standing))
    coming = {key for here in standing for key in reachable_from(chart, here)}
    again = {key for key in coming if known.get(key, 0) <= ahead}
    passed = len(done - standing - again)
    return passed / (passed + ahead)
