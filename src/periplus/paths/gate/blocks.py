"""How parallel blocks lie in each other, and whether each split is closed by its join.

A case carries one token. A split makes one of it for each way; the join of the block makes one again.
So the blocks around a flow are known from the flow before it, and every place where ways meet shows
whether they belong together. Side ways of deadlines that do not interrupt are blocks that are never
joined: they run beside the case and end by themselves.
"""

from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import NodeKind
from periplus.paths.gate.findings import Finding, name_of
from periplus.paths.structure import SIDE, Scope


def check_blocks(chart: Chart) -> Iterator[Finding]:
    nesting = _Nesting(chart)
    for node in chart.nodes:
        if node.key in nesting.around:
            yield from _check_node(nesting, node)


class _Nesting:
    """`around`: the blocks of each reached node. `carried`: those that each flow comes with.

    As `structure.scopes_of`, but it bears charts that are not well structured.
    """

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.around: dict[str, Scope] = {start.key: () for start in chart.starts}
        self.carried: dict[str, Scope] = {}
        queue = deque(self.around)
        while queue:
            key = queue.popleft()
            for target, scope in self._onward(key):
                if target not in self.around:
                    joins = self.joins(target) and scope
                    self.around[target] = scope[:-1] if joins else scope
                    queue.append(target)

    def joins(self, key: str) -> bool:
        return self.chart.node[key].kind == NodeKind.PARALLEL and len(self.chart.into(key)) > 1

    def splits(self, key: str) -> bool:
        return self.chart.node[key].kind == NodeKind.PARALLEL and len(self.chart.out(key)) > 1

    def _onward(self, key: str) -> Iterator[tuple[str, Scope]]:
        scope = self.around[key]
        for number, flow in enumerate(self.chart.out(key)):
            self.carried[flow.key] = (*scope, (key, number)) if self.splits(key) else scope
            yield flow.target, self.carried[flow.key]
        for timer in self.chart.timers_of(key):
            yield timer.key, scope if timer.interrupting else (*scope, (timer.key, SIDE))

    def coming(self, key: str) -> list[Scope]:
        flows = self.chart.into(key)
        return [self.carried[flow.key] for flow in flows if flow.key in self.carried]


def _check_node(nesting: _Nesting, node: ChartNode) -> Iterator[Finding]:
    if nesting.joins(node.key) and nesting.coming(node.key):
        yield from _check_join(nesting, node)
    elif not _ends_a_block(nesting, node):
        yield from _check_meeting(nesting, node)
    if node.kind == NodeKind.END:
        yield from _check_end(nesting, node)


def _ends_a_block(nesting: _Nesting, node: ChartNode) -> bool:
    scope = nesting.around[node.key]
    return node.kind == NodeKind.END and bool(scope) and scope[-1][1] != SIDE


def _check_meeting(nesting: _Nesting, node: ChartNode) -> Iterator[Finding]:
    """Ways that meet without waiting for each other must be ways of one block."""
    strangers = [scope for scope in nesting.coming(node.key) if scope != nesting.around[node.key]]
    if not strangers:
        return
    block = _odd_block(nesting.around[node.key], strangers[0])
    named = {"node": name_of(node), "block": name_of(nesting.chart.node[block[0]])}
    if block[1] == SIDE:
        yield Finding(
            "side",
            _("The side way of the deadline “%(block)s” runs into the main way at “%(node)s”.") % named,
            _("Let the side way end in an end of its own, or let the deadline interrupt its step."),
            node_key=node.key,
        )
    else:
        yield Finding(
            "join",
            _("Ways that “%(block)s” opened at once meet at “%(node)s”, which does not wait for all.")
            % named,
            _("Bring all its ways together in a node “several ways at once” before this one."),
            node_key=node.key,
        )


def _odd_block(one: Scope, other: Scope) -> tuple[str, int]:
    """The outermost block in which the two differ; a side way before others, since it is the odder."""
    shared = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(one), len(other)) if shared is None else shared
    rest = [*one[start:], *other[start:]]
    return next((block for block in rest if block[1] == SIDE), rest[0])


def _check_join(nesting: _Nesting, node: ChartNode) -> Iterator[Finding]:
    """A join closes one split: each of its ways comes in once."""
    coming = nesting.coming(node.key)
    blocks = {scope[-1:] for scope in coming}
    splits = {(*scope[:-1], block[0]) for scope in coming for block in scope[-1:]}
    if () in blocks or any(block[0][1] == SIDE for block in blocks if block):
        yield Finding(
            "join",
            _("“%(node)s” waits for ways that were never opened at once.") % {"node": name_of(node)},
            _("Make it “one of several ways”, or open the ways in a node “several ways at once”."),
            node_key=node.key,
        )
    elif len(splits) > 1:
        yield _wrong_split(nesting, node, sorted({block[0][0] for block in blocks}))
    else:
        yield from _check_ways(nesting, node, [scope[-1] for scope in coming])


def _wrong_split(nesting: _Nesting, node: ChartNode, splits: list[str]) -> Finding:
    names = ", ".join(f"“{name_of(nesting.chart.node[key])}”" for key in splits)
    return Finding(
        "join",
        _("“%(node)s” brings ways of different blocks together: %(splits)s.")
        % {"node": name_of(node), "splits": names},
        _("Close the inner block first, with a node “several ways at once” of its own."),
        node_key=node.key,
    )


def _check_ways(nesting: _Nesting, node: ChartNode, ways: list[tuple[str, int]]) -> Iterator[Finding]:
    split = ways[0][0]
    named = {"node": name_of(node), "split": name_of(nesting.chart.node[split])}
    if len(set(ways)) < len(ways):
        yield Finding(
            "join",
            _("“%(node)s” gets the same way of “%(split)s” more than once and would wait for ever.") % named,
            _("Bring the alternatives of that way together in a node “one of several ways” before it."),
            node_key=node.key,
        )
    if len(set(ways)) < len(nesting.chart.out(split)):
        yield Finding(
            "join",
            _("Not all ways of “%(split)s” come to “%(node)s”, which should close it.") % named,
            _("Lead every way of the split to this join."),
            node_key=node.key,
        )


def _check_end(nesting: _Nesting, node: ChartNode) -> Iterator[Finding]:
    scope = nesting.around[node.key]
    named = {"node": name_of(node)}
    if _ends_a_block(nesting, node):
        split = name_of(nesting.chart.node[scope[-1][0]])
        yield Finding(
            "join",
            _("“%(node)s” ends one way of “%(split)s” while the others go on.") % {**named, "split": split},
            _("Lead this way to the join of the split, and decide about the end after it."),
            node_key=node.key,
        )
    elif scope and node.outcome:
        yield Finding(
            "side",
            _("“%(node)s” ends a side way, so it cannot decide the outcome of the case.") % named,
            _("Empty its outcome."),
            node_key=node.key,
        )
    elif not scope and not node.outcome:
        yield Finding(
            "outcome",
            _("“%(node)s” does not say with what outcome a case ends.") % named,
            _("Give it an outcome, for example “approved” or “refused”."),
            node_key=node.key,
        )
