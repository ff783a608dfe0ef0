"""When academic years and their terms begin."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, TypeAlias

MonthDay: TypeAlias = tuple[int, int]

_PLAIN_YEAR: Final = 2001
_MOST_TERMS: Final = 9


def _exists_every_year(starts: MonthDay) -> bool:
    try:
        dt.date(_PLAIN_YEAR, *starts)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class AcademicCalendar:
    """How an institution cuts its years: the terms follow one another without a gap.

    A term's name is a code of the list 'term'. The first term begins with the year.
    """

    year_starts: MonthDay
    terms: tuple[tuple[str, MonthDay], ...]

    def __post_init__(self) -> None:
        starts = self.term_starts
        in_order = sorted(set(starts), key=lambda each: (each < self.year_starts, each))
        if not 1 <= len(starts) <= _MOST_TERMS:
            message = f"A year has 1 to {_MOST_TERMS} terms."
        elif not all(map(_exists_every_year, starts)):
            message = "A term has to start on a day that every year has."
        elif starts[0] != self.year_starts or list(starts) != in_order:
            message = "The first term has to start with the year, the others after it in order."
        else:
            return
        raise ValueError(message)

    @property
    def term_starts(self) -> tuple[MonthDay, ...]:
        """The month and day on which each term begins."""
        return tuple(starts for _, starts in self.terms)

    def year_of(self, on: dt.date) -> int:
        """Give the number of the academic year with the day `on`: the year in which it begins."""
        return on.year if (on.month, on.day) >= self.year_starts else on.year - 1

    def begin(self, year: int, starts: MonthDay | None = None) -> dt.date:
        """Give the day of the academic year `year` on which it, or a part of it, begins."""
        month, day = starts or self.year_starts
        return dt.date(year + ((month, day) < self.year_starts), month, day)

    def term_number(self, on: dt.date) -> int:
        """Give the number of the term with the day `on`, counted from 1."""
        year = self.year_of(on)
        return sum(self.begin(year, starts) <= on for starts in self.term_starts)

    def term_bounds(self, year: int, number: int) -> tuple[dt.date, dt.date]:
        """Give first day and the day after the last of term `number` of the year `year`."""
        if not 1 <= number <= len(self.terms):
            message = f"This academic calendar has terms 1 to {len(self.terms)}."
            raise ValueError(message)
        begins = [self.begin(year, starts) for starts in self.term_starts]
        begins.append(self.begin(year + 1))
        return begins[number - 1], begins[number]


NORTHERN: Final = AcademicCalendar((9, 1), (("autumn", (9, 1)), ("spring", (2, 1))))
SOUTHERN: Final = AcademicCalendar((2, 1), (("semester", (2, 1)), ("semester", (8, 1))))
PRESETS: Final = (NORTHERN, SOUTHERN)


def calendar_starting(starts: MonthDay) -> AcademicCalendar:
    """Give the preset whose year starts then, else a calendar of one term."""
    known = (each for each in PRESETS if each.year_starts == starts)
    return next(known, None) or AcademicCalendar(starts, (("term", starts),))


def calendar_of_terms(starts: tuple[MonthDay, ...]) -> AcademicCalendar:
    """Give the preset with terms that start then, else a calendar whose terms have numbers only."""
    known = (each for each in PRESETS if each.term_starts == starts)
    unnamed = tuple(("term", each) for each in starts)
    return next(known, None) or AcademicCalendar(starts[0], unnamed)
