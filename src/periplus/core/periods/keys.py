"""The text that stands for a period in the database and in addresses.

2011-08-31      a day                 2011            a calendar year
2011-08         a month               2011/12         an academic year from 1 September
2011-T1         its first term        2011/12@02-01   one from 1 February
2011-T1@02-01,08-01                   a term where terms start on these days
"""

import datetime as dt
import re
from typing import Final, TypeAlias

from periplus.core.periods.calendars import (
    NORTHERN,
    AcademicCalendar,
    MonthDay,
    calendar_of_terms,
    calendar_starting,
)
from periplus.core.periods.kinds import PeriodKind

_KEY: Final = re.compile(
    r"(?P<year>\d{4})"
    r"(?:/(?P<end>\d\d)|-T(?P<term>\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:@(?P<starts>\d\d-\d\d(?:,\d\d-\d\d)*))?",
    re.ASCII,
)
# A kind, a day in the period and the calendar that cuts the year: what fixes a period.
Place: TypeAlias = tuple[PeriodKind, dt.date, AcademicCalendar]


def write_key(kind: PeriodKind, start: dt.date, calendar: AcademicCalendar) -> str:
    """Give the key of the period of `kind` that starts on `start`."""
    match kind:
        case PeriodKind.DAY:
            return start.isoformat()
        case PeriodKind.MONTH:
            return start.isoformat()[:7]
        case PeriodKind.CALENDAR_YEAR:
            return start.isoformat()[:4]
    year = calendar.year_of(start)
    if kind == PeriodKind.ACADEMIC_YEAR:
        usual = calendar.year_starts == NORTHERN.year_starts
        return f"{year:04d}/{(year + 1) % 100:02d}" + _turns(() if usual else (calendar.year_starts,))
    usual = calendar.term_starts == NORTHERN.term_starts
    number = calendar.term_number(start)
    return f"{year:04d}-T{number}" + _turns(() if usual else calendar.term_starts)


def read_key(key: str) -> Place:
    """Read a key as `write_key` writes it; any other text is a ValueError."""
    match = _KEY.fullmatch(key)
    if not match:
        message = f"“{key}” is not the key of a period."
        raise ValueError(message)
    starts = _read_turns(match["starts"])
    year = int(match["year"])
    if match["end"]:
        calendar = calendar_starting(starts[0]) if starts else NORTHERN
        return PeriodKind.ACADEMIC_YEAR, calendar.begin(year), calendar
    if match["term"]:
        calendar = calendar_of_terms(starts) if starts else NORTHERN
        return PeriodKind.TERM, calendar.term_bounds(year, int(match["term"]))[0], calendar
    return _read_plain(match, year)


def _read_plain(match: re.Match[str], year: int) -> Place:
    if match["day"]:
        on = dt.date(year, int(match["month"]), int(match["day"]))
        return PeriodKind.DAY, on, NORTHERN
    if match["month"]:
        return PeriodKind.MONTH, dt.date(year, int(match["month"]), 1), NORTHERN
    return PeriodKind.CALENDAR_YEAR, dt.date(year, 1, 1), NORTHERN


def _turns(starts: tuple[MonthDay, ...]) -> str:
    days = ",".join(f"{month:02d}-{day:02d}" for month, day in starts)
    return f"@{days}" if days else ""


def _read_turns(text: str | None) -> tuple[MonthDay, ...]:
    parts = (each.split("-") for each in text.split(",")) if text else ()
    return tuple((int(month), int(day)) for month, day in parts)
