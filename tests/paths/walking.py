"""Walks a procedure on every path: each answer that a condition or a table asks for, each deadline.

Where a case stands, with the values that may still decide something, is one place. From every place the
newest work is done in every way that matters, and each of its deadlines strikes. Places seen before are
not walked again, so loops come to an end.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeAlias

from periplus.paths.chart import Chart, ChartItem, ChartNode
from periplus.paths.engine import Run, Token
from periplus.paths.enums import NodeKind, ValueType
from periplus.paths.feel import compile_condition
from periplus.paths.stepping import Fact, Step
from periplus.paths.structure import reachable_from

Values: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[Any, ...]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
ANY: Mapping[ValueType, Any] = {
    ValueType.NUMBER: 7,
    ValueType.DATE: "2026-03-31",
    ValueType.YES_NO: True,
    ValueType.TABLE: [{"a": "one"}, {"a": "two"}],
    ValueType.LIST: ["one", "two"],
}


@dataclass
class Walk:
    """What was seen on the way. `stuck`: places that nobody can leave."""

    chart: Chart
    steps: Mapping[str, Step]
    passed: set[str] = field(default_factory=set)
    outcomes: set[str] = field(default_factory=set)
    missing: set[tuple[str, str]] = field(default_factory=set)
    stuck: list[str] = field(default_factory=list)
    places: int = 0


def walk(chart: Chart, steps: Mapping[str, Step], facts: tuple[Fact, ...]) -> Walk:
    """Every path, for every mixture of facts that matters."""
    seen = Walk(chart, steps)
    asked = _asked(chart)
    for mixture in product(*(_variants(chart, fact, asked) for fact in facts)):
        given = dict(zip((fact.key for fact in facts), mixture, strict=True))
        for values in _fillings(chart, chart.starts[0].outputs, asked):
            run = Run(chart, values={}, facts=given)
            run.start(values)
            _walk_on(seen, run, asked)
    return seen


def _walk_on(seen: Walk, first: Run, asked: Mapping[str, set[str]]) -> None:
    known: set[Place] = set()
    waiting = [first]
    while waiting:
        run = waiting.pop()
        seen.passed.update(run.moves.passed)
        place = _place(run, asked)
        if place in known:
            continue
        known.add(place)
        seen.places += 1
        if not run.tokens:
            seen.outcomes.add(run.outcome)
        else:
            waiting.extend(_next(seen, run, asked))


def _place(run: Run, asked: Mapping[str, set[str]]) -> Place:
    """Where the case stands, and what may still decide something."""
    ahead = {node for token in run.tokens for node in reachable_from(run.chart, token.node) | {token.node}}
    keys = sorted({key for node in ahead for key in asked.get(node, ())})
    wanted = {item.key for node in ahead for item in run.chart.node[node].inputs if item.required}
    tokens = sorted((t.node, t.side, t.arrived_by, t.element_no or 0) for t in run.tokens)
    told = tuple((key, repr(run.values.get(key))) for key in keys)
    return (tuple(tokens), told, tuple(sorted(wanted & run.values.keys())), run.outcome)


def _next(seen: Walk, run: Run, asked: Mapping[str, set[str]]) -> Iterator[Run]:
    """Every way to do the newest work, and every deadline at it."""
    number = max((n for n, t in enumerate(run.tokens) if not t.arrived_by), default=None)
    if number is None or run.tokens[number].trouble:
        seen.stuck.append(f"{[(t.node, t.trouble) for t in run.tokens]}")
        return
    node = run.chart.node[run.tokens[number].node]
    present = run.values.keys() | run.facts.keys()
    seen.missing.update(
        (node.key, item.key) for item in node.inputs if item.required and item.key not in present
    )
    for outputs in _outputs(seen, node, asked):
        after, token = _copy(run, number)
        after.complete(token, outputs)
        yield after
    for timer in run.chart.timers_of(node.key):
        if not any(token.side == timer.key for token in run.tokens):
            after, token = _copy(run, number)
            after.strike(token, timer.key)
            yield after


def _copy(run: Run, number: int) -> tuple[Run, Token]:
    tokens = [copy.copy(token) for token in run.tokens]
    after = Run(run.chart, tokens=tokens, values=dict(run.values), facts=run.facts)
    after.outcome = run.outcome
    return after, tokens[number]


def _outputs(seen: Walk, node: ChartNode, asked: Mapping[str, set[str]]) -> Iterator[Values]:
    if node.kind == NodeKind.STEP:
        yield {fact.key: ANY.get(fact.type, "told") for fact in seen.steps[node.step].outputs}
    else:
        yield from _fillings(seen.chart, node.outputs, asked)
    if node.skippable:
        yield {}


def _fillings(chart: Chart, items: tuple[ChartItem, ...], asked: Mapping[str, set[str]]) -> Iterator[Values]:
    """Ways to fill a form: each value that matters in every way, optional lists also left empty."""
    keys = [item.key for item in items]
    for row in product(*(_variants(chart, item, asked) for item in items)):
        yield dict(zip(keys, row, strict=True))


def _variants(chart: Chart, thing: ChartItem | Fact, asked: Mapping[str, set[str]]) -> list[Any]:
    if any(node.over == thing.key for node in chart.nodes):
        some = ANY[thing.type]
        return [some, None] if isinstance(thing, ChartItem) and not thing.required else [some]
    if not any(thing.key in keys for keys in asked.values()):
        return [ANY.get(thing.type, "told")]
    if thing.type == ValueType.YES_NO:
        return [True, False]
    if thing.type == ValueType.NUMBER:
        return _around(chart, thing.key)
    choices = thing.choices
    return [each[0] if isinstance(each, tuple) else each.value for each in choices] or ["told"]


def _around(chart: Chart, key: str) -> list[float]:
    """Numbers on both sides of each border that a condition or a cell draws."""
    texts = [flow.condition for flow in chart.flows if re.search(rf"\b{key}\b", flow.condition)]
    for table in chart.tables:
        for number, column in enumerate(table.inputs):
            if column.key == key:
                texts += [rule.cells[number] for rule in table.rules]
    borders = {float(found) for text in texts for found in NUMBER.findall(text)}
    return sorted({border + step for border in borders for step in (-1, 0, 1)} | {20.0, 1e6})


def _asked(chart: Chart) -> dict[str, set[str]]:
    """For each node that decides by itself, the values that it asks for."""
    asked: dict[str, set[str]] = {}
    for flow in chart.flows:
        if flow.condition:
            asked.setdefault(flow.source, set()).update(compile_condition(flow.condition).names)
    for node in chart.nodes:
        if node.kind == NodeKind.DECISION:
            asked[node.key] = {column.key for column in chart.table[node.table].inputs}
        elif node.over:
            asked[node.key] = {node.over}
    return asked
