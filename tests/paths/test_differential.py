"""Random structured procedures enable the same tasks in the same order here and in another engine."""

from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from periplus.paths.chart import Chart, ChartNode
from periplus.paths.engine import Run
from periplus.paths.enums import ValueType
from tests.paths.oracle import SpiffCase
from tests.paths.strategies import structured_charts

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
    """A chart, and what each engine offered step by step while the same tasks were done."""
    chart = draw(structured_charts(features=SHARED))
    ours, theirs = Run(chart, values={}, facts={}), SpiffCase(chart)
    moves = ours.start({})
    seen_here = [(sorted(t.node for t in ours.tokens if not t.arrived_by), moves.ended)]
    seen_there = [(theirs.enabled, theirs.ended)]
    done = 0
    while not moves.ended and done < MOST_TASKS and seen_here[-1] == seen_there[-1]:
        token = draw(st.sampled_from([t for t in ours.tokens if not t.arrived_by]))
        values = answers(draw, chart.node[token.node], done)
        moves = ours.complete(token, values)
        theirs.complete(token.node, values)
        seen_here.append((sorted(t.node for t in ours.tokens if not t.arrived_by), moves.ended))
        seen_there.append((theirs.enabled, theirs.ended))
        done += 1
    event(f"ended: {moves.ended}")
    return chart, seen_here, seen_there


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(walks())
def test_both_engines_offer_the_same_tasks(
    walk: tuple[Chart, list[tuple[list[str], bool]], list[tuple[list[str], bool]]],
) -> None:
    _chart, here, there = walk
    assert here == there
