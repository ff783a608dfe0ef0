"""Cells and conditions written to do harm: each is refused with a sentence, quickly, or means nothing."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from periplus.paths.chart import ChartTable, TableColumn, TableRule
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.feel import FeelError, compile_condition, compile_literal, compile_test
from periplus.paths.tables import check_table, compile_table, find_gaps, find_overlaps

SECONDS = 1.0  # of work, however busy the machine is

HOSTILE = {
    "import": "__import__('os').system('id')",
    "import, double quotes": '__import__("os").system("id")',
    "dunder": "__class__",
    "dunder inside": "a__b = 1",
    "walk": "().__class__.__base__.__subclasses__()",
    "walk of a text": '"".__class__.__mro__',
    "attribute": "country.upper",
    "method": 'country.format("x")',
    "item": 'country["x"]',
    "call": 'open("/etc/passwd")',
    "eval": 'eval("1")',
    "lambda": "lambda: 1",
    "comprehension": "[x for x in country]",
    "conditional": "1 if country else 2",
    "if": "if country then 1 else 2",
    "walrus": "(x := 1)",
    "assignment of a default": "x = 1; y = 2",
    "template": "{{ country }}",
    "template tag": "{% load x %}",
    "format": "{0.__class__}",
    "percent": "%(x)s",
    "f-string": "f'{country}'",
    "dollar": "${jndi:ldap://x}",
    "backticks": "`id`",
    "comment": "country # comment",
    "line comment": "1 -- 1 // comment",
    "markup": "<script>alert(1)</script>",
    "entity": "&lol9;",
    "sql": "1; drop table users",
    "power": "9**9**9",
    "shift": "1 << 99999999",
    "exponent": "1e400",
    "hexadecimal": "0xFFFF",
    "underscored number": "1_000_000",
    "huge number": "9" * 401,
    "huge fraction": "0." + "9" * 401,
    "number of many megabytes": "9" * 2_000_000,
    "other digits": "x = ٣",
    "fullwidth digits": "x = ５",
    "superscript": "x = 5²",
    "megabyte of text": '"' + "a" * 1_000_000 + '"',
    "long text": '"' + "a" * 301 + '"',
    "megabyte of name": "a" * 1_000_000,
    "long name": "a" * 200 + " = 1",
    "megabyte of spaces": " " * 1_000_000 + "1",
    "megabyte of nothing": " " * 1_000_000,
    "deep": "(" * 1_000 + "1" + ")" * 1_000,
    "deeper than allowed": "(" * 25 + "x" + ")" * 25,
    "deep and open": "(" * 3_900,
    "deep negation": "not(" * 900 + "true" + ")" * 900,
    "many minuses": "-" * 900 + "1",
    "deep ranges": "x in " + "[" * 1_000,
    "deep lists": "x in " + "(" * 400 + "1" + ")" * 400,
    "many parts": " and ".join(["x = 1"] * 600),
    "long list": "x in (" + ",".join(["1"] * 249) + ")",
    "open quotes": '"' * 3_999,
    "backslashes": '"' + "\\" * 3_999,
    "null byte": "x = 1\x00",
    "null byte in a text": '"a\x00b"',
    "escape": '"a\x1b[31m"',
    "line break in a text": '"a\nb"',
    "right to left": '"a\u202eb"',
    "zero width in a text": '"DE\u200b"',
    "zero width in a name": "country\u200b = 1",
    "soft hyphen": "cou\u00adntry = 1",
    "surrogate": '"\ud800"',
    "private letter": '"\ue000"',
    "Cyrillic a": "аmount > 5",
    "Cyrillic o in and": "x = 1 аnd y = 2",
    "wholly Cyrillic twin": "сора = 1",
    "Greek omicron": "cοuntry = 1",
    "wholly Greek twin": "ΑΒΕ = 1",
    "Cyrillic in a text": '"DЕ"',
    "fullwidth name": "ａｍｏｕｎｔ = 1",
    "fullwidth quotes": "＂DE＂",
    "mathematical letters": "𝐚𝐦𝐨𝐮𝐧𝐭 = 1",
    "Latin alpha": "ɑmount = 1",
    "dotless i": "lımit = 1",
    "long s": "ſum = 1",
    "ligature": "ofﬁce = 1",
    "Cherokee": "ᎪᏴ = 1",
    "combining mark": "a\u0301b = 1",
    "other equals sign": "x ＝ 1",
    "other minus": "x = −1",
    "no-break space": "x\u00a0= 1",
}


@contextmanager
def quickly() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def refusal_of(text: Any, read: Any) -> FeelError:
    with quickly(), pytest.raises(FeelError) as refused:
        read(text)
    return refused.value


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_conditions_are_refused_with_a_sentence(name: str) -> None:
    refused = refusal_of(HOSTILE[name], compile_condition)
    assert 0 <= refused.at <= len(HOSTILE[name])
    assert refused.sentence.startswith("At character ")
    assert len(refused.sentence) < 250
    assert refused.sentence.isprintable()


@pytest.mark.parametrize("type_", [ValueType.TEXT, ValueType.NUMBER, ValueType.YES_NO, ValueType.LIST])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cells_are_refused_with_a_sentence(name: str, type_: ValueType) -> None:
    text = HOSTILE[name]
    assert refusal_of(text, lambda cell: compile_test(cell, type_)).sentence
    assert refusal_of(text, lambda cell: compile_literal(cell, type_)).sentence


@pytest.mark.parametrize("name", HOSTILE)
def test_a_table_with_a_hostile_cell_decides_nothing(name: str) -> None:
    for cells, results in (((HOSTILE[name],), ("1",)), (("-",), (HOSTILE[name],))):
        table = ChartTable(
            "t",
            {"en": "T"},
            HitPolicy.UNIQUE,
            (TableColumn("amount", {"en": "Amount"}, ValueType.NUMBER),),
            (TableColumn("result", {"en": "Result"}, ValueType.NUMBER),),
            (TableRule(cells, results),),
        )
        with quickly():
            decided = compile_table(table).decide({"amount": 1})
            problems = check_table(table)
        assert decided.problem
        assert decided.results == {}
        assert [(p.row, p.sentence) for p in problems] == [(1, decided.problem)]


@pytest.mark.parametrize("given", [None, 5, 5.0, True, b"x = 1", ["x = 1"], {"x": 1}, object()])
def test_what_is_no_text_is_refused(given: Any) -> None:
    assert refusal_of(given, compile_condition).sentence
    assert refusal_of(given, lambda cell: compile_test(cell, ValueType.TEXT)).sentence
    assert refusal_of(given, lambda cell: compile_literal(cell, ValueType.TEXT)).sentence


@pytest.mark.parametrize("name", ["eval", "exec", "os", "sys", "builtins", "self", "globals", "request"])
def test_names_reach_nothing_but_values(name: str) -> None:
    condition = compile_condition(f"{name} = null")
    assert condition.holds({})
    with pytest.raises(FeelError):
        compile_condition(f"{name} = null", names={"country": ValueType.TEXT})
    with pytest.raises(FeelError):
        compile_test(name, ValueType.TEXT)


HOSTILE_VALUES: Mapping[str, Any] = {
    "huge": 10**5000,
    "huge and negative": -(10**5000),
    "no number": float("nan"),
    "infinite": float("inf"),
    "huge as text": "9" * 5000,
    "huge exponent": "1e999999999",
    "a long list": ["x" * 10] * 500,
}


@pytest.mark.parametrize("name", HOSTILE_VALUES)
def test_hostile_values_do_not_hold(name: str) -> None:
    _hold_nothing(HOSTILE_VALUES[name])


def test_values_are_not_reached_into() -> None:
    class Trap:
        def __getattribute__(self, name: str) -> Any:
            if name == "__class__":
                return Trap  # `isinstance` asks for it
            raise AssertionError(f"{name} was reached")

        def __eq__(self, other: object) -> bool:
            raise AssertionError("compared")

        def __hash__(self) -> int:
            raise AssertionError("hashed")

        def __bool__(self) -> bool:
            raise AssertionError("asked for truth")

    _hold_nothing(Trap())


CONDITIONS = (
    "x > 5",
    "x = 5",
    "x * x * x > 5",
    "x in (1, 2)",
    "x in [1..5]",
    "x and true",
    "x > y",
    "y in (x)",
)


def _hold_nothing(value: Any) -> None:
    values = {"x": value, "y": 1}
    with quickly():
        for text in CONDITIONS:
            assert not compile_condition(text).holds(values)
        for type_ in (ValueType.NUMBER, ValueType.DATE, ValueType.YES_NO):
            assert not compile_test("not(null)", type_).matches(value, values)


def test_reckoning_stays_small() -> None:
    """500 parts multiply numbers of 30 digits: beyond 34 digits they are rounded, not grown."""
    text = " * ".join(["9" * 30] * 120) + " > 1"
    with quickly():
        assert not compile_condition(text).holds({})


def test_the_deepest_that_is_allowed_needs_little_stack() -> None:
    depth = sys.getrecursionlimit()
    text = "not(" * 19 + "x = 1" + ")" * 19
    sys.setrecursionlimit(_stack_now() + 400)
    try:
        assert not compile_condition(text).holds({"x": 1})
    finally:
        sys.setrecursionlimit(depth)


def _stack_now() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1
    return depth


def test_a_table_made_to_explode_is_given_up() -> None:
    """Every rule asks for another combination: the gaps are exponentially many."""
    columns = tuple(TableColumn(f"c{at}", {"en": f"C{at}"}, ValueType.YES_NO) for at in range(39))
    rules = tuple(
        TableRule(tuple("true" if (row * 7 + at) % 13 == 0 else "-" for at in range(39)), ("1",))
        for row in range(400)
    )
    table = ChartTable(
        "t", {"en": "T"}, HitPolicy.UNIQUE, columns, (TableColumn("r", {}, ValueType.NUMBER),), rules
    )
    began = time.process_time()
    gaps, overlaps = find_gaps(table), find_overlaps(table)
    assert time.process_time() - began < 4
    assert "too large" in gaps.note
    assert overlaps.found


def test_a_table_too_large_is_refused() -> None:
    column = TableColumn("c", {"en": "C"}, ValueType.NUMBER)
    table = ChartTable("t", {}, HitPolicy.FIRST, (column,), (column,), (TableRule(("-",), ("1",)),) * 5000)
    with quickly():
        assert "at most 500 rules" in compile_table(table).decide({}).problem
