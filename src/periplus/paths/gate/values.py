"""Whether what a node reads was produced on every way to it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode, ChartTable, say
from periplus.paths.enums import NodeKind
from periplus.paths.gate.findings import Finding, name_of
from periplus.paths.gate.graph import closure, onward
from periplus.paths.stepping import Fact, Step, Subject

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """A chart with what the stretches say about its subject and its automatic steps."""

    chart: Chart
    steps: Mapping[str, Step]
    subject: Subject | None

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.subject.facts if self.subject else ()

    def step_of(self, node: ChartNode) -> Step | None:
        return self.steps.get(node.step) if node.kind == NodeKind.STEP else None

    def table_of(self, node: ChartNode) -> ChartTable | None:
        return self.chart.table.get(node.table) if node.kind == NodeKind.DECISION else None

    def reads(self, node: ChartNode) -> list[str]:
        """Keys of the values without which it cannot be done."""
        step, table = self.step_of(node), self.table_of(node)
        keys = [item.key for item in node.inputs if item.required]
        keys += [node.over] if node.kind == NodeKind.EACH and node.over else []
        keys += [fact.key for fact in step.inputs] if step else []
        keys += [column.key for column in table.inputs] if table else []
        return list(dict.fromkeys(keys))

    def writes(self, node: ChartNode) -> list[str]:
        """Keys of the values that it may produce."""
        step, table = self.step_of(node), self.table_of(node)
        keys = [item.key for item in node.outputs]
        keys += [fact.key for fact in step.outputs] if step else []
        keys += [column.key for column in table.outputs] if table else []
        return list(dict.fromkeys(keys))

    def surely_writes(self, node: ChartNode) -> frozenset[str]:
        """Keys of the values that are there once it is done. A step that may be skipped promises none.

        What it may produce stands there too, with a question mark.
        """
        written = self.writes(node)
        open_ = {item.key for item in node.outputs if not item.required}
        sure = NOTHING if node.skippable else frozenset(written) - open_
        return sure | {f"{key}?" for key in written}

    @cached_property
    def writers(self) -> Mapping[str, list[ChartNode]]:
        """Who produces each value."""
        found: dict[str, list[ChartNode]] = {}
        for node in self.chart.nodes:
            for key in self.writes(node):
                found.setdefault(key, []).append(node)
        return found

    @cached_property
    def given(self) -> frozenset[str]:
        """Facts of the subject: known everywhere."""
        return frozenset(fact.key for fact in self.facts)

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """For every node that can be reached, the values that are surely there when a case comes to it."""
        return _values_before(self)

    def title_of(self, key: str) -> str:
        """How people know a value."""
        item = self.chart.item.get(key)
        fact = next((fact for fact in self.facts if fact.key == key), None)
        return say(item.title) if item and item.title else str(fact.title) if fact else key


def _values_before(ground: Ground) -> dict[str, frozenset[str]]:
    """Values known at each node: of all ways in behind a split into several at once, else of each way in.

    Begins with "everything is known" and takes away until nothing changes, so that loops come out right.
    """
    onward_of = onward(ground.chart)
    reached = closure((start.key for start in ground.chart.starts), onward_of)
    everything = ground.given.union(*(ground.surely_writes(node) for node in ground.chart.nodes))
    before = dict.fromkeys(reached, everything)
    queue = deque(reached)
    while queue:
        key = queue.popleft()
        known = _known_at(ground, before, key)
        if known != before[key]:
            before[key] = known
            queue.extend(onward_of(key))
    return before


def _known_at(ground: Ground, before: Mapping[str, frozenset[str]], key: str) -> frozenset[str]:
    node = ground.chart.node[key]
    if node.attached_to:
        return before.get(node.attached_to, ground.given)
    sources = [flow.source for flow in ground.chart.into(key) if flow.source in before]
    ways = [before[each] | ground.surely_writes(ground.chart.node[each]) for each in sources]
    if node.kind == NodeKind.START or not ways:
        return ground.given
    if node.kind == NodeKind.PARALLEL:
        return frozenset().union(*ways)
    return frozenset.intersection(*ways)


def check_values(ground: Ground) -> Iterator[Finding]:
    for node in ground.chart.nodes:
        if node.key in ground.before:
            for key in ground.reads(node):
                if not _there(ground, node, key):
                    yield _missing(ground, node, key)
            yield from _vain_hopes(ground, node)


def _there(ground: Ground, node: ChartNode, key: str) -> bool:
    """A list for whose elements a task is done may be left empty; then there is nothing to do."""
    known = ground.before[node.key]
    return key in known or (key == node.over and f"{key}?" in known)


def _missing(ground: Ground, node: ChartNode, key: str) -> Finding:
    named = {"node": name_of(node), "value": ground.title_of(key)}
    writers = [each for each in ground.writers.get(key, []) if each.key != node.key]
    if not writers:
        return Finding(
            "input",
            _("“%(node)s” needs “%(value)s”, which nothing produces before it.") % named,
            _("Let an earlier step produce it, or ask for it at the start."),
            node_key=node.key,
        )
    names = ", ".join(f"“{name_of(each)}”" for each in writers)
    if all(each.skippable for each in writers):
        sentence = _(
            "“%(node)s” needs “%(value)s”, but the step that produces it may be skipped: %(writers)s."
        )
    else:
        sentence = _("“%(node)s” needs “%(value)s”, but not every way to it passes %(writers)s.")
    return Finding(
        "input",
        sentence % {**named, "writers": names},
        _("Produce it on every way, make it optional here, or do not let the step be skipped."),
        node_key=node.key,
    )


def _vain_hopes(ground: Ground, node: ChartNode) -> Iterator[Finding]:
    """Optional inputs that can never be there."""
    for item in node.inputs:
        if not item.required and item.key not in ground.given and item.key not in ground.writers:
            yield Finding(
                "input",
                _("“%(node)s” would read “%(value)s”, which nothing in the procedure produces.")
                % {"node": name_of(node), "value": name_of(item)},
                _("Let an earlier step produce it, or remove it here."),
                node_key=node.key,
                blocking=False,
            )
