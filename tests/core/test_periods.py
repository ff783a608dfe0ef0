"""Periods follow one another without gaps, and their keys are read back as written."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periplus.core.periods import (
    NORTHERN,
    SOUTHERN,
    AcademicCalendar,
    MonthDay,
    Period,
    PeriodKind,
    academic_year,
    calendar_year,
    day,
    month,
    months_between,
    parse,
    period_at,
    series,
    term,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
MONTH_DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2001, 12, 31)).map(lambda on: (on.month, on.day))


@st.composite
def calendars(draw: st.DrawFn) -> AcademicCalendar:
    starts = draw(st.lists(MONTH_DAYS, min_size=1, max_size=9, unique=True))
    year_starts = starts[0]
    ordered = sorted(starts, key=lambda each: (each < year_starts, each))
    return AcademicCalendar(year_starts, tuple(("term", each) for each in ordered))


CALENDARS = st.sampled_from([NORTHERN, SOUTHERN]) | calendars()
PERIODS = st.builds(period_at, st.sampled_from(PeriodKind), DAYS, CALENDARS)


@given(PERIODS)
def test_the_next_of_the_previous_is_the_same(period: Period) -> None:
    assert period.previous().next() == period == period.next().previous()
    assert period.previous().until == period.start
    assert period.next().start == period.until


@given(PERIODS)
def test_a_key_is_read_back(period: Period) -> None:
    read = parse(period.key)
    assert read == period
    assert read.key == period.key
    assert read.next().key == period.next().key
    assert read.label("en") == period.label("en")


@given(st.sampled_from(PeriodKind), DAYS, CALENDARS)
def test_a_day_belongs_to_one_period_of_a_kind(
    kind: PeriodKind, on: dt.date, calendar: AcademicCalendar
) -> None:
    period = period_at(kind, on, calendar)
    assert period.contains(on)
    assert not period.next().contains(on)
    assert not period.previous().contains(on)


@given(st.integers(1900, 2199), CALENDARS)
def test_terms_partition_the_academic_year(year: int, calendar: AcademicCalendar) -> None:
    whole = period_at(PeriodKind.ACADEMIC_YEAR, calendar.begin(year), calendar)
    terms = whole.parts(PeriodKind.TERM)
    assert len(terms) == len(calendar.terms)
    assert_partition(whole, terms)


@given(st.integers(1900, 2199))
def test_months_partition_the_calendar_year(year: int) -> None:
    months = calendar_year(year).parts(PeriodKind.MONTH)
    assert len(months) == 12
    assert_partition(calendar_year(year), months)


def assert_partition(whole: Period, parts: tuple[Period, ...]) -> None:
    assert (parts[0].start, parts[-1].until) == (whole.start, whole.until)
    assert all(one.until == other.start for one, other in pairwise(parts))
    assert sum(each.days for each in parts) == whole.days


@given(PERIODS, st.integers(0, 40))
def test_a_series_counts_its_steps(first: Period, steps: int) -> None:
    last = first
    for _ in range(steps):
        last = last.next()
    periods = series(first, last)
    assert len(periods) == steps + 1
    assert (periods[0], periods[-1]) == (first, last)


@pytest.mark.parametrize(
    ("period", "key", "start", "until"),
    [
        (calendar_year(2011), "2011", "2011-01-01", "2012-01-01"),
        (academic_year(2011), "2011/12", "2011-09-01", "2012-09-01"),
        (academic_year(1999), "1999/00", "1999-09-01", "2000-09-01"),
        (academic_year(2011, starts=(2, 1)), "2011/12@02-01", "2011-02-01", "2012-02-01"),
        (academic_year(2011, starts=(10, 15)), "2011/12@10-15", "2011-10-15", "2012-10-15"),
        (month(2011, 8), "2011-08", "2011-08-01", "2011-09-01"),
        (month(2011, 12), "2011-12", "2011-12-01", "2012-01-01"),
        (day(dt.date(2012, 2, 29)), "2012-02-29", "2012-02-29", "2012-03-01"),
        (term(2011, 1), "2011-T1", "2011-09-01", "2012-02-01"),
        (term(2011, 2), "2011-T2", "2012-02-01", "2012-09-01"),
        (term(2011, 2, SOUTHERN), "2011-T2@02-01,08-01", "2011-08-01", "2012-02-01"),
    ],
)
def test_bounds_and_keys(period: Period, key: str, start: str, until: str) -> None:
    assert period.key == key
    assert (period.start.isoformat(), period.until.isoformat()) == (start, until)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11",
        "2011/13",
        "2011-13",
        "2011-02-29",
        "2011-T3",
        "2011-T0",
        "2011/12@09-01",
        "2011-T1@09-01,02-01",
        "2011@02-01",
        "2011/12@02-29",
        "2011-T1@08-01,08-01",
        "2011-08 ",
        "２０１１",
        "9999",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        (calendar_year(2011), ("2011", "2011", "2011", "2011")),
        (academic_year(2011), ("2011/12",) * 4),
        (academic_year(2011, starts=(2, 1)), ("2011",) * 4),
        (month(2011, 8), ("August 2011", "agosto de 2011", "agosto de 2011", "2011年8月")),
        (
            day(dt.date(2011, 8, 31)),
            ("31 August 2011", "31 de agosto de 2011", "31 de agosto de 2011", "2011年8月31日"),
        ),
        (
            term(2011, 2),
            (
                "Spring term 2011/12",
                "Semestre de primavera 2011/12",
                "Semestre de primavera 2011/12",
                "2011/12学年春季学期",
            ),
        ),
        (
            term(2011, 1, SOUTHERN),
            ("Semester 1 of 2011", "Semestre 1 de 2011", "Semestre 1 de 2011", "2011学年第1学期"),
        ),
    ],
)
def test_labels(period: Period, labels: tuple[str, ...]) -> None:
    assert tuple(map(period.label, ("en", "es", "pt", "zh-hans"))) == labels


def test_a_term_of_an_own_name_is_called_by_its_number() -> None:
    own = AcademicCalendar((9, 1), (("michaelmas", (9, 1)), ("hilary", (1, 7)), ("trinity", (4, 20))))
    assert term(2011, 2, own).label("en") == "Term 2 of 2011/12"


@pytest.mark.parametrize(
    ("year_starts", "starts"),
    [
        ((9, 1), ()),
        ((9, 1), ((2, 1), (9, 1))),
        ((9, 1), ((9, 1), (3, 1), (2, 1))),
        ((9, 1), ((9, 1), (9, 1))),
        ((2, 29), ((2, 29),)),
        ((13, 1), ((13, 1),)),
    ],
)
def test_calendars_that_do_not_cut_the_year_are_refused(
    year_starts: MonthDay, starts: tuple[MonthDay, ...]
) -> None:
    with pytest.raises(ValueError):
        AcademicCalendar(year_starts, tuple(("term", each) for each in starts))


def test_a_period_is_whole() -> None:
    with pytest.raises(ValueError, match="not one whole month"):
        Period(PeriodKind.MONTH, dt.date(2011, 8, 2), dt.date(2011, 9, 1))


def test_a_period_is_rebuilt_from_columns() -> None:
    rebuilt = Period("academic_year", dt.date(2011, 2, 1), dt.date(2012, 2, 1))  # type: ignore[arg-type]
    assert rebuilt == academic_year(2011, starts=(2, 1))
    assert rebuilt.key == "2011/12@02-01"


def test_days_and_the_last_of_them() -> None:
    assert month(2012, 2).days == 29
    assert month(2012, 2).last_day == dt.date(2012, 2, 29)


def test_parts_begin_inside() -> None:
    keys = [each.key for each in calendar_year(2011).parts(PeriodKind.TERM)]
    assert keys == ["2010-T2", "2011-T1"]


def test_no_series_backwards_or_across_kinds() -> None:
    with pytest.raises(ValueError, match="2012 to 2011"):
        series(calendar_year(2012), calendar_year(2011))
    with pytest.raises(ValueError, match="2011 to 2012-08"):
        series(calendar_year(2011), month(2012, 8))


@pytest.mark.parametrize(
    ("start", "until", "months"),
    [
        ("2011-08-01", "2012-05-01", 9),
        ("2011-08-31", "2011-09-30", 0),
        ("2011-08-15", "2011-10-14", 1),
        ("2011-08-15", "2011-10-15", 2),
        ("2012-08-01", "2011-08-01", 0),
    ],
)
def test_whole_months(start: str, until: str, months: int) -> None:
    assert months_between(dt.date.fromisoformat(start), dt.date.fromisoformat(until)) == months
