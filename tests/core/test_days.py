"""Days that are handed in: near enough to reckon with, in forms, lists, files and at the API."""

import ast
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from pydantic import TypeAdapter

from periplus.api.shapes import Day, Instant
from periplus.core.days import FIRST_DAY, LAST_DAY, DayField, InstantField, read_day
from periplus.core.periods import parse
from periplus.exchange.spreadsheets.cells import CellError, date
from periplus.paths.chart import ChartItem
from periplus.paths.enums import ValueType
from periplus.paths.values import WrongValue, clean_value
from tests.house.sources import PACKAGE, called, calls, place, tree_of

SENTENCE = "Choose a day from 1900 to 2199."
ONE_DAY = dt.timedelta(days=1)
TOO_FAR = (FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY, dt.date.min, dt.date.max)


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_the_first_and_the_last_day_are_taken(day: dt.date) -> None:
    assert read_day(day.isoformat()) == date(day.isoformat()) == day
    assert DayField().clean(day.isoformat()) == TypeAdapter(Day).validate_python(day.isoformat()) == day
    assert clean_value(ChartItem("day", {}, type=ValueType.DATE), day.isoformat()) == day.isoformat()


@pytest.mark.parametrize("day", TOO_FAR)
def test_days_too_far_away_are_refused(day: dt.date) -> None:
    text, at = day.isoformat(), f"{day.isoformat()}T12:00"
    with pytest.raises(ValueError, match=SENTENCE):
        read_day(text)
    with pytest.raises(WrongValue, match=SENTENCE):
        clean_value(ChartItem("day", {}, type=ValueType.DATE), text)
    with pytest.raises(CellError):
        date(text)
    for field, said in ((DayField(), text), (InstantField(), at)):
        with pytest.raises(ValidationError, match=SENTENCE):
            field.clean(said)
    for kind, said in ((Day, text), (Instant, at)):
        with pytest.raises(ValueError, match=SENTENCE):
            TypeAdapter(kind).validate_python(said)


@pytest.mark.parametrize("key", ["9998", "0001", "2200/01", "1899-12", "2200-01-01"])
def test_periods_too_far_away_are_refused(key: str) -> None:
    with pytest.raises(ValueError):
        parse(key)


def test_no_form_and_no_schema_takes_any_day() -> None:
    """Forms use `DayField`, what machines hand in says `Day`: nothing else is bounded."""
    loose = []
    for file in PACKAGE.rglob("*.py"):
        tree = tree_of(file)
        fields = [c for c in calls(tree) if called(c) in {"DateField", "DateTimeField"}]
        loose += [place(file, c) for c in fields if ast.unparse(c.func).startswith("forms.")]
        given = [c for c in ast.walk(tree) if isinstance(c, ast.ClassDef) and c.name.endswith("In")]
        if "api" in file.parts:
            loose += [place(file, c) for c in given if "dt.date" in ast.unparse(c)]
    assert loose == []
