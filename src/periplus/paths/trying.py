"""Which way a case would take through a chart, as far as its recorded values tell. Pure; nothing moves."""

from collections import deque
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartFlow, ChartNode, say
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.feel import FeelError, compile_condition
from periplus.paths.tables import compile_table

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision table said on the way. `problem`: why it could not say anything."""

    node: str
    table: str
    rules: tuple[int, ...]
    results: Mapping[str, Any]
    problem: str = ""


@dataclass(slots=True)
class Way:
    """Everything a case came to. `stops`: node by node, why it cannot be told how it would have gone on."""

    nodes: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    stops: dict[str, str] = field(default_factory=dict)
    outcome: str = ""

    def human(self, chart: Chart) -> list[str]:
        """The steps that people would have done."""
        return [key for key in self.nodes if chart.node[key].kind in HUMAN]


def find_way(chart: Chart, values: Values, *, struck: Container[str] = ()) -> Way:
    """Follow a chart with the values that a case had in the end.

    Each node is passed once: a loop that was repeated is told like one that was not. `struck`: steps whose
    deadline ended them in the past; their deadline is followed too. Where a value is asked for that the
    case does not have, the way stops with a sentence.
    """
    way, known = Way(), dict(values)
    queue = deque(start.key for start in chart.starts[:1])
    while queue:
        key = queue.popleft()
        if key in way.nodes:
            continue
        way.nodes.append(key)
        queue.extend(_next(chart, chart.node[key], known, way))
        if key in struck:
            queue.extend(
                flow.target
                for timer in chart.timers_of(key)
                if timer.interrupting
                for flow in chart.out(timer.key)
            )
    return way


def _next(chart: Chart, node: ChartNode, known: dict[str, Any], way: Way) -> list[str]:
    if node.kind == NodeKind.END:
        way.outcome = node.outcome or way.outcome
        return []
    if node.kind == NodeKind.DECISION and not _decide(chart, node, known, way):
        return []
    flows = chart.out(node.key)
    if node.kind == NodeKind.EXCLUSIVE and len(flows) > 1:
        chosen = _choose(flows, known, way, node)
        return [chosen.target] if chosen else []
    return [flow.target for flow in flows]


def _decide(chart: Chart, node: ChartNode, known: dict[str, Any], way: Way) -> bool:
    table = chart.table.get(node.table)
    if table is None:
        way.stops[node.key] = _("There is no such decision table.")
        return False
    decided = compile_table(table).decide(known)
    way.answers.append(Answer(node.key, table.key, decided.rules, decided.results, decided.problem))
    if decided.problem:
        way.stops[node.key] = decided.problem
        return False
    known.update(decided.results)
    return True


def _choose(flows: tuple[ChartFlow, ...], known: Values, way: Way, node: ChartNode) -> ChartFlow | None:
    usual = next((flow for flow in flows if flow.default), None)
    for flow in flows:
        if flow.default or not flow.condition.strip():
            continue
        try:
            condition = compile_condition(flow.condition)
        except FeelError as error:
            way.stops[node.key] = error.sentence
            return None
        if condition.holds(known):
            return flow
        missing = sorted(name for name in condition.names if name not in known)
        if missing:
            said = _("It depends on “%(value)s”, which nobody recorded then.")
            way.stops[node.key] = said % {"value": missing[0]}
            return None
    if usual is None:
        way.stops[node.key] = _("No condition holds, and there is no usual way.")
    return usual


def title_of(chart: Chart, key: str) -> str:
    """What a node is called; its key where the chart has no such node."""
    node = chart.node.get(key)
    return (say(node.title) or key) if node else key
