"""Sound procedures pass the gate; a broken shape is found and named."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from periplus.paths.chart import Chart, ChartFlow
from periplus.paths.gate import scopes_of
from periplus.paths.gate.blocks import _Nesting
from periplus.paths.structure import SIDE
from tests.paths.by_hand import (
    TWO_WAYS,
    K,
    T,
    blocking,
    changed,
    chart,
    codes,
    deadline,
    found,
    line,
    makes,
    node,
    reads,
)
from tests.paths.strategies import structured_charts

CHARTS = structured_charts()
several = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def test_a_line_of_tasks_passes() -> None:
    assert found(line(node("a", items=(makes("x"),)), node("b", items=(reads("x"),)))) == []


# ------------------------------------------------------------------ random sound charts, and broken ones


@given(CHARTS)
@several
def test_every_sound_chart_passes(drawn: Chart) -> None:
    assert blocking(drawn) == []


@given(CHARTS)
@several
def test_blocks_are_nested_as_the_engine_sees_them(drawn: Chart) -> None:
    assert _Nesting(drawn).around == scopes_of(drawn)


@given(CHARTS, st.data())
@several
def test_a_removed_flow_is_found(drawn: Chart, data: st.DataObject) -> None:
    needed = [
        each
        for each in drawn.flows
        if drawn.node[each.source].kind != K.EXCLUSIVE or len(drawn.out(each.source)) == 1
    ]  # a choice may well do without one of its ways
    gone = data.draw(st.sampled_from(needed))
    broken = replace(drawn, flows=tuple(flow for flow in drawn.flows if flow is not gone))
    named = {finding.node_key for finding in blocking(broken)}
    assert {gone.source, gone.target} & named


@given(CHARTS, st.data())
@several
def test_a_join_that_does_not_wait_is_found(drawn: Chart, data: st.DataObject) -> None:
    joins = [each for each in drawn.nodes if each.kind == K.PARALLEL and len(drawn.into(each.key)) > 1]
    assume(joins)
    join = data.draw(st.sampled_from(joins))
    dropped = changed(drawn, join, kind=K.EXCLUSIVE)
    assert ("join", join.key) in {(finding.code, finding.node_key) for finding in blocking(dropped)}


@given(CHARTS, st.data())
@several
def test_a_split_that_is_none_is_found(drawn: Chart, data: st.DataObject) -> None:
    splits = [each for each in drawn.nodes if each.kind == K.PARALLEL and len(drawn.out(each.key)) > 1]
    assume(splits)
    split = data.draw(st.sampled_from(splits))
    assert {"default", "join"} <= codes(changed(drawn, split, kind=K.EXCLUSIVE))


@given(CHARTS, st.data())
@several
def test_a_choice_that_takes_all_ways_is_found(drawn: Chart, data: st.DataObject) -> None:
    choices = [each for each in drawn.nodes if each.kind == K.EXCLUSIVE and len(drawn.out(each.key)) > 1]
    assume(choices)
    choice = data.draw(st.sampled_from(choices))
    assert {"join", "condition"} <= codes(changed(drawn, choice, kind=K.PARALLEL))


@given(CHARTS, st.data())
@several
def test_a_missing_default_is_found(drawn: Chart, data: st.DataObject) -> None:
    usual = [flow for flow in drawn.flows if flow.default]
    assume(usual)
    flow = data.draw(st.sampled_from(usual))
    broken = replace(drawn, flows=tuple(replace(f, default=f.default and f != flow) for f in drawn.flows))
    assert ("default", flow.source) in {(finding.code, finding.node_key) for finding in blocking(broken)}


@given(CHARTS)
@several
def test_a_second_start_is_found(drawn: Chart) -> None:
    second = node("second", K.START)
    ended = next(each for each in drawn.nodes if each.kind == K.END and each.outcome)
    broken = replace(
        drawn,
        nodes=(*drawn.nodes, second),
        flows=(*drawn.flows, ChartFlow("extra", "second", ended.key)),
    )
    assert [finding.node_key for finding in blocking(broken)] == ["second"]


@given(CHARTS, st.data())
@several
def test_an_unfilled_role_is_found(drawn: Chart, data: st.DataObject) -> None:
    lonely = data.draw(st.sampled_from([each for each in drawn.nodes if each.role]))
    missing = blocking(drawn, roles_held=lambda each: each.key != lonely.key)
    assert [(finding.code, finding.node_key) for finding in missing] == [("role", lonely.key)]
    assert lonely.key in missing[0].sentence


@given(CHARTS, st.data())
@several
def test_a_value_that_is_no_longer_produced_is_found(drawn: Chart, data: st.DataObject) -> None:
    read = {item.key for each in drawn.nodes for item in each.inputs}
    makers = [each for each in drawn.nodes if read & {item.key for item in each.outputs}]
    assume(makers)
    maker = data.draw(st.sampled_from(makers))
    assert "input" in codes(changed(drawn, maker, items=maker.inputs))


@given(CHARTS, st.data())
@settings(max_examples=120)
def test_any_nonsense_is_judged_without_a_crash(drawn: Chart, data: st.DataObject) -> None:
    keys = st.sampled_from([*(each.key for each in drawn.nodes), "nowhere"])
    kinds, hosts = st.sampled_from(list(K)), st.one_of(st.just(""), keys)
    nodes = [
        replace(each, kind=data.draw(kinds), attached_to=data.draw(hosts), over=data.draw(hosts))
        if data.draw(st.booleans())
        else each
        for each in drawn.nodes
    ]
    rewired = [
        replace(flow, target=data.draw(keys)) if data.draw(st.integers(0, 3)) == 0 else flow
        for flow in drawn.flows
    ]
    for finding in found(replace(drawn, nodes=tuple(nodes), flows=tuple(rewired))):
        assert finding.sentence
        assert finding.repair


# ------------------------------------------------------------------ each check, with its words


def test_loose_flows_and_double_keys_stop_everything_else() -> None:
    twice = chart([node("a"), node("a")], "start a\na nowhere")
    assert [finding.code for finding in found(twice)] == ["key", "loose"]
    assert found(twice)[1].sentence.endswith("there is no “nowhere”.")


def test_unreached_and_endless_nodes_are_named() -> None:
    lost = chart([node("a"), node("lost")], "start a\na end\nlost end")
    assert [(f.code, f.sentence) for f in found(lost)] == [
        ("unreached", "No way leads from the start to “LOST”.")
    ]
    round_ = chart(
        [node("a"), node("b"), node("x", K.EXCLUSIVE)], "start a\na x\nx b true = false\nx end else\nb b"
    )
    assert {"endless"} <= codes(round_)


def test_two_flows_cannot_leave_a_task() -> None:
    assert "out" in codes(chart([node("a"), node("b")], "start a\na b\na end\nb end"))


def test_nothing_enters_a_start_and_nothing_leaves_an_end() -> None:
    odd = chart([node("a"), node("x", K.EXCLUSIVE)], "start a\na x\nx start true = true\nx end else\nend a")
    assert {"in", "out"} <= codes(odd)


def test_a_gateway_that_does_nothing_is_a_hint() -> None:
    (hint,) = found(line(node("a"), node("g", K.EXCLUSIVE)))
    assert (hint.code, hint.blocking) == ("idle", False)


def test_deadlines_stand_where_a_case_waits() -> None:
    interrupting = chart([node("a"), deadline()], "start a\na end\nlate end")
    assert found(interrupting) == []
    assert codes(changed(interrupting, interrupting.node["late"], attached_to="gone")) >= {"attached"}
    assert codes(changed(interrupting, interrupting.node["late"], attached_to="end")) >= {"attached"}
    assert codes(changed(interrupting, interrupting.node["late"], allowance_days=None)) == {"time"}
    assert codes(changed(interrupting, interrupting.node["a"], allowance_days=0)) == {"time"}
    assert codes(changed(interrupting, interrupting.node["a"], attached_to="late")) >= {"attached"}


def test_a_side_way_ends_by_itself_and_without_outcome() -> None:
    side = deadline(interrupting=False)
    fine = chart([node("a"), side, node("help"), node("over", K.END)], "start a\na end\nlate help\nhelp over")
    assert found(fine) == []
    assert scopes_of(fine)["help"] == (("late", SIDE),)
    assert codes(changed(fine, fine.node["over"], outcome="told")) == {"side"}
    (into_main,) = blocking(chart([node("a"), side, node("b")], "start a\na b\nb end\nlate b"))
    assert into_main.sentence == "The side way of the deadline “LATE” runs into the main way at “B”."


def test_an_end_of_the_case_has_an_outcome() -> None:
    assert codes(line(node("a"), node("end", K.END))) >= {"outcome"}


def test_an_end_within_a_block_is_named_with_its_split() -> None:
    (finding,) = blocking(chart(TWO_WAYS[:3], "start s\ns a\ns b\na end\nb end"))
    assert finding.sentence == "“END” ends one way of “S” while the others go on."


def test_a_join_takes_each_way_of_its_split_once() -> None:
    doubled = chart(
        [*TWO_WAYS, node("x", K.EXCLUSIVE)], "start s\ns x\ns b\nx a true = true\nx j else\na j\nb j\nj end"
    )
    assert "more than once" in blocking(doubled)[0].sentence
    third = chart([*TWO_WAYS, node("c")], "start s\ns a\ns b\ns c\na j\nb j\nc end\nj end")
    assert any(finding.sentence.startswith("Not all ways of “S”") for finding in blocking(third))
    alone = chart(
        [node("x", K.EXCLUSIVE), *TWO_WAYS[1:]], "start x\nx a true = true\nx b else\na j\nb j\nj end"
    )
    assert blocking(alone)[0].sentence == "“J” waits for ways that were never opened at once."


def test_crossed_blocks_are_found() -> None:
    crossed = chart(
        [*TWO_WAYS, node("t", K.PARALLEL), node("c"), node("d"), node("k", K.PARALLEL)],
        "start s\ns a\ns t\nt c\nt d\na j\nc j\nd k\nj k\nk end",
    )
    assert any("different blocks" in finding.sentence for finding in blocking(crossed))


def test_the_blocks_around_a_node() -> None:
    nested = chart(
        [
            *TWO_WAYS[:2],
            TWO_WAYS[3],
            node("t", K.PARALLEL),
            node("c"),
            node("d"),
            node("k", K.PARALLEL),
        ],
        "start s\ns a\ns t\nt c\nt d\nc k\nd k\na j\nk j\nj end",
    )
    assert found(nested) == []
    scopes = scopes_of(nested)
    assert scopes["d"] == (("s", 1), ("t", 1))
    assert scopes["k"] == (("s", 1),)
    assert scopes["j"] == ()


def test_a_loop_needs_a_human() -> None:
    robot = node("r", K.STEP, step="paths.tell_followers")
    given_ = node("start", K.START, items=(makes("notice_text", T.LONG_TEXT),))
    turning = chart(
        [given_, robot, node("x", K.EXCLUSIVE)], 'start r\nr x\nx r notice_text = "a"\nx end else'
    )
    (finding,) = blocking(turning)
    assert finding.sentence == "A loop without a human task: R → X."


def test_a_loop_of_tasks_for_each_is_doubtful() -> None:
    start = node("start", K.START, items=(makes("several", T.LIST), makes("again", T.YES_NO)))
    each = node("e", K.EACH, over="several")
    (hint,) = found(
        chart([start, each, node("x", K.EXCLUSIVE)], "start e\ne x\nx e again = true\nx end else")
    )
    assert (hint.code, hint.blocking) == ("loop", False)
