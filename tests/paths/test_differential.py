"""Random structured procedures enable the same tasks in the same order here and in another engine."""

from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from periplus.paths.chart import Chart, ChartItem, ChartNode
from periplus.paths.engine import Run
from periplus.paths.enums import ValueType
from periplus.paths.structure import scopes_of
from tests.paths.oracle import SpiffCase
from tests.paths.strategies import Loop, Parallel, Work, built, structured_charts

MOST_TASKS = 40
SHARED = frozenset({"choice", "parallel", "loop"})  # what both engines mean by the same


def answers(draw: st.DrawFn, node: ChartNode, done: int) -> dict[str, Any]:
    """Something for every output; loops are left in the end."""
    found: dict[str, Any] = {}
    for item in node.outputs:
        if item.type == ValueType.CHOICE:
            found[item.key] = draw(st.sampled_from([choice.value for choice in item.choices]))
        elif item.type == ValueType.YES_NO:
            found[item.key] = draw(st.booleans()) if done < MOST_TASKS // 2 else False
        else:
            found[item.key] = "text"
    return found


@st.composite
def walks(draw: st.DrawFn) -> tuple[Chart, list[tuple[list[str], bool]], list[tuple[list[str], bool]]]:
    """A chart, and what each engine offered step by step while the same tasks were done.

    A walk ends where the work between a split and its join comes round again: there the other engine
    counts ways that arrived in an earlier round, as the last test shows.
    """
    chart = draw(structured_charts(features=SHARED))
    ours, theirs = Run(chart, values={}, facts={}), SpiffCase(chart)
    moves = ours.start({})
    seen_here = [(sorted(t.node for t in ours.tokens if not t.arrived_by), moves.ended)]
    seen_there = [(theirs.enabled, theirs.ended)]
    done = 0
    scopes, split = scopes_of(chart), set[str]()
    while not moves.ended and done < MOST_TASKS and seen_here[-1] == seen_there[-1]:
        token = draw(st.sampled_from([t for t in ours.tokens if not t.arrived_by]))
        if token.node in split:
            break
        split |= {token.node} if scopes.get(token.node) else set()
        values = answers(draw, chart.node[token.node], done)
        moves = ours.complete(token, values)
        theirs.complete(token.node, values)
        seen_here.append((sorted(t.node for t in ours.tokens if not t.arrived_by), moves.ended))
        seen_there.append((theirs.enabled, theirs.ended))
        done += 1
    event(f"ended: {moves.ended}")
    return chart, seen_here, seen_there


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(walks())
def test_both_engines_offer_the_same_tasks(
    walk: tuple[Chart, list[tuple[list[str], bool]], list[tuple[list[str], bool]]],
) -> None:
    _chart, here, there = walk
    assert here == there


def test_a_join_waits_for_its_branches_in_every_round() -> None:
    """Ours does. The other goes on beside an open branch; once it does not, walks need not end early."""
    chart = built((Loop((Loop((Work(),)), Parallel(((Work(),), (Work(),))))),))
    ours, theirs = Run(chart, values={}, facts={}), SpiffCase(chart)
    ours.start({})
    first, second = ["task_3", "task_4", "task_7", "task_8", "task_10"], ["task_3", "task_4", "task_8"]
    for key in (*first, *second):
        token = next(each for each in ours.tokens if each.node == key)
        values = {item.key: said(item, again=key == "task_10") for item in chart.node[key].outputs}
        ours.complete(token, values)
        theirs.complete(key, values)
    assert [token.node for token in ours.tokens if not token.arrived_by] == ["task_7"]
    assert theirs.enabled == ["task_10", "task_7"]


def said(item: ChartItem, *, again: bool) -> Any:
    return again if item.type == ValueType.YES_NO else "text"
