"""The kinds of periods, and where each begins and ends."""

import datetime as dt
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.periods.calendars import AcademicCalendar

_ONE_DAY: Final = dt.timedelta(days=1)
_DECEMBER: Final = 12


class PeriodKind(models.TextChoices):
    """How long a period is."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    TERM = "term", _("Term")
    ACADEMIC_YEAR = "academic_year", _("Academic year")
    CALENDAR_YEAR = "calendar_year", _("Calendar year")


def bounds(kind: PeriodKind, on: dt.date, calendar: AcademicCalendar) -> tuple[dt.date, dt.date]:
    """Give first day and the day after the last of the period of `kind` with the day `on`."""
    match kind:
        case PeriodKind.DAY:
            return on, on + _ONE_DAY
        case PeriodKind.MONTH:
            after = dt.date(on.year + on.month // _DECEMBER, on.month % _DECEMBER + 1, 1)
            return on.replace(day=1), after
        case PeriodKind.CALENDAR_YEAR:
            return dt.date(on.year, 1, 1), dt.date(on.year + 1, 1, 1)
    year = calendar.year_of(on)
    if kind == PeriodKind.ACADEMIC_YEAR:
        return calendar.begin(year), calendar.begin(year + 1)
    return calendar.term_bounds(year, calendar.term_number(on))
