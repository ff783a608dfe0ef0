"""The periods that indicators are read over, for an institution and its academic calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

from periplus.core.periods import Period, period_at
from periplus.core.periods import PeriodKind as Kind
from periplus.core.periods.calendars import AcademicCalendar, calendar_starting
from periplus.people.models import Institution

# How many periods are kept measured, by kind: fifteen years, five years of months.
DEPTH = {Kind.CALENDAR_YEAR: 15, Kind.ACADEMIC_YEAR: 15, Kind.MONTH: 60}


def calendar_of(institution: Institution) -> AcademicCalendar:
    """When the institution's years and terms begin."""
    return calendar_starting((institution.year_starts_month, 1))


def morning_of(institution: Institution, on: dt.date) -> dt.datetime:
    """The instant at which a day begins there: what was due the day before is late by then."""
    return dt.datetime.combine(on, dt.time(), tzinfo=ZoneInfo(institution.time_zone))


def last_complete(kind: str, today: dt.date, calendar: AcademicCalendar) -> Period:
    """The latest period of a kind that is over."""
    return period_at(Kind(kind), today, calendar).previous()


def periods_back(last: Period, number: int) -> list[Period]:
    """`number` periods in order, `last` being the final one."""
    found = [last]
    while len(found) < number:
        found.append(found[-1].previous())
    return found[::-1]


def regular_periods(kind: str, today: dt.date, calendar: AcademicCalendar) -> list[Period]:
    """The periods of a kind that are kept measured: those that are over, as far back as `DEPTH` says."""
    return periods_back(last_complete(kind, today, calendar), DEPTH[Kind(kind)])
