"""A stretch of time that people plan and count in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from periplus.core.days import TOO_FAR, is_usable
from periplus.core.periods.calendars import (
    NORTHERN,
    AcademicCalendar,
    MonthDay,
    calendar_starting,
)
from periplus.core.periods.keys import read_key, write_key
from periplus.core.periods.kinds import PeriodKind, bounds
from periplus.core.periods.labels import write_label

_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A whole day, month, term or year, `until` being the first day after it."""

    kind: PeriodKind
    start: dt.date
    until: dt.date
    calendar: AcademicCalendar = field(default=NORTHERN, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", PeriodKind(self.kind))  # a column gives plain text
        starts = (self.start.month, self.start.day)
        if self.kind is PeriodKind.ACADEMIC_YEAR and self.calendar.year_starts != starts:
            object.__setattr__(self, "calendar", calendar_starting(starts))
        if (self.start, self.until) != bounds(self.kind, self.start, self.calendar):
            message = f"{self.start} to {self.until} is not one whole {self.kind.value}."
            raise ValueError(message)

    @property
    def key(self) -> str:
        """The text that stands for this period and that `parse` reads."""
        return write_key(self.kind, self.start, self.calendar)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.start).days

    @property
    def last_day(self) -> dt.date:
        """The last day that belongs to it."""
        return self.until - _ONE_DAY

    def contains(self, on: dt.date) -> bool:
        """Say whether the day `on` belongs to it."""
        return self.start <= on < self.until

    def previous(self) -> "Period":
        """Give the period of the same kind that ends where this one starts."""
        return period_at(self.kind, self.start - _ONE_DAY, self.calendar)

    def next(self) -> "Period":
        """Give the period of the same kind that starts where this one ends."""
        return period_at(self.kind, self.until, self.calendar)

    def parts(self, kind: PeriodKind) -> tuple["Period", ...]:
        """Cut it into the periods of a shorter kind that begin in it."""
        part = period_at(kind, self.start, self.calendar)
        if part.start < self.start:
            part = part.next()
        return tuple(_from(part, self.last_day))

    def label(self, language: str) -> str:
        """Give its name for people: '2011', '2011/12', 'August 2011', 'Spring term 2011/12'."""
        return write_label(self.kind, self.start, self.calendar, language)


def day(on: dt.date) -> Period:
    """Give the period of the one day `on`."""
    return period_at(PeriodKind.DAY, on)


def month(year: int, number: int) -> Period:
    """Give a month of a calendar year, January being 1."""
    return period_at(PeriodKind.MONTH, dt.date(year, number, 1))


def calendar_year(year: int) -> Period:
    """Give the year from January to December."""
    return period_at(PeriodKind.CALENDAR_YEAR, dt.date(year, 1, 1))


def academic_year(year: int, starts: MonthDay = NORTHERN.year_starts) -> Period:
    """Give the academic year that starts in `year` on the month and day `starts`."""
    return period_at(PeriodKind.ACADEMIC_YEAR, dt.date(year, *starts), calendar_starting(starts))


def term(year: int, number: int, calendar: AcademicCalendar = NORTHERN) -> Period:
    """Give term `number`, from 1, of the academic year that starts in `year`."""
    start, until = calendar.term_bounds(year, number)
    return Period(PeriodKind.TERM, start, until, calendar)


def period_at(kind: PeriodKind, on: dt.date, calendar: AcademicCalendar = NORTHERN) -> Period:
    """Give the period of a kind to which the day `on` belongs."""
    return Period(kind, *bounds(kind, on, calendar), calendar)


def series(first: Period, last: Period) -> tuple[Period, ...]:
    """Give all periods from `first` to `last`, both included."""
    periods = tuple(_from(first, last.start))
    if not periods or periods[-1] != last:
        message = f"No series of periods leads from {first.key} to {last.key}."
        raise ValueError(message)
    return periods


def parse(key: str) -> Period:
    """Read a period from its key; any other text is a ValueError."""
    period = period_at(*read_key(key))
    if period.key != key:
        message = f"“{key}” is not the key of a period; the nearest is “{period.key}”."
        raise ValueError(message)
    if not is_usable(period.start) and not is_usable(period.last_day):
        raise ValueError(str(TOO_FAR))
    return period


def months_between(start: dt.date, until: dt.date) -> int:
    """Count the whole months from `start` to `until`, the first day after; never below 0."""
    months = (until.year - start.year) * 12 + until.month - start.month
    return max(0, months - (until.day < start.day))


def _from(first: Period, latest_start: dt.date) -> Iterator[Period]:
    period = first
    while period.start <= latest_start:
        yield period
        period = period.next()
