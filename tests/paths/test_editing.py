"""A chart is edited as its writers say it; what was sound stays sound."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from periplus.core.verdicts import Invalid
from periplus.paths import editing, library
from periplus.paths.chart import Chart, ChartNode, TableColumn
from periplus.paths.editing import nodes, tables
from periplus.paths.editing.blocks import Check
from periplus.paths.editing.keys import key_from
from periplus.paths.enums import HitPolicy, NodeKind, ValueType
from periplus.paths.gate import check_chart
from tests.paths.by_hand import blocking, chart, deadline, line, makes, node, reads
from tests.paths.offers import STEPS, SUBJECTS

K = NodeKind
READY = {each.key: each for each in library.list_charts()}
NEW = ChartNode("fresh", K.TASK, {"en": "Fresh"}, role="office")
LOOK = TableColumn("outside_eea", {"en": "Outside the EEA"}, ValueType.YES_NO)


def sound(changed: Chart) -> bool:
    """Whether the gate lets it pass, asked with what the stretches really offer."""
    subject = SUBJECTS.get(changed.subject_type)
    found = check_chart(changed, known_steps=STEPS, subject=subject, known_procedures=set(READY))
    return not [each for each in found if each.blocking]


def ends(changed: Chart) -> set[tuple[str, str]]:
    return {(flow.source, flow.target) for flow in changed.flows}


def test_a_key_comes_from_the_title() -> None:
    assert key_from("Prüfung: ja/nein?", (), usual="step") == "prufung_ja_nein"
    assert key_from({"zh": "审查"}, (), usual="step") == "step"
    assert key_from("Legal check", {"legal_check", "legal_check_2"}, usual="step") == "legal_check_3"
    assert key_from("2 places", (), usual="step") == "step_2_places"
    assert key_from("and", (), usual="step") == "step_and"
    assert len(key_from("x" * 200, (), usual="step")) <= 40


def test_a_step_is_put_on_a_way_before_and_after() -> None:
    drawn = line(node("a"), node("b"))
    assert {("a", "fresh"), ("fresh", "b")} <= ends(editing.put_on(drawn, "a-b", NEW))
    assert {("a", "fresh"), ("fresh", "b")} <= ends(editing.put_after(drawn, "a", NEW))
    assert {("start", "fresh"), ("fresh", "a")} <= ends(editing.put_before(drawn, "a", NEW))
    with pytest.raises(Invalid, match="no longer there"):
        editing.put_on(drawn, "a-gone", NEW)
    with pytest.raises(Invalid, match="Nothing leads"):
        editing.put_before(drawn, "start", NEW)
    with pytest.raises(Invalid, match="already"):
        editing.put_on(drawn, "a-b", replace(NEW, key="b"))


def test_a_way_keeps_its_condition_when_a_step_is_put_on_it() -> None:
    drawn = chart([node("x", K.EXCLUSIVE), node("a")], "start x\nx a amount > 5\nx end else\na end")
    changed = editing.put_on(drawn, "x-a", NEW)
    assert changed.flow["x-a"].condition == "amount > 5"
    assert changed.flow["x-a"].target == "fresh"
    with pytest.raises(Invalid, match="Several ways leave"):
        editing.put_after(drawn, "x", NEW)


def test_what_a_kind_does_not_say_is_forgotten() -> None:
    task = node("a", items=(makes("v"),), criteria=({"en": "good"},), evaluation=True, allowance_days=3)
    changed = editing.change_node(line(task), "a", kind=K.STEP, step="paths.tell_followers")
    assert (changed.node["a"].items, changed.node["a"].criteria, changed.node["a"].evaluation) == (
        (),
        (),
        False,
    )
    assert changed.node["a"].step == "paths.tell_followers"
    assert editing.change_node(changed, "a", kind=K.TASK).node["a"].step == ""


def test_a_step_is_moved() -> None:
    drawn = line(node("a"), node("b"), node("c"))
    moved = editing.move_node(drawn, "a", "b-c")
    assert ends(moved) == {("start", "b"), ("b", "a"), ("a", "c"), ("c", "end")}
    with pytest.raises(Invalid, match="stands there already"):
        editing.move_node(drawn, "a", "a-b")
    with pytest.raises(Invalid, match="Only a step"):
        editing.move_node(drawn, "start", "b-c")


def test_a_step_goes_with_its_deadlines_and_tables() -> None:
    several = [node("a", items=(makes("v"),)), node("b", items=(reads("v"),)), deadline(interrupting=False)]
    several += [node("aside"), node("out", K.END)]
    drawn = chart(several, "start a\na b\nb end\nlate aside\naside out")
    touched = editing.touched_by(drawn, "a")
    assert {each.key for each in touched.nodes} == {"late", "aside", "out"}
    assert [each.key for each in touched.readers] == ["b"]
    removed = editing.remove_node(drawn, "a")
    assert set(removed.node) == {"b", "start", "end"}
    assert ends(removed) == {("start", "b"), ("b", "end")}
    kept = editing.remove_node(drawn, "late")
    assert set(kept.node) == {"a", "b", "start", "end"}


def test_where_ways_part_nothing_is_taken_away_at_once() -> None:
    drawn = chart([node("x", K.EXCLUSIVE), node("a")], "start x\nx a amount > 5\nx end else\na end")
    with pytest.raises(Invalid, match="until one is left"):
        editing.remove_node(drawn, "x")
    with pytest.raises(Invalid, match="needs its start"):
        editing.remove_node(drawn, "start")
    one_left = editing.remove_flow(drawn, "x-a")
    assert ends(editing.remove_node(one_left, "x")) == {("start", "end"), ("a", "end")}


def test_ways_are_drawn_changed_and_asked_in_order() -> None:
    drawn = chart(
        [node("x", K.EXCLUSIVE), node("a"), node("b")], "start x\nx a n > 5\nx b else\na end\nb end"
    )
    more = editing.add_flow(drawn, "x", "end", condition="n > 9")
    assert [flow.target for flow in more.out("x")] == ["a", "b", "end"]
    first = editing.shift_flow(more, more.out("x")[-1].key, by=-1)
    assert [flow.target for flow in first.out("x")] == ["a", "end", "b"]
    usual = editing.change_flow(first, "x-a", default=True)
    assert [(flow.target, flow.default, flow.condition) for flow in usual.out("x")] == [
        ("a", True, ""),
        ("end", False, "n > 9"),
        ("b", False, ""),
    ]
    with pytest.raises(Invalid, match="No way may lead"):
        editing.add_flow(drawn, "a", "start")
    with pytest.raises(Invalid, match="it is an end"):
        editing.add_flow(drawn, "end", "a")


def test_a_check_by_a_table_is_put_in_whole() -> None:
    life = READY["agreement_life"]
    check = Check({"en": "Law?"}, LOOK, {"en": "Law?"}, NEW, yes={"en": "yes"}, no={"en": "no"})
    changed = editing.insert_check(life, "to_approval-data_check", check)
    assert sound(changed)
    table = changed.table["law"]
    assert (table.policy, len(table.rules)) == (HitPolicy.UNIQUE, 2)
    split = changed.node[changed.into("fresh")[0].source]
    assert [(flow.condition, flow.default) for flow in changed.out(split.key)] == [
        ("fresh_needed = true", False),
        ("", True),
    ]
    assert changed.into("data_check")[0].source == "after_fresh"


def test_tables_are_put_together() -> None:
    table = READY["agreement_life"].table["data_protection"]
    wider = tables.add_input(table, LOOK)
    assert all(rule.cells[-1] == "-" for rule in wider.rules)
    assert tables.remove_input(wider, len(wider.inputs) - 1) == table
    assert tables.shift_input(tables.shift_input(table, 0, by=1), 1, by=-1) == table
    assert tables.remove_rule(tables.add_rule(table, 1), 1) == table
    assert tables.shift_rule(table, 0, by=1).rules[1] == table.rules[0]
    assert tables.shift_rule(table, 0, by=-1) == table
    assert tables.remove_output(tables.add_output(table, LOOK), 1) == table
    with pytest.raises(Invalid, match="still asks"):
        editing.remove_table(READY["agreement_life"], "data_protection")


# ------------------------------------------------------------------ what was sound stays sound

CASES = [
    (key, found.key) for key, each in READY.items() for found in each.nodes if found.kind in nodes.ONE_WAY
]


@settings(max_examples=60)
@given(st.sampled_from(CASES), st.sampled_from(["after", "before", "choice", "beside", "check"]))
def test_a_sound_procedure_stays_sound(place: tuple[str, str], what: str) -> None:
    ready, key = READY[place[0]], place[1]
    look = LOOK if ready.subject_type in {"partners.agreement", "partners.partner", "mobility.stay"} else None
    if what in {"choice", "check"} and look is None:
        return
    way = ready.out(key)[0].key
    changed = {
        "after": lambda: editing.put_after(ready, key, NEW),
        "before": lambda: editing.put_before(ready, key, NEW),
        "beside": lambda: editing.wrap_parallel(ready, key, NEW),
        "choice": lambda: editing.insert_choice(
            ready, way, title={}, step=NEW, condition="outside_eea = true", usual_title={}
        ),
        "check": lambda: editing.insert_check(ready, way, Check({"en": "Law?"}, LOOK, {"en": "Law?"}, NEW)),
    }[what]()
    timers = [timer for timer in ready.timers_of(key) if timer.interrupting]
    assert sound(changed) or (what == "beside" and timers)
    assert "fresh" not in ready.node


def test_a_deadline_is_set_beside_a_step_or_ends_it() -> None:
    timer = ChartNode("late", K.TIMER, {}, allowance_days=5, interrupting=False)
    beside = editing.add_deadline(line(node("a"), node("b")), "a", timer, step=NEW)
    assert blocking(beside) == []
    assert [each.key for each in beside.timers_of("a")] == ["late"]
    ending = editing.add_deadline(
        line(node("a"), node("b")), "a", replace(timer, interrupting=True), goal="b"
    )
    assert blocking(ending) == []
    with pytest.raises(Invalid, match="where a case waits"):
        editing.add_deadline(line(node("a")), "start", timer, step=NEW)
    with pytest.raises(Invalid, match="No way may lead"):
        editing.add_deadline(line(node("a")), "a", timer, goal="a")
