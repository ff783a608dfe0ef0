"""Every flow of every ready procedure is taken by some case, in any order of work, and every case ends."""

import random
from typing import Any

import pytest

from periplus.paths import library
from periplus.paths.chart import Chart, ChartItem, ChartNode
from periplus.paths.engine import Run, Token
from periplus.paths.enums import NodeKind, ValueType
from periplus.paths.feel import compile_condition
from periplus.paths.stepping import find_step, find_subject

MOST_WALKS, MOST_MOVES = 4_000, 2_000
NUMBERS = (0, 1, 4, 5, 7, 12, 30, 60, 400, 1_000, 4_999, 10_000, 60_000, 10**6)
COUNTRIES = ("PT", "DE", "CH", "BR", "CN", "US", "GB")


class Walk(Run):
    """A run that remembers every flow it took."""

    taken: set[str]

    def _enter(self, key: str, flow: str, side: str) -> None:
        self.taken.add(flow)
        super()._enter(key, flow, side)


def facts_of(chart: Chart, dice: random.Random) -> dict[str, Any]:
    """Something that may be so, for every fact of the subject."""
    kind = find_subject(chart.subject_type)
    found: dict[str, Any] = {}
    for fact in kind.facts if kind else ():
        choices = [value for value, _title in fact.choices]
        found[fact.key] = some(fact.type, fact.key, choices, dice)
    return found


def some(kind: ValueType, key: str, choices: list[str], dice: random.Random) -> Any:
    if choices:
        return dice.choice(choices)
    if kind == ValueType.NUMBER:
        return dice.choice(NUMBERS)
    if kind == ValueType.YES_NO:
        return dice.random() < 0.5
    if kind == ValueType.DATE:
        return "2026-03-02"
    if kind in {ValueType.LIST, ValueType.TABLE}:
        return [{"name": f"{key} {number}"} for number in range(dice.choice((0, 1, 2)))]
    return dice.choice(COUNTRIES) if "country" in key else "text"


def answers(items: tuple[ChartItem, ...], dice: random.Random) -> dict[str, Any]:
    return {i.key: some(i.type, i.key, [c.value for c in i.choices], dice) for i in items}


def outputs(node: ChartNode, dice: random.Random) -> dict[str, Any]:
    if node.kind != NodeKind.STEP:
        return answers(node.outputs, dice)
    step = find_step(node.step)
    assert step is not None, node.step
    return {fact.key: some(fact.type, fact.key, [], dice) for fact in step.outputs}


def walk(chart: Chart, seed: int) -> Walk:
    """One case from start to end, with answers, deadlines and an order of work that chance decides."""
    dice = random.Random(f"{chart.key} {seed}")  # noqa: S311 -- a test, not a secret
    run = Walk(chart, values={}, facts=facts_of(chart, dice))
    run.taken = set()
    run.start(answers(chart.starts[0].outputs, dice))
    struck: set[tuple[Token, str]] = set()
    for _move in range(MOST_MOVES):
        waiting = [token for token in run.tokens if not token.arrived_by]
        if not waiting:
            break
        token = dice.choice(waiting)
        assert not token.trouble, (chart.key, token.node, token.trouble)
        late = [t for t in chart.timers_of(token.node) if not any(x.side == t.key for x in run.tokens)]
        late = [timer for timer in late if (token, timer.key) not in struck]
        if late and dice.random() < 0.25:
            timer = dice.choice(late)
            struck.add((token, timer.key))
            run.strike(token, timer.key)
        else:
            run.complete(token, outputs(chart.node[token.node], dice))
    return run


@pytest.mark.parametrize("chart", library.list_charts(), ids=lambda chart: chart.key)
def test_every_way_is_walked_to_an_end(chart: Chart) -> None:
    left = {flow.key for flow in chart.flows}
    outcomes = set()
    for seed in range(MOST_WALKS):
        run = walk(chart, seed)
        left -= run.taken
        assert run.tokens == [], f"case {seed} did not end"
        outcomes.add(run.outcome)
        if not left:
            break
    assert left == set(), f"never taken in {chart.key}"
    assert outcomes - {""}


@pytest.mark.parametrize("chart", library.list_charts(), ids=lambda chart: chart.key)
def test_conditions_read_what_there_is(chart: Chart) -> None:
    kind = find_subject(chart.subject_type)
    known = {fact.key for fact in kind.facts} if kind else set()
    known |= set(chart.item) | {column.key for table in chart.tables for column in table.outputs}
    for flow in chart.flows:
        if flow.condition:
            assert compile_condition(flow.condition).names <= known, flow.key
