"""Conditions, cells and literals in S-FEEL."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from periplus.paths.enums import ValueType
from periplus.paths.feel import FeelError, compile_condition, compile_literal, compile_test

VALUES: Mapping[str, Any] = {
    "country": "DE",
    "amount": 6000,
    "rate": 0.1,
    "budget": "900.50",
    "limit": "1000",
    "signed_on": "2026-02-01",
    "urgent": True,
    "countries": ["DE", "FR"],
    "empty": None,
}


@pytest.mark.parametrize(
    "text",
    [
        'country = "DE"',
        'country != "FR"',
        "amount > 5000 and urgent",
        'country = "FR" or amount >= 6000',
        'country = "FR" or country = "ES" and urgent or amount = 6000.0',
        'not(country = "FR")',
        'country in ("FR", "DE")',
        'country in ["FR", "DE"]',
        "country in countries",
        'countries in ("ES", "FR")',
        "amount in [1..6000]",
        "amount in ]5999..6001[",
        "amount in (< 5, > 5000)",
        "amount in > 5000",
        "amount in ((1..2), [5..7], 6000)",
        "amount between 1 and 6000 and urgent",
        "amount / 2 - 1000 * 2 = 1000",
        "(amount - 1000) * 2 = 10000",
        "-amount < - - 3",
        "rate + 0.2 = 0.3",  # decimal, not binary
        "budget < limit",  # numbers that are stored as text
        "budget * 2 = 1801",
        'signed_on > date("2026-01-31")',
        'signed_on = @"2026-02-01"',
        'signed_on < date("2026-03-01") and signed_on in [date("2026-01-01")..date("2026-12-31")]',
        "empty = null",
        "nowhere = null",
        "amount != null",
        'country = "DE"\n and\t urgent',
        r'"a \"word\" and \\" = "a \"word\" and \\"',
    ],
)
def test_holds(text: str) -> None:
    assert compile_condition(text).holds(VALUES)


@pytest.mark.parametrize(
    "text",
    [
        'country = "de"',
        "amount in (1..6000)",
        "amount in [1..6000[",
        "amount < 6000 or not(urgent)",
        'amount = "6000"',  # a text is no number
        "country > 5",
        "urgent > amount",
        "1 / 0 = 1",
        "amount / (amount - 6000) > 0",
        'null in ("a")',
        # What is unknown does not hold, and neither does its opposite.
        "empty",
        "empty = 1",
        "empty != 1",
        "not(empty = 1)",
        "empty + 1 = 1",
        "empty in (1, 2)",
        "not(empty in (1, 2))",
        "urgent and empty",
        "countries = countries",
        "amount != null and amount = null",
    ],
)
def test_does_not_hold(text: str) -> None:
    assert not compile_condition(text).holds(VALUES)


def test_a_known_part_settles_what_is_partly_unknown() -> None:
    assert compile_condition("urgent or empty").holds(VALUES)
    assert compile_condition("not(empty and 1 = 2)").holds(VALUES)


def test_it_says_which_values_it_asks_for() -> None:
    condition = compile_condition('a + b > 1 and c in (d, [e..5]) or not(f = "g") or h between i and j')
    assert condition.names == set("abcdefhij")


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("", 0, "Nothing is written"),
        ("   ", 0, "Nothing is written"),
        ("amount >", 8, "missing at the end"),
        ("amount > 5 5", 11, "cannot stand here"),
        ("amount = = 5", 9, "cannot stand here"),
        ("5", 0, "not a condition"),
        ('"a" = 1', 6, "a text is expected"),
        ("null < 1", 7, "Nothing is larger"),
        ("true < false", 7, "no order"),
        ("x in [5..1]", 5, "ends before it begins"),
        ("x in ]1..1]", 5, "ends before it begins"),
        ('x in [1.."b"]', 9, "a number is expected"),
        ("x in ()", 6, "cannot stand here"),
        ("x = 'a'", 4, "straight quotation marks"),
        ("x = “a”", 4, "straight quotation marks"),
        ('x = "a', 4, "never closed"),
        (r'x = "a\n"', 6, "backslash"),
        ('x = date("2026-02-30")', 9, "no such date"),
        ("x = date(2026)", 9, "in quotation marks"),
        ("len(x) = 1", 0, "cannot be called"),
        ("1 + true = 2", 4, "a number is expected"),
        ("x and 5", 6, "true or false"),
    ],
)
def test_refusals_say_what_and_where(text: str, at: int, words: str) -> None:
    with pytest.raises(FeelError) as refused:
        compile_condition(text)
    assert refused.value.at == at
    assert refused.value.sentence.startswith(f"At character {at + 1}: ")
    assert words in refused.value.sentence
    assert str(refused.value) == refused.value.sentence


TYPES = {
    "country": ValueType.CHOICE,
    "amount": ValueType.NUMBER,
    "signed_on": ValueType.DATE,
    "urgent": ValueType.YES_NO,
    "countries": ValueType.LIST,
    "rows": ValueType.TABLE,
}


@pytest.mark.parametrize(
    "text",
    [
        "amounts > 5",
        'amount > "5"',
        'signed_on > "2026-01-31"',
        "country > 5",
        "urgent > true",
        "amount = country",
        "countries = 1",
        "rows = 1",
        "amount",
        "country + 1 = 2",
        "amount in [country..5]",
    ],
)
def test_declared_types_are_checked(text: str) -> None:
    with pytest.raises(FeelError):
        compile_condition(text, names=TYPES)


def test_declared_types_tell_numbers_from_texts() -> None:
    assert compile_condition("amount > 5 and urgent", names=TYPES).holds({"amount": "10", "urgent": True})
    assert compile_condition('"DE" in countries', names=TYPES).holds(VALUES)
    assert not compile_condition('country = "5"', names=TYPES).holds({"country": 5})


@pytest.mark.parametrize(
    ("text", "type_", "fits", "not_"),
    [
        ("-", ValueType.NUMBER, [1, None, "x"], []),
        ("", ValueType.TEXT, ["a", None], []),
        ("5", ValueType.NUMBER, [5, 5.0, "5", "5.00", Decimal(5)], [6, None, "a", True, [5]]),
        ("-5", ValueType.NUMBER, [-5], [5]),
        ("< 5", ValueType.NUMBER, [4.99, -1], [5, 6, None]),
        ("[1..5]", ValueType.NUMBER, [1, 3, 5], [0.99, 5.01]),
        ("]1..5[", ValueType.NUMBER, [1.01, 4.99], [1, 5]),
        ("(1..5)", ValueType.NUMBER, [2], [1, 5]),
        ("[1..5)", ValueType.NUMBER, [1], [5]),
        ("< 1, [2..3], 7", ValueType.NUMBER, [0, 2.5, 7], [1, 4]),
        ("not(1, [2..3])", ValueType.NUMBER, [0, 4], [1, 2, 3, None]),
        ('"a","b"', ValueType.CHOICE, ["a", "b"], ["c", "A", None, 1]),
        ('not("a", "b")', ValueType.TEXT, ["c", ""], ["a", "b", None]),
        ('not("a", null)', ValueType.TEXT, ["c"], ["a", None]),
        ("not(null)", ValueType.TEXT, ["c"], [None, 5]),
        ("null", ValueType.TEXT, [None], ["", "a", 5]),
        ('"a", null', ValueType.TEXT, ["a", None], ["b"]),
        ("true", ValueType.YES_NO, [True], [False, None, 1, "true"]),
        ("not(true)", ValueType.YES_NO, [False], [True, None]),
        ('>= date("2026-01-31")', ValueType.DATE, ["2026-01-31", dt.date(2027, 1, 1)], ["2026-01-30", None]),
        ('[date("2026-01-01")..@"2026-12-31"]', ValueType.DATE, ["2026-06-01"], ["2027-01-01", "soon"]),
        ('"DE"', ValueType.LIST, [["FR", "DE"]], [["FR"], [], "FR", None]),
        ('not("DE")', ValueType.LIST, [["FR"], []], [["FR", "DE"]]),
        (">= 3", ValueType.LIST, [[1, 3]], [["x"], [1]]),
    ],
)
def test_unary_tests(text: str, type_: ValueType, fits: list[Any], not_: list[Any]) -> None:
    test = compile_test(text, type_)
    assert [value for value in fits if not test.matches(value, {})] == []
    assert [value for value in not_ if test.matches(value, {})] == []


def test_a_cell_may_name_another_input() -> None:
    test = compile_test("<= limit * 2", ValueType.NUMBER, names={"limit": ValueType.NUMBER})
    assert test.names == {"limit"}
    assert test.matches(2000, VALUES)
    assert not test.matches(2001, VALUES)
    assert not test.matches(1, {})


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("EEA", ValueType.TEXT),  # no quotation marks
        ("5", ValueType.TEXT),
        ('"5"', ValueType.NUMBER),
        ('"2026-01-31"', ValueType.DATE),
        ("< true", ValueType.YES_NO),
        ("yes", ValueType.YES_NO),
        ('"a" "b"', ValueType.TEXT),
        ('"a",', ValueType.TEXT),
        ("[1..", ValueType.NUMBER),
        ("[1,5]", ValueType.NUMBER),
        ("not(-)", ValueType.NUMBER),
        ("not 5", ValueType.NUMBER),
        ("5 and 6", ValueType.NUMBER),
        ("-, 5", ValueType.NUMBER),
        ("< null", ValueType.NUMBER),
    ],
)
def test_cells_that_are_refused(text: str, type_: ValueType) -> None:
    with pytest.raises(FeelError):
        compile_test(text, type_)


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ('"EEA"', ValueType.TEXT, "EEA"),
        ('"{x!r} %s"', ValueType.TEXT, "{x!r} %s"),
        ("12.50", ValueType.NUMBER, 12.5),
        ("-12.0", ValueType.NUMBER, -12),
        ("true", ValueType.YES_NO, True),
        ('date("2026-01-31")', ValueType.DATE, "2026-01-31"),
        ("null", ValueType.NUMBER, None),
        ("-", ValueType.NUMBER, None),
        ("", ValueType.TEXT, None),
        ('"a", "b"', ValueType.LIST, ["a", "b"]),
        ('["a", -1.5, true]', ValueType.LIST, ["a", -1.5, True]),
        ("[]", ValueType.LIST, []),
        ("null", ValueType.LIST, None),
    ],
)
def test_literals(text: str, type_: ValueType, value: Any) -> None:
    found = compile_literal(text, type_)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("EEA", ValueType.TEXT),
        ("5", ValueType.TEXT),
        ('"a", "b"', ValueType.TEXT),
        ("1 + 1", ValueType.NUMBER),
        ('-"a"', ValueType.TEXT),
        ("-null", ValueType.NUMBER),
        ("[1", ValueType.LIST),
        ("[[1]]", ValueType.LIST),
        ('"a"', ValueType.TABLE),
        ("not(true)", ValueType.YES_NO),
    ],
)
def test_literals_that_are_refused(text: str, type_: ValueType) -> None:
    with pytest.raises(FeelError):
        compile_literal(text, type_)
