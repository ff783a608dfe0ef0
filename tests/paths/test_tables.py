"""Decision tables: hit policies, gaps, overlaps, checks and the tests kept with a table."""

import itertools
import timeit
from collections.abc import Mapping
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from periplus.paths.chart import ChartTable, TableColumn, TableRule, TableTest
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.tables import (
    Decided,
    check_table,
    compile_table,
    find_gaps,
    find_overlaps,
    run_tests,
)
from periplus.paths.tables.coverage import grid_of

Row: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
REGION = TableColumn(
    "region", {"en": "Region", "es": "Región"}, ValueType.CHOICE, ('"EEA"', '"CH"', '"other"')
)
AMOUNT = TableColumn("amount", {"en": "Amount"}, ValueType.NUMBER)
URGENT = TableColumn("urgent", {"en": "Urgent"}, ValueType.YES_NO)
CHECK = TableColumn("check", {"en": "Check"}, ValueType.TEXT, ('"legal"', '"office"', '"none"'))
FEE = TableColumn("fee", {"en": "Fee"}, ValueType.NUMBER)
DAY = TableColumn("day", {"en": "Day"}, ValueType.DATE)


def table(
    policy: str,
    rows: list[Row],
    *,
    inputs: tuple[TableColumn, ...] = (AMOUNT,),
    outputs: tuple[TableColumn, ...] = (CHECK,),
    tests: tuple[TableTest, ...] = (),
) -> ChartTable:
    rules = tuple(TableRule(cells, results) for cells, results in rows)
    return ChartTable("checks", {"en": "Checks"}, HitPolicy(policy), inputs, outputs, rules, tests)


def row(cell: str, *results: str) -> Row:
    return (cell,), results


LEGAL_CHECK = table(
    "U",
    [
        (('"EEA"', "<= 5000", "-"), ('"none"',)),
        (('"EEA"', "> 5000", "false"), ('"office"',)),
        (('"EEA"', "> 5000", "true"), ('"none"',)),
        (('not("EEA")', "-", "-"), ('"legal"',)),
    ],
    inputs=(REGION, AMOUNT, URGENT),
    tests=(
        TableTest("inside", {"region": "EEA", "amount": 100}, {"check": "none"}),
        TableTest("outside", {"region": "CH"}, {"check": "legal"}),
    ),
)


def test_a_table_decides_and_says_which_rule_applied() -> None:
    compiled = compile_table(LEGAL_CHECK)
    assert compiled.decide({"region": "EEA", "amount": 5000, "urgent": False}) == Decided(
        {"check": "none"}, (1,)
    )
    assert compiled.decide({"region": "CH"}) == Decided({"check": "legal"}, (4,))
    assert check_table(LEGAL_CHECK) == []
    assert [result.passed for result in run_tests(LEGAL_CHECK)] == [True, True]


# In the style of the tables of the DMN Technology Compatibility Kit: rules on one number, the given
# number, the rules that apply, the result.
ROWS = [
    row("< 10", '"office"'),
    row("[5..20]", '"legal"'),
    row("> 15", '"office"'),
    row("[8..9]", '"none"'),
]
FEES = [row("< 10", "1.1"), row("[5..20]", "-2"), row("> 15", "2.2"), row("[8..9]", "-")]


@pytest.mark.parametrize(
    ("policy", "amount", "rules", "result"),
    [
        ("U", 3, (1,), "office"),
        ("U", "12.0", (2,), "legal"),
        ("F", 6, (1,), "office"),
        ("F", 17, (2,), "legal"),
        ("P", 6, (2,), "legal"),
        ("P", 8.5, (2,), "legal"),
        ("P", 30, (3,), "office"),
        ("R", 8, (1, 2, 4), ["office", "legal", "none"]),
        ("R", 17, (2, 3), ["legal", "office"]),
        ("O", 8, (2, 1, 4), ["legal", "office", "none"]),
        ("C", 8, (1, 2, 4), ["office", "legal", "none"]),
        ("C#", 8, (1, 2, 4), 3),
    ],
)
def test_hit_policies(policy: str, amount: Any, rules: tuple[int, ...], result: Any) -> None:
    assert compile_table(table(policy, ROWS)).decide({"amount": amount}) == Decided({"check": result}, rules)


@pytest.mark.parametrize(
    ("policy", "amount", "rules", "result"),
    [
        ("C+", 3, (1,), 1.1),
        ("C+", 17, (2, 3), 0.2),
        ("C+", 8, (1, 2, 4), -0.9),  # decimal, and an empty cell counts nothing
        ("C<", 8, (1, 2, 4), -2),
        ("C>", 17, (2, 3), 2.2),
        ("C#", 8, (1, 2, 4), 2),
        ("C", 8, (1, 2, 4), [1.1, -2, None]),
    ],
)
def test_what_is_collected_is_reckoned(policy: str, amount: Any, rules: tuple[int, ...], result: Any) -> None:
    decided = compile_table(table(policy, FEES, outputs=(FEE,))).decide({"amount": amount})
    assert decided == Decided({"fee": result}, rules)


@pytest.mark.parametrize(("policy", "result"), [("C", []), ("C+", 0), ("C#", 0), ("C<", None), ("C>", None)])
def test_nothing_may_be_collected(policy: str, result: Any) -> None:
    compiled = compile_table(table(policy, [row("< 10", "1")], outputs=(FEE,)))
    assert compiled.decide({"amount": 11}) == Decided({"fee": result}, ())


@pytest.mark.parametrize("policy", ["U", "A", "P", "F", "R", "O"])
def test_no_rule_is_a_problem(policy: str) -> None:
    decided = compile_table(table(policy, [row("< 10", '"none"')])).decide({"amount": 11})
    assert decided == Decided(problem="No rule applies to these values: Amount = 11.")


def test_two_rules_are_a_problem_where_only_one_may_apply() -> None:
    decided = compile_table(table("U", ROWS)).decide({"amount": 8})
    assert decided == Decided({}, (1, 2, 4), "Rules 1, 2 and 4 apply, but only one may.")


def test_any_takes_what_all_agree_on() -> None:
    compiled = compile_table(table("A", ROWS))
    assert compiled.decide({"amount": 3}).results == {"check": "office"}
    assert compiled.decide({"amount": 6}).problem == "Rules 1 and 2 apply and disagree about the result."
    agreeing = compile_table(table("A", [row("< 10", '"none"'), row("< 5", '"none"')]))
    assert agreeing.decide({"amount": 3}) == Decided({"check": "none"}, (1, 2))


def test_priority_goes_by_the_first_output_then_by_the_next() -> None:
    second = TableColumn("day", {}, ValueType.DATE, ('date("2026-02-01")', 'date("2026-01-01")'))
    rows = [
        row("-", '"office"', 'date("2026-02-01")'),
        row("-", '"legal"', 'date("2026-01-01")'),
        row("-", '"legal"', 'date("2026-02-01")'),
    ]
    decided = compile_table(table("P", rows, outputs=(CHECK, second))).decide({})
    assert decided == Decided({"check": "legal", "day": "2026-02-01"}, (3,))
    several = compile_table(table("O", rows, outputs=(CHECK, second))).decide({})
    assert several.rules == (3, 2, 1)
    assert several.results["day"] == ["2026-02-01", "2026-01-01", "2026-02-01"]


def test_inputs_that_cannot_be_used() -> None:
    compiled = compile_table(LEGAL_CHECK)
    assert "not among the values" in compiled.decide({"region": "US"}).problem
    assert "not of the type" in compiled.decide({"region": "EEA", "amount": "much"}).problem
    assert "not of the type" in compiled.decide({"region": "EEA", "amount": 10**5000}).problem
    assert "Amount = missing" in compiled.decide({"region": "EEA"}).problem
    assert "Amount = missing" in compiled.decide({"region": "EEA", "amount": ""}).problem


def test_lists_and_missing_values() -> None:
    countries = TableColumn("countries", {"en": "Countries"}, ValueType.LIST)
    rows = [row('"DE", "FR"', '"office"'), row('not("DE", "FR")', '"legal"'), row("null", '"none"')]
    compiled = compile_table(table("U", rows, inputs=(countries,)))
    assert compiled.decide({"countries": ["DE", "US"]}).rules == (1,)
    assert compiled.decide({"countries": ["US"]}).rules == (2,)
    assert compiled.decide({}).rules == (3,)


def test_a_cell_may_compare_with_another_input() -> None:
    limit = TableColumn("limit", {"en": "Limit"}, ValueType.NUMBER)
    rows: list[Row] = [(("<= limit", "-"), ('"none"',)), (("> limit", "-"), ('"office"',))]
    compared = table("U", rows, inputs=(AMOUNT, limit))
    assert compile_table(compared).decide({"amount": "90", "limit": "100"}).results == {"check": "none"}
    assert "compares with another value" in find_gaps(compared).note
    (problem,) = check_table(compared)
    assert not problem.blocking


# ------------------------------------------------------------------ gaps and overlaps

TEXT = TableColumn("x", {"en": "X"}, ValueType.TEXT)
CHECKED: list[tuple[list[str], TableColumn, list[str]]] = [
    (["<= 5", "> 5"], AMOUNT, []),
    (["< 5", "> 5"], AMOUNT, ["No rule for Amount = 5."]),
    (
        ["[0..5]", "[6..9]"],
        AMOUNT,
        ["No rule for (Amount < 0 or 5 < Amount < 6 or Amount > 9)."],
    ),
    (["<= 5", ">= 5"], AMOUNT, ["Rules 1 and 2 both apply when Amount = 5."]),
    (["-", "-"], AMOUNT, ["Rules 1 and 2 always apply both."]),
    (['<= date("2026-01-31")', '>= date("2026-02-01")'], DAY, []),
    (
        ['< date("2026-01-31")', '>= date("2026-02-02")'],
        DAY,
        ["No rule for 2026-01-31 <= Day < 2026-02-02."],
    ),
    (['"EEA"'], REGION, ["No rule for (Region = CH or Region = other)."]),
    (['"EEA", "CH"', 'not("EEA")'], REGION, ["Rules 1 and 2 both apply when Region = CH."]),
    (["true"], URGENT, ["No rule for Urgent = no."]),
    (["true", "false", "null"], URGENT, []),
    (["null", "-"], URGENT, ["Rules 1 and 2 both apply when Urgent is missing."]),
    (["null", "< 5"], AMOUNT, ["No rule for Amount >= 5."]),
    (['"a"'], TEXT, ["No rule for X is something else."]),
]


@pytest.mark.parametrize(("cells", "column", "sentences"), CHECKED)
def test_gaps_and_overlaps_are_said(cells: list[str], column: TableColumn, sentences: list[str]) -> None:
    checked = table("U", [row(cell, '"none"') for cell in cells], inputs=(column,))
    assert [problem.sentence for problem in check_table(checked)] == sentences


def test_gaps_and_overlaps_over_several_inputs() -> None:
    open_: list[Row] = [(('"EEA"', "<= 5000"), ('"none"',)), (('not("EEA")', "-"), ('"legal"',))]
    (gap,) = check_table(table("U", open_, inputs=(REGION, AMOUNT)))
    assert gap.sentence == "No rule for Region = EEA and Amount > 5000."
    double: list[Row] = [
        (("-", "[0..10]"), ('"none"',)),
        (('"EEA"', "< 5"), ('"legal"',)),
        (("-", "< 0, > 10"), ('"none"',)),
    ]
    assert [problem.sentence for problem in check_table(table("U", double, inputs=(REGION, AMOUNT)))] == [
        "Rules 1 and 2 both apply when Region = EEA and 0 <= Amount < 5.",
        "Rules 2 and 3 both apply when Region = EEA and Amount < 0.",
    ]


def test_allowed_values_bound_what_is_a_gap() -> None:
    share = TableColumn("share", {"en": "Share"}, ValueType.NUMBER, ("[0..100]",))
    rows = [row("< 50", '"none"'), row("[50..100]", '"office"')]
    assert check_table(table("U", rows, inputs=(share,))) == []
    assert "not among" in compile_table(table("U", rows, inputs=(share,))).decide({"share": 101}).problem
    level = TableColumn("level", {"en": "Level"}, ValueType.NUMBER, ("1", "2", "3"))
    (problem,) = check_table(table("U", [row("< 3", '"none"')], inputs=(level,)))
    assert problem.sentence == "No rule for Level = 3."


def test_conflicts_are_only_those_about_which_the_hit_policy_is_silent() -> None:
    rows = [row("<= 5", '"none"'), row(">= 5", '"legal"'), row("-", '"legal"')]
    assert len([p for p in check_table(table("U", rows)) if p.kind == "overlap"]) == 3
    assert [p.row for p in check_table(table("A", rows))] == [2, 3]
    for policy in ("P", "F", "R", "O", "C", "C#"):
        assert check_table(table(policy, rows)) == []
    for policy in ("C", "C#"):
        assert check_table(table(policy, rows[:1])) == []
    assert check_table(table("F", rows[:1])) != []


def _naive(table: ChartTable, values: Mapping[str, Any]) -> tuple[int, ...]:
    """The rules that apply, decided for these values alone."""
    return compile_table(table).decide(values).rules


numbers = st.integers(0, 4)
number_cells = st.one_of(
    st.just("-"),
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), numbers),
    st.builds(
        lambda low, width, a, b: f"{a}{low}..{low + width}{b}",
        numbers,
        st.integers(1, 2),
        st.sampled_from("[]("),
        st.sampled_from("[])"),
    ),
    st.builds("not({}, {})".format, numbers, numbers),
)
text_cells = st.sampled_from(["-", '"EEA"', '"CH", "other"', 'not("CH")'])
truth_cells = st.sampled_from(["-", "true", "false"])
drawn_rows: st.SearchStrategy[Row] = st.tuples(
    st.tuples(text_cells, number_cells, number_cells, truth_cells), st.just(("1",))
)
tables = st.lists(drawn_rows, min_size=1, max_size=5).map(
    lambda rows: table("C", rows, inputs=(REGION, AMOUNT, FEE, URGENT), outputs=(FEE,))
)
HALVES = [half / 2 for half in range(-1, 15)]


@settings(max_examples=40)
@given(tables)
def test_gaps_and_overlaps_agree_with_trying_everything(drawn: ChartTable) -> None:
    compiled = compile_table(drawn)
    samples = [
        dict(zip(("region", "amount", "fee", "urgent"), each, strict=True))
        for each in itertools.product(["EEA", "CH", "other"], HALVES, HALVES, [True, False])
    ]
    decided = [compiled.decide(values).rules for values in samples]
    gaps, overlaps = find_gaps(drawn), find_overlaps(drawn)
    assert not overlaps.note
    assert bool(gaps.found) == (() in decided)
    assert all(_naive(drawn, gap.example) == () for gap in gaps.found)
    assert all(set(each.rules) <= set(_naive(drawn, each.example)) for each in overlaps.found)
    pairs = {pair for rules in decided for pair in itertools.combinations(rules, 2)}
    assert {each.rules for each in overlaps.found} == pairs


@settings(max_examples=40)
@given(tables)
def test_gaps_are_exactly_what_no_rule_covers(drawn: ChartTable) -> None:
    """Piece by piece: inside exactly one gap if no rule applies, else inside none."""
    compiled = compile_table(drawn)
    grid = grid_of(compiled)
    gaps = grid.uncovered()
    for at in itertools.product(*(range(len(axis.pieces)) for axis in grid.axes)):
        inside = [box for box in gaps if all(mask >> piece & 1 for mask, piece in zip(box, at, strict=True))]
        values = grid.example(tuple(1 << piece for piece in at))
        assert len(inside) == (compiled.decide(values).rules == ())


# ------------------------------------------------------------------ checks


@pytest.mark.parametrize(
    ("broken", "row_", "column", "words"),
    [
        (table("U", [row("5 5", '"none"')]), 1, "amount", "Rule 1, “Amount”: At character 3"),
        (table("U", [row('"EEA"', '"none"')]), 1, "amount", "a number is expected"),
        (table("U", [row("nowhere", '"none"')]), 1, "amount", "Nothing here is called “nowhere”"),
        (table("U", [row("-", "none")]), 1, "check", "in quotation marks"),
        (table("U", [row("-", '"all"')]), 1, "check", "“all” is not among the values"),
        (table("U", [row('"US"', '"none"')], inputs=(REGION,)), 1, "region", "“US” is not among"),
        (table("U", [row('not("US")', '"none"')], inputs=(REGION,)), 1, "region", "“US” is not among"),
        (table("U", [(("-", "-"), ('"none"',))]), 1, "", "not one cell for each column"),
        (table("U", []), None, "", "needs an input, an output and a rule"),
        (table("U", [row("-", '"none"')], inputs=(AMOUNT, AMOUNT)), None, "amount", "both called"),
        (table("C+", [row("-", '"none"')]), None, "check", "cannot be added up"),
        (table("C>", [row("-", '"none"')]), None, "check", "cannot be added up"),
        (table("C+", [row("-", "1", "1")], outputs=(FEE, AMOUNT)), None, "amount", "only one output"),
        (table("P", [row("-", "1")], outputs=(FEE,)), None, "fee", "order of priority"),
        (table("O", [row("-", "1")], outputs=(FEE,)), None, "fee", "order of priority"),
        (
            table("U", [row("-", '"a"')], outputs=(TableColumn("x", {"en": "X"}, ValueType.TEXT, ("a",)),)),
            None,
            "x",
            "Values of “X”: At character 1",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    broken: ChartTable, row_: int | None, column: str, words: str
) -> None:
    problem = check_table(broken)[0]
    assert (problem.row, problem.column) == (row_, column)
    assert words in problem.sentence
    assert problem.blocking
    assert compile_table(broken).decide({}).problem == problem.sentence
    assert find_gaps(broken).note


def test_tests_say_what_differs() -> None:
    tests = (
        TableTest("right", {"amount": "3"}, {"fee": "1.10"}),
        TableTest("wrong", {"amount": 3}, {"fee": 2}),
        TableTest("no rule", {"amount": 99}, {"fee": 2}),
        TableTest("none expected", {"amount": 99}, {}),
        TableTest("none expected but one", {"amount": 3}, {}),
        TableTest("unknown", {"amount": 3}, {"total": 2}),
    )
    results = run_tests(table("U", [row("< 10", "1.1")], outputs=(FEE,), tests=tests))
    assert [result.sentence for result in results] == [
        "",
        "“Fee” is “1.1”; expected is “2”.",
        "No rule applies to these values: Amount = 99.",
        "",
        "Something is decided, but nothing is expected.",
        "The table has no result “total”.",
    ]


def test_compiled_tables_are_kept_until_something_changes() -> None:
    again = table("U", [row("< 10", '"none"')])
    assert compile_table(table("U", [row("< 10", '"none"')])) is compile_table(again)
    assert compile_table(table("F", [row("< 10", '"none"')])) is not compile_table(again)
    renamed = TableColumn("amount", {"en": "Sum"}, ValueType.NUMBER)
    assert compile_table(table("U", [row("< 10", '"none"')], inputs=(renamed,))) is not compile_table(again)


def test_deciding_is_fast() -> None:
    """Aim: 0.05 ms for 4 rules on 3 inputs. The bound leaves room for a busy machine."""
    values = {"region": "EEA", "amount": 8000.5, "urgent": True}
    seconds = min(timeit.repeat(lambda: compile_table(LEGAL_CHECK).decide(values), number=200, repeat=5))
    assert seconds / 200 < 0.00025
