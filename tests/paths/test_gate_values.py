"""What a step reads was produced, conditions and tables can be asked, and each node can be done."""

from dataclasses import replace
from typing import Any

import pytest

from periplus.paths.chart import ChartChoice, ChartNode, ChartTable
from periplus.paths.chart import TableColumn as Column
from periplus.paths.chart import TableRule as Rule
from periplus.paths.chart import TableTest as Example
from periplus.paths.enums import HitPolicy, UnitRule
from periplus.paths.gate import Finding
from tests.paths.by_hand import (
    TWO_WAYS,
    K,
    T,
    blocking,
    chart,
    codes,
    deadline,
    found,
    line,
    makes,
    node,
    reads,
)
from tests.paths.offers import SUBJECTS


def test_conditions_are_read_and_their_names_known() -> None:
    def asked(condition: str, **more: Any) -> list[Finding]:
        task = node("a", items=(makes("amount", T.NUMBER, **more),))
        return found(
            chart(
                [task, node("x", K.EXCLUSIVE), node("b")], f"start a\na x\nx b {condition}\nx end else\nb end"
            )
        )

    assert asked("amount > 5") == []
    assert [f.code for f in asked("amount >")] == ["condition"]
    assert [f.code for f in asked('amount = "many"')] == ["condition"]
    assert asked("amout > 5")[0].sentence == "A condition at “X” asks for “amout”, which nothing produces."
    (hint,) = asked("amount > 5", required=False)
    assert (hint.code, hint.blocking) == ("condition", False)


def test_a_choice_has_one_usual_way_and_conditions_on_the_others() -> None:
    nodes = [node("x", K.EXCLUSIVE), node("a"), node("b")]
    assert codes(chart(nodes, "start x\nx a else\nx b else\na end\nb end")) == {"default"}
    assert codes(chart(nodes, "start x\nx a\nx b else\na end\nb end")) == {"condition"}
    assert codes(chart([node("a"), node("b")], "start a\na b true = true\nb end")) == {"condition"}
    both = chart(nodes, "start x\nx a true = true\nx b else\na end\nb end")
    usual = replace(
        both, flows=tuple(replace(f, condition="true = true") for f in both.flows if f.source == "x")
    )
    assert "default" in {
        f.code for f in found(replace(usual, flows=(*both.flows[:1], *usual.flows, *both.flows[3:])))
    }


def test_what_is_read_was_produced_on_every_way() -> None:
    nodes = [node("x", K.EXCLUSIVE), node("a", items=(makes("paper"),)), node("b", items=(reads("paper"),))]
    text = "start x\nx a true = true\nx b else\na b\nb end"
    (finding,) = blocking(chart(nodes, text))
    assert finding.sentence == "“B” needs “the paper”, but not every way to it passes “A”."
    optional = replace(nodes[2], items=(reads("paper", required=False),))
    assert blocking(chart([*nodes[:2], optional], text)) == []


def test_ways_at_once_know_nothing_of_each_other_until_they_meet() -> None:
    a, b = replace(TWO_WAYS[1], items=(makes("paper"),)), replace(TWO_WAYS[2], items=(reads("paper"),))
    text = "start s\ns a\ns b\na j\nb j\nj c\nc end"
    c = node("c", items=(reads("paper"),))
    assert [f.node_key for f in blocking(chart([TWO_WAYS[0], a, b, TWO_WAYS[3], c], text))] == ["b"]


def test_a_step_that_may_be_skipped_promises_nothing() -> None:
    (finding,) = blocking(
        line(node("a", items=(makes("x"),), skippable=True), node("b", items=(reads("x"),)))
    )
    assert "may be skipped" in finding.sentence


def test_what_a_deadline_overtook_was_not_produced() -> None:
    a, b = node("a", items=(makes("x"),)), node("b", items=(reads("x"),))
    assert codes(chart([a, deadline(), b], "start a\na b\nlate b\nb end")) == {"input"}


def test_facts_of_the_subject_and_values_of_the_start_are_there() -> None:
    budget = SUBJECTS["resources.budgetline"]
    told = node("start", K.START, items=(makes("x"),))
    task = node("a", items=(reads("x"), reads("amount", T.NUMBER)))
    drawn = line(task, subject_type="resources.budgetline")
    drawn = replace(drawn, nodes=(*(each for each in drawn.nodes if each.key != "start"), told))
    assert found(drawn, subject=budget) == []
    assert codes(drawn) >= {"subject", "input"}


def test_an_input_that_nothing_can_fill_is_a_hint() -> None:
    (hint,) = found(line(node("a", items=(reads("x", required=False),))))
    assert (hint.code, hint.blocking) == ("input", False)


def test_one_name_means_one_kind_of_thing() -> None:
    two = line(node("a", items=(makes("x", T.DATE),)), node("b", items=(reads("x", T.NUMBER),)))
    (finding,) = blocking(two)
    assert (finding.code, finding.node_key) == ("type", "b")
    assert "“Date”" in finding.sentence
    texts = line(node("a", items=(makes("x", T.LONG_TEXT),)), node("b", items=(reads("x"),)))
    assert found(texts) == []


def test_a_task_for_each_needs_a_list() -> None:
    one = node("start", K.START, items=(makes("x"),))
    for over, codes_ in (("", {"each"}), ("x", {"each"}), ("y", {"input"})):
        drawn = line(node("e", K.EACH, over=over))
        assert codes(replace(drawn, nodes=(one, *(n for n in drawn.nodes if n.key != "start")))) == codes_


def test_the_list_may_be_left_empty() -> None:
    assert (
        found(line(node("a", items=(makes("x", T.LIST, required=False),)), node("e", K.EACH, over="x"))) == []
    )


def test_what_each_produces_is_a_list() -> None:
    each = node("e", K.EACH, over="x", items=(makes("mark", T.NUMBER),))
    first = node("a", items=(makes("x", T.LIST),))
    assert found(line(first, each, node("b", items=(reads("mark", T.LIST),)))) == []
    assert codes(line(first, each, node("b", items=(reads("mark", T.NUMBER),)))) == {"type"}


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (node("a", role=""), "role"),
        (node("a", role="emperor"), "role"),
        (node("a", unit_rule=UnitRule.NAMED), "unit"),
        (ChartNode("a", K.TASK, {}, role="office"), "title"),
        (ChartNode("a", K.TASK, {"en": " "}, role="office"), "title"),
        (node("a", goal="7"), "goal"),
        (node("a", goal="0f8fad5b-d9cb-469f-a165-70867728950e"), None),
        (node("a", K.MESSAGE), "message"),
        (node("a", K.STEP, step="unknown.step"), "step"),
        (node("a", K.STEP, step="partners.put_on_renew_watch"), "step"),
        (node("a", K.STEP, step="paths.tell_followers"), "input"),
        (node("a", K.CALL, calls="drawn"), "call"),
        (node("a", K.CALL, calls="nothing"), "call"),
        (node("a", K.CALL, calls="other"), None),
        (node("a", K.DECISION, table="nothing"), "table"),
        (node("a", items=(makes("x y"),)), "value"),
        (node("a", items=(makes("and"),)), "value"),
        (node("a", items=(makes("х"),)), "value"),  # a Cyrillic letter that looks like x
        (node("a", items=(makes("x"), makes("x"))), "value"),
        (node("a", items=(makes("x", T.CHOICE),)), "choices"),
        (node("a", items=(makes("x", T.TABLE),)), "choices"),
    ],
)
def test_each_node_can_be_done(broken: ChartNode, code: str | None) -> None:
    assert codes(line(broken)) == ({code} if code else set())
    for finding in blocking(line(broken)):
        assert finding.node_key == "a"
        assert finding.repair


def decided(table: ChartTable, **more: Any) -> list[Finding]:
    told = node("start", K.START, items=(makes("kind", T.CHOICE, choices=CHOICES), makes("n", T.NUMBER)))
    drawn = line(node("d", K.DECISION, table=table.key), tables=(table,))
    return found(replace(drawn, nodes=(told, *(n for n in drawn.nodes if n.key != "start"))), **more)


CHOICES = (ChartChoice("a", {"en": "A"}), ChartChoice("b", {"en": "B"}))
TABLE = ChartTable(
    "t",
    {"en": "Level"},
    HitPolicy.UNIQUE,
    (Column("n", {"en": "Number"}, T.NUMBER),),
    (Column("level", {"en": "Level"}, T.TEXT),),
    (Rule(("<= 5",), ('"low"',)), Rule(("> 5",), ('"high"',))),
)


def test_tables_are_complete_and_without_conflict() -> None:
    assert decided(TABLE) == []
    for rules in (TABLE.rules[:1], (*TABLE.rules, Rule(("> 100",), ('"top"',))), (Rule(("< <",), ('"x"',)),)):
        (finding,) = decided(replace(TABLE, rules=rules))
        assert (finding.code, finding.table_key, finding.node_key) == ("table", "t", "d")
        assert finding.sentence.startswith("Decision table “Level”: ")


def test_tests_of_a_table_are_run() -> None:
    failing = replace(TABLE, tests=(Example("five", {"n": 5}, {"level": "high"}),))
    (finding,) = decided(failing)
    assert finding.code == "test"
    assert "five" in finding.sentence


def test_a_table_knows_every_value_of_a_choice() -> None:
    kind = Column("kind", {"en": "Kind"}, T.CHOICE, ('"a"',))
    (finding,) = decided(replace(TABLE, inputs=(kind,), rules=(Rule(('"a"',), ('"low"',)),)))
    assert (finding.code, finding.table_key) == ("choices", "t")
    assert finding.sentence.endswith(": b.")


def test_a_table_that_nobody_asks_is_a_hint() -> None:
    (hint,) = found(line(node("a"), tables=(TABLE,)))
    assert (hint.code, hint.blocking) == ("table", False)


def test_the_type_of_a_column_is_that_of_the_value() -> None:
    wrong = replace(TABLE, inputs=(Column("kind", {"en": "Kind"}, T.NUMBER),))
    assert {finding.code for finding in decided(wrong)} == {"type"}
