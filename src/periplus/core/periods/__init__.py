"""Days, months, terms and years of both hemispheres, as values."""

from periplus.core.periods.calendars import NORTHERN, SOUTHERN, AcademicCalendar, MonthDay
from periplus.core.periods.kinds import PeriodKind
from periplus.core.periods.period import (
    Period,
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

__all__ = [
    "NORTHERN",
    "SOUTHERN",
    "AcademicCalendar",
    "MonthDay",
    "Period",
    "PeriodKind",
    "academic_year",
    "calendar_year",
    "day",
    "month",
    "months_between",
    "parse",
    "period_at",
    "series",
    "term",
]
