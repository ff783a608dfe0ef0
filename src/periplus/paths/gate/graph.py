"""Whether every node can be reached, can end, and no loop turns without a human."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.gate.findings import Finding, name_of

Neighbours = Callable[[str], Iterable[str]]


def closure(starts: Iterable[str], neighbours: Neighbours) -> set[str]:
    """Everything that can be come to from `starts`, with themselves."""
    seen = set(starts)
    queue = deque(seen)
    while queue:
        for key in neighbours(queue.popleft()):
            if key not in seen:
                seen.add(key)
                queue.append(key)
    return seen


def onward(chart: Chart) -> Neighbours:
    """Where a case goes from a node, by flows and by deadlines at its edge."""
    return lambda key: [
        *(flow.target for flow in chart.out(key)),
        *(timer.key for timer in chart.timers_of(key)),
    ]


def backward(chart: Chart) -> Neighbours:
    """Where it came from. A side way leads nowhere on, so its deadline is no way to the end."""

    def before(key: str) -> list[str]:
        node = chart.node[key]
        host = [node.attached_to] if node.attached_to in chart.node and node.interrupting else []
        return [*(flow.source for flow in chart.into(key)), *host]

    return before


def check_reach(chart: Chart) -> Iterator[Finding]:
    reached = closure((node.key for node in chart.starts), onward(chart))
    ending = closure((node.key for node in chart.nodes if node.kind == NodeKind.END), backward(chart))
    for node in chart.nodes:
        if node.key not in reached:
            yield Finding(
                "unreached",
                _("No way leads from the start to “%(node)s”.") % {"node": name_of(node)},
                _("Draw a flow to it from the step before, or remove it."),
                node_key=node.key,
            )
        elif node.key not in ending:
            yield Finding(
                "endless",
                _("From “%(node)s” no way leads to an end.") % {"node": name_of(node)},
                _("Draw a way from it to an end."),
                node_key=node.key,
            )


def check_loops(chart: Chart) -> Iterator[Finding]:
    """A loop that nobody has to work in would turn for ever by itself.

    A task for each is passed at once when its list is empty, so a loop with no other human is doubtful.
    """
    bare = loops(chart, [node for node in chart.nodes if node.kind not in HUMAN])
    for loop in bare:
        yield Finding(
            "loop",
            _("A loop without a human task: %(nodes)s.") % {"nodes": _listed(chart, loop)},
            _("Put a task for somebody into the loop, or lead it on instead of back."),
            node_key=loop[0],
        )
    for loop in loops(chart, [node for node in chart.nodes if node.kind != NodeKind.TASK]):
        if not any(set(loop) >= set(other) for other in bare):
            yield Finding(
                "loop",
                _("A loop in which nobody works when the list is empty: %(nodes)s.")
                % {"nodes": _listed(chart, loop)},
                _("Put a task for somebody into the loop, or leave it when the list is empty."),
                node_key=loop[0],
                blocking=False,
            )


def _listed(chart: Chart, keys: Iterable[str]) -> str:
    return " → ".join(name_of(chart.node[key]) for key in keys)


def loops(chart: Chart, nodes: Iterable[ChartNode]) -> list[list[str]]:
    """Loops that pass only `nodes`, each as one of its rounds; one for every knot of loops."""
    allowed = {node.key for node in nodes}
    ways = onward(chart)
    found: list[list[str]] = []
    for node in chart.nodes:
        if node.key in allowed and not any(node.key in loop for loop in found):
            loop = _round(node.key, lambda key: [each for each in ways(key) if each in allowed])
            found += [loop] if loop else []
    return found


def _round(start: str, ways: Neighbours) -> list[str]:
    """The shortest way from a node back to itself, or nothing."""
    came_from = dict.fromkeys(ways(start), start)
    queue = deque(came_from)
    while queue and start not in came_from:
        here = queue.popleft()
        for key in ways(here):
            if key not in came_from:
                came_from[key] = here
                queue.append(key)
    if start not in came_from:
        return []
    trail = [start]
    while came_from[trail[0]] != start:
        trail.insert(0, came_from[trail[0]])
    return [start, *trail[:-1]]
