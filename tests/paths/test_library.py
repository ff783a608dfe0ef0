"""The ready procedures can be used as they are: sound, translated, explained."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from periplus.core.languages import BY_CODE
from periplus.paths import library
from periplus.paths.chart import Chart, ChartNode, Words, to_json
from periplus.paths.enums import HUMAN, WAITING, NodeKind, UnitRule
from periplus.paths.gate import check_chart
from periplus.paths.stepping import Fact, find_step, find_subject
from periplus.paths.tables import run_tests
from periplus.people.enums import Role
from tests.paths.offers import STEPS, SUBJECTS

CHARTS = library.list_charts()
KEYS = {chart.key for chart in CHARTS}
LANGUAGES = {language.column for language in BY_CODE.values()}
HAN = re.compile(r"[\u4e00-\u9fff]")
every = pytest.mark.parametrize("chart", CHARTS, ids=[chart.key for chart in CHARTS])

PROMISED = {
    "agreement_life",
    "agreement_renewal",
    "budget_transfer",
    "course_approval",
    "international_admission",
    "joint_programme",
    "outgoing_stay",
    "quality_cycle",
    "research_cooperation",
    "staff_appointment",
    "visiting_scholar",
}


def test_all_promised_procedures_are_there() -> None:
    assert PROMISED <= KEYS
    assert [library.find_chart(chart.key) for chart in CHARTS] == CHARTS
    assert library.find_chart("unknown") is None


@every
def test_a_file_says_what_it_is_called_and_nothing_twice(chart: Chart) -> None:
    stored = json.loads(files(library).joinpath(f"{chart.key}.json").read_text(encoding="utf-8"))
    assert to_json(chart) == stored


@every
def test_it_passes_the_gate(chart: Chart) -> None:
    subject = SUBJECTS.get(chart.subject_type)
    assert check_chart(chart, known_steps=STEPS, subject=subject, known_procedures=KEYS) == []


# ------------------------------------------------------------------ words


@every
def test_every_word_is_said_in_every_language(chart: Chart) -> None:
    for where, words in all_words(chart):
        assert set(words) == LANGUAGES, where
        assert all(text.strip() == text and text for text in words.values()), where


@every
def test_nothing_was_left_untranslated(chart: Chart) -> None:
    for where, words in all_words(chart):
        assert HAN.search(words["zh"]), where
        if len(words["en"].split()) > 3:
            assert len({words["en"], words["es"], words["pt"]}) == 3, where


@every
def test_one_value_is_called_the_same_everywhere(chart: Chart) -> None:
    called: dict[str, Words] = {}
    for item in chart.all_items():
        assert called.setdefault(item.key, item.title) == item.title


def all_words(chart: Chart) -> Iterator[tuple[str, Words]]:
    """Everything that people read in a procedure, with its place."""
    yield "title", chart.title
    yield "description", chart.description
    for node in chart.nodes:
        yield from ((f"{node.key} {where}", words) for where, words in words_of(node))
    for flow in chart.flows:
        if flow.title or (
            len(chart.out(flow.source)) > 1 and chart.node[flow.source].kind != NodeKind.PARALLEL
        ):
            yield flow.key, flow.title
    for table in chart.tables:
        yield table.key, table.title
        yield from ((f"{table.key} {column.key}", column.title) for column in (*table.inputs, *table.outputs))


def words_of(node: ChartNode) -> Iterator[tuple[str, Words]]:
    yield "title", node.title
    if node.guidance:
        yield "guidance", node.guidance
    yield from (("criterion", words) for words in node.criteria)
    for item in node.items:
        yield item.key, item.title
        yield from ((f"{item.key} {choice.value}", choice.title) for choice in item.choices)
        yield from ((f"{item.key} {column.key}", column.title) for column in item.columns)


# ------------------------------------------------------------------ good enough to work with


@every
def test_everybody_knows_what_to_do_and_until_when(chart: Chart) -> None:
    for node in chart.nodes:
        if node.kind in HUMAN:
            assert node.role in Role.values
            assert len(node.guidance["en"]) > 20, node.key
        if node.kind in WAITING and node.kind != NodeKind.CALL:
            assert node.allowance_days, node.key
            assert node.guidance, node.key


@every
def test_evaluations_say_by_what(chart: Chart) -> None:
    evaluated = [node for node in chart.nodes if node.evaluation]
    assert evaluated
    assert all(node.criteria for node in evaluated)
    assert not any(node.criteria for node in chart.nodes if not node.evaluation)


@pytest.mark.parametrize("key", sorted(PROMISED))
def test_somebody_cares_when_it_takes_too_long(key: str) -> None:
    chart = library.find_chart(key)
    assert chart is not None
    assert chart.tables
    assert any(node.kind == NodeKind.TIMER for node in chart.nodes)


@every
def test_whoever_decides_finds_a_table_with_examples(chart: Chart) -> None:
    for table in chart.tables:
        assert table.tests
        assert all(result.passed for result in run_tests(table))
        assert {rule for test in run_tests(table) for rule in test.decided.rules}


@every
def test_students_and_teachers_are_not_addressed_as_a_crowd(chart: Chart) -> None:
    """What one person of many has to do goes to that person."""
    for node in chart.nodes:
        if node.role == Role.STUDENT:
            assert node.unit_rule == UnitRule.OWNER
        if node.role == Role.TEACHER and node.kind == NodeKind.TASK:
            assert node.unit_rule == UnitRule.STARTER


def test_the_library_shows_every_kind_of_node() -> None:
    used = {node.kind for chart in CHARTS for node in chart.nodes}
    assert used == set(NodeKind)
    timers = {node.interrupting for chart in CHARTS for node in chart.nodes if node.kind == NodeKind.TIMER}
    assert timers == {True, False}
    assert any(node.skippable for chart in CHARTS for node in chart.nodes)


# ------------------------------------------------------------------ what it asks of the stretches


def told(facts: tuple[Fact, ...]) -> dict[str, tuple[object, list[str]]]:
    return {fact.key: (fact.type, [value for value, _title in fact.choices]) for fact in facts}


@pytest.mark.parametrize("label", sorted(SUBJECTS))
def test_subjects_offer_what_was_promised(label: str) -> None:
    real = find_subject(label)
    assert real is not None
    assert told(real.facts) == told(SUBJECTS[label].facts)


@pytest.mark.parametrize("key", sorted(STEPS))
def test_steps_offer_what_was_promised(key: str) -> None:
    real, promised = find_step(key), STEPS[key]
    assert real is not None
    assert real.subject_type == promised.subject_type
    assert told(real.inputs) == told(promised.inputs)
    assert told(real.outputs) == told(promised.outputs)
