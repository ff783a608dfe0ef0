"""Tokens put on another chart: what fits goes on to the end as if it had begun there."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from periplus.paths.balance import Place, find_misfits
from periplus.paths.chart import Chart
from periplus.paths.engine import Run, Token
from periplus.paths.enums import NodeKind
from tests.paths.strategies import structured_charts
from tests.paths.test_engine import MOST_MOVES, move, open_tokens


def places_of(run: Run) -> list[Place]:
    """Several of one task for each stand for one token."""
    return list(dict.fromkeys(Place(t.node, t.arrived_by, t.side) for t in run.tokens))


@st.composite
def stands(draw: st.DrawFn) -> tuple[Chart, list[list[Place]]]:
    """A case moved at random until its end, and where it stood after each move."""
    run = Run(draw(structured_charts()), values={}, facts={})
    run.start({})
    stood = []
    for moves in range(MOST_MOVES * 4):
        stood.append(places_of(run))
        if not run.tokens:
            break
        move(draw, run, moves)
    return run.chart, stood


@settings(max_examples=40)
@given(stands())
def test_wherever_a_case_stands_it_fits_its_own_chart(drawn: tuple[Chart, list[list[Place]]]) -> None:
    chart, stood = drawn
    for places in stood:
        assert not find_misfits(chart, chart, places, {each: each for each in places})


@st.composite
def moved(draw: st.DrawFn) -> tuple[Chart, Chart, dict[Place, Place]]:
    """A case somewhere in one chart, and places in this or another chart for its tokens."""
    charts = structured_charts(features={"parallel"})
    old = draw(charts)
    new = draw(st.one_of(st.just(old), charts))
    run = Run(old, values={}, facts={})
    run.start({})
    for moves in range(draw(st.integers(0, 6))):
        if len(run.tokens) > 1 or moves == 0:
            move(draw, run, moves)
    places = places_of(run)
    tasks = [Place(node.key) for node in new.nodes if node.kind == NodeKind.TASK]
    joins = [Place(each.target, each.key) for each in new.flows if len(new.into(each.target)) > 1]
    kinds = {each: joins if each.arrived_by else tasks for each in places}
    assume(all(kinds.values()))
    return old, new, {each: draw(st.sampled_from(kind)) for each, kind in kinds.items()}


@settings(max_examples=200)
@given(moved())
def test_what_fits_goes_on_to_the_end_and_passes_nothing_twice(
    drawn: tuple[Chart, Chart, Mapping[Place, Place]],
) -> None:
    old, new, goals = drawn
    if find_misfits(old, new, list(goals), goals):
        return
    tokens = [Token(each.node, arrived_by=each.arrived_by) for each in goals.values()]
    run = Run(new, tokens=tokens, values={}, facts={})
    while open_tokens(run):
        run.complete(open_tokens(run)[0], {})
    assert run.tokens == []
    done = [each.node for each in goals.values() if not each.arrived_by]
    done += [key for key in run.moves.passed if new.node[key].kind == NodeKind.TASK]
    assert set(Counter(done).values()) <= {1}
