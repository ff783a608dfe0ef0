"""What people call a period."""

import datetime as dt
from typing import Final

from babel.dates import format_skeleton

from periplus.core.codes import code_list
from periplus.core.languages import babel_locale, format_date
from periplus.core.periods.calendars import AcademicCalendar
from periplus.core.periods.kinds import PeriodKind

# A year that starts by this month lies mostly in one calendar year and is called after it.
_LAST_MONTH_OF_ONE_NUMBER: Final = 4


def write_label(kind: PeriodKind, start: dt.date, calendar: AcademicCalendar, language: str) -> str:
    """Name the period of `kind` that starts on `start`, in `language`."""
    match kind:
        case PeriodKind.DAY:
            return format_date(start, language)
        case PeriodKind.MONTH:
            return format_skeleton("yMMMM", start, locale=babel_locale(language))
        case PeriodKind.CALENDAR_YEAR:
            return str(start.year)
        case PeriodKind.ACADEMIC_YEAR:
            return _year(start, calendar)
    return _term(start, calendar, language)


def _year(start: dt.date, calendar: AcademicCalendar) -> str:
    year = calendar.year_of(start)
    if calendar.year_starts[0] <= _LAST_MONTH_OF_ONE_NUMBER:
        return str(year)
    return f"{year}/{(year + 1) % 100:02d}"


def _term(start: dt.date, calendar: AcademicCalendar, language: str) -> str:
    number = calendar.term_number(start)
    name, _starts = calendar.terms[number - 1]
    patterns = code_list("term")
    pattern = patterns.name(name if name in patterns else "term", language)
    return pattern.format(year=_year(start, calendar), number=number)
