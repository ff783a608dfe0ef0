"""What changed is said in words that somebody can agree to."""

from dataclasses import replace

from periplus.paths import editing, library
from periplus.paths.chart import Chart, TableColumn, TableRule
from periplus.paths.comparing import Differing, describe_changes
from periplus.paths.editing.blocks import Check
from periplus.paths.editing.tables import add_rule, remove_rule
from periplus.paths.enums import NodeKind, ValueType
from tests.paths.by_hand import line, makes, node

FOUND = {chart.key: chart for chart in library.list_charts()}
LIFE = FOUND["agreement_life"]


def of(changes: list[Differing], key: str) -> Differing:
    return next(each for each in changes if each.key == key)


def with_table(chart: Chart, **changes: object) -> Chart:
    table = replace(chart.tables[0], **changes)  # type: ignore[arg-type]
    return editing.put_table(chart, table)


def test_nothing_changed_is_nothing_said() -> None:
    assert describe_changes(LIFE, LIFE) == []
    assert describe_changes(LIFE, editing.unplaced(LIFE)) == []


def test_a_new_check_is_told_without_the_ways_that_follow_from_it() -> None:
    look = TableColumn("outside_eea", {"en": "Outside the EEA"}, ValueType.YES_NO)
    step = node("law")
    changed = editing.insert_check(
        LIFE, "to_approval-data_check", Check({"en": "Law?"}, look, {"en": "Law?"}, step)
    )
    changes = describe_changes(LIFE, changed)
    assert [each.sentence for each in changes if each.told_first] == [
        "New: Decision table “Law?”.",
        "New: One of several ways “Law?”.",
        "New: Task “LAW”.",
        "New decision table “Law?” with 2 rules.",
    ]
    ways = [each.sentence for each in changes if not each.told_first]
    assert "New: One of several ways “(One of several ways)”." in ways
    assert "The way from “Note: in approval” to “Law?” changed." in ways
    assert "New way from “Law?” to “LAW” when law_needed = true." in ways
    back = describe_changes(changed, LIFE)
    assert "Gone: Task “LAW”." in [each.sentence for each in back]
    assert "The decision table “Law?” is gone." in [each.sentence for each in back]


def test_what_a_step_says_otherwise_is_told_field_by_field() -> None:
    before = line(node("a", allowance_days=5), node("b"))
    after = editing.change_node(
        before,
        "a",
        allowance_days=9,
        role="vice_rector",
        evaluation=True,
        criteria=({"en": "Sound"},),
        items=(makes("v", ValueType.NUMBER),),
    )
    told = of(describe_changes(before, after), "a")
    assert told.sentence == "“A” says otherwise."
    assert {(str(name), was, now) for name, was, now in told.details} == {
        ("Accountable", "Coordination office", "Vice-rector"),
        ("Days allowed", "5", "9"),
        ("Evaluation", "no", "yes"),
        ("Criteria", "", "Sound"),
        ("Values", "", "produces the v (Number)"),
    }


def test_words_in_another_language_are_told_too() -> None:
    before = line(node("a"))
    after = editing.change_node(before, "a", title={"en": "A", "es": "La a"})
    (title,) = of(describe_changes(before, after), "a").details
    assert title[1:] == ("en: A", "en: A · es: La a")


def test_rules_of_a_table_are_told_one_by_one() -> None:
    table = LIFE.tables[0]
    rule = TableRule(table.rules[0].cells, ('"clauses"',), "since 2026")
    told = of(describe_changes(LIFE, with_table(LIFE, rules=(rule, *table.rules[1:]))), table.key)
    assert [(str(name), now) for name, _was, now in told.details] == [
        ("Rule 1", 'false · - → "clauses" (since 2026)')
    ]
    longer = editing.put_table(LIFE, add_rule(table))
    assert [str(each[0]) for each in of(describe_changes(LIFE, longer), table.key).details] == ["Rule 5"]
    shorter = editing.put_table(LIFE, remove_rule(table, 1))
    assert [str(each[0]) for each in of(describe_changes(LIFE, shorter), table.key).details] == ["Rule 2"]
    tested = of(describe_changes(LIFE, with_table(LIFE, tests=())), table.key)
    assert [(str(name), was, now) for name, was, now in tested.details] == [("Tests kept", "3", "0")]


def test_a_changed_condition_stands_with_the_rest() -> None:
    changed = editing.change_flow(LIFE, "after_screen-dropped", condition='idea_verdict = "more"')
    told = of(describe_changes(LIFE, changed), "after_screen-dropped")
    assert told.told_first
    assert told.details[0][1:] == ('idea_verdict = "drop"', 'idea_verdict = "more"')


def test_another_name_of_the_whole_is_told() -> None:
    told = describe_changes(LIFE, replace(LIFE, title={"en": "Agreements"}))[0]
    assert (told.about, told.details[0][2]) == ("procedure", "Agreements")
    assert LIFE.node["start"].kind == NodeKind.START
