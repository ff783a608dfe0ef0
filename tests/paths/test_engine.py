"""Tokens on random well-formed procedures: none is lost, none is doubled, every case can end."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode
from periplus.paths.engine import EngineError, Run, Token
from periplus.paths.enums import NodeKind, ValueType, WorkState
from periplus.paths.structure import scopes_of
from tests.paths.strategies import structured_charts

MOST_MOVES = 60


def answer(draw: st.DrawFn, node: ChartNode, moves: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in node.outputs:
        if item.type == ValueType.CHOICE:
            found[item.key] = draw(st.sampled_from([choice.value for choice in item.choices]))
        elif item.type == ValueType.YES_NO:
            found[item.key] = draw(st.booleans()) if moves < MOST_MOVES // 3 else False
        elif item.type == ValueType.LIST:
            found[item.key] = draw(st.lists(st.text(max_size=3), max_size=3))
        else:
            found[item.key] = "text"
    return found


def open_tokens(run: Run) -> list[Token]:
    return [token for token in run.tokens if not token.arrived_by]


def move(draw: st.DrawFn, run: Run, moves: int) -> None:
    """Finish something; now and then let a deadline strike or send a case back."""
    token = draw(st.sampled_from(open_tokens(run)))
    timers = [t for t in run.chart.timers_of(token.node) if not any(x.side == t.key for x in run.tokens)]
    earlier = [node.key for node in run.chart.nodes if run.may_send_back(token, node.key)]
    kinds = ["complete", "complete", "complete"]
    kinds += ["strike"] if timers else []
    kinds += ["back"] if earlier and moves < MOST_MOVES // 3 else []
    kind = draw(st.sampled_from(kinds))
    if kind == "strike":
        run.strike(token, draw(st.sampled_from(timers)).key)
    elif kind == "back":
        run.send_back(token, draw(st.sampled_from(earlier)))
    else:
        run.complete(token, answer(draw, run.chart.node[token.node], moves))


@st.composite
def runs(draw: st.DrawFn) -> tuple[Run, list[Counter[tuple[str, str, int | None]]]]:
    """A case moved at random until its end, and how often each place was taken after each move."""
    run = Run(draw(structured_charts()), values={}, facts={})
    run.start({})
    places = []
    for moves in range(MOST_MOVES * 4):
        places.append(Counter((t.node + t.arrived_by, t.side, t.element_no) for t in run.tokens))
        if not open_tokens(run):
            break
        move(draw, run, moves)
    return run, places


@settings(max_examples=200)
@given(runs())
def test_no_token_is_lost_or_doubled_and_every_case_ends(
    drawn: tuple[Run, list[Counter[tuple[str, str, int | None]]]],
) -> None:
    run, places = drawn
    assert run.tokens == []
    assert run.outcome == "done"
    assert all(count == 1 for seen in places for count in seen.values())


@given(structured_charts())
def test_every_node_lies_in_a_known_block(chart: Chart) -> None:
    assert set(scopes_of(chart)) == {node.key for node in chart.nodes}


@given(structured_charts(features={"parallel"}))
def test_a_join_waits_for_all(chart: Chart) -> None:
    run = Run(chart, values={}, facts={})
    run.start({})
    while run.tokens:
        arrived = {token.node for token in run.tokens if token.arrived_by}
        for join in arrived:
            assert any(
                token.node != join and len(scopes_of(chart)[token.node]) > len(scopes_of(chart)[join])
                for token in open_tokens(run)
            )
        run.complete(open_tokens(run)[0], {})


def small(*nodes: ChartNode, flows: tuple[ChartFlow, ...]) -> Run:
    return Run(Chart("small", {"en": "Small"}, nodes=nodes, flows=flows), values={}, facts={})


def test_what_is_not_open_cannot_be_completed() -> None:
    run = small(
        ChartNode("s", NodeKind.START, {}),
        ChartNode("t", NodeKind.TASK, {}),
        ChartNode("e", NodeKind.END, {}),
        flows=(ChartFlow("a", "s", "t"), ChartFlow("b", "t", "e")),
    )
    run.start({})
    token = run.tokens[0]
    run.complete(token, {})
    with pytest.raises(EngineError, match="Nothing is open"):
        run.complete(token, {})


def test_a_task_for_each_collects_what_came_out_in_the_order_of_the_list() -> None:
    run = small(
        ChartNode("s", NodeKind.START, {}, items=(ChartItem("names", {}, type=ValueType.LIST),)),
        ChartNode("t", NodeKind.EACH, {}, over="names", items=(ChartItem("mark", {}),)),
        ChartNode("e", NodeKind.END, {}, outcome="marked"),
        flows=(ChartFlow("a", "s", "t"), ChartFlow("b", "t", "e")),
    )
    moves = run.start({"names": ["A", "B", "C"]})
    assert [token.element for token in moves.opened] == ["A", "B", "C"]
    third, first, second = run.tokens[2], run.tokens[0], run.tokens[1]
    for token, mark in ((third, "3"), (first, "1"), (second, "2")):
        assert not run.moves.ended
        run.complete(token, {"mark": mark})
    assert run.values["mark"] == ["1", "2", "3"]
    assert run.outcome == "marked"
    assert run.tokens == []


def test_a_loop_without_a_human_is_stopped() -> None:
    run = small(
        ChartNode("s", NodeKind.START, {}),
        ChartNode("x", NodeKind.EXCLUSIVE, {}),
        flows=(ChartFlow("a", "s", "x"), ChartFlow("b", "x", "x")),
    )
    with pytest.raises(EngineError, match="without a human"):
        run.start({})


def test_an_overtaken_task_goes_on_by_its_deadline() -> None:
    run = small(
        ChartNode("s", NodeKind.START, {}),
        ChartNode("t", NodeKind.TASK, {}),
        ChartNode("late", NodeKind.TIMER, {}, attached_to="t", allowance_days=3),
        ChartNode("e", NodeKind.END, {}, outcome="in time"),
        ChartNode("f", NodeKind.END, {}, outcome="too late"),
        flows=(ChartFlow("a", "s", "t"), ChartFlow("b", "t", "e"), ChartFlow("c", "late", "f")),
    )
    run.start({})
    moves = run.strike(run.tokens[0], "late")
    assert moves.ended
    assert run.outcome == "too late"


def test_states_of_what_is_sent_back() -> None:
    run = small(
        ChartNode("s", NodeKind.START, {}),
        ChartNode("first", NodeKind.TASK, {}),
        ChartNode("split", NodeKind.PARALLEL, {}),
        ChartNode("left", NodeKind.TASK, {}),
        ChartNode("right", NodeKind.TASK, {}),
        ChartNode("join", NodeKind.PARALLEL, {}),
        ChartNode("e", NodeKind.END, {}),
        flows=(
            ChartFlow("1", "s", "first"),
            ChartFlow("2", "first", "split"),
            ChartFlow("3", "split", "left"),
            ChartFlow("4", "split", "right"),
            ChartFlow("5", "left", "join"),
            ChartFlow("6", "right", "join"),
            ChartFlow("7", "join", "e"),
        ),
    )
    run.start({})
    run.complete(run.tokens[0], {})
    left, right = run.tokens
    for number, token in enumerate(run.tokens):
        token.id = number
    run.moves.opened.clear()
    moves = run.send_back(left, "first")
    assert moves.closed == [(left, WorkState.RETURNED), (right, WorkState.CANCELLED)]
    assert [token.node for token in run.tokens] == ["first"]
    assert not run.may_send_back(run.tokens[0], "left")


def test_a_step_that_lies_ahead_is_no_earlier_one_though_it_was_done_in_an_earlier_round() -> None:
    ways = [("s", "ask"), ("ask", "check"), ("check", "fine"), ("fine", "e"), ("fine", "ask")]
    run = small(
        ChartNode("s", NodeKind.START, {}),
        ChartNode("ask", NodeKind.TASK, {}),
        ChartNode("check", NodeKind.TASK, {}),
        ChartNode("fine", NodeKind.EXCLUSIVE, {}),
        ChartNode("e", NodeKind.END, {}),
        flows=tuple(ChartFlow(f"{a}_{b}", a, b, default=b == "e") for a, b in ways),
    )
    assert not run.may_send_back(Token("ask"), "check")
    assert run.may_send_back(Token("check"), "ask")
