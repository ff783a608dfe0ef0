"""The days of the story, all counted from today."""

import datetime as dt
from dataclasses import dataclass

MAY = 5
SEPTEMBER = 9
DISCUSSED = 7  # years from the first to the last whose figures have been discussed


@dataclass(frozen=True, slots=True)
class Years:
    """`latest`: the last calendar year whose figures have been discussed. The plan began the year before."""

    today: dt.date
    latest: int

    @property
    def first(self) -> int:
        """The first whole calendar year of stays; agreements began in the summer before."""
        return self.latest - DISCUSSED

    @property
    def plan(self) -> int:
        return self.latest - 1

    @property
    def plan_ends(self) -> dt.date:
        return dt.date(self.plan + 6, 12, 31)

    @property
    def opening(self) -> dt.date:
        """The day on which the university begins to work with Periplus."""
        return dt.date(self.first - 1, 1, 10)

    def ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)

    def ahead(self, days: int) -> dt.date:
        return self.today + dt.timedelta(days=days)

    @property
    def next_september(self) -> dt.date:
        """The first day of the next academic year to come."""
        this_year = dt.date(self.today.year, SEPTEMBER, 1)
        return this_year if this_year > self.today else this_year.replace(year=self.today.year + 1)


def years_from(today: dt.date) -> Years:
    """From May on, the figures of the year before have been through the meetings of the spring."""
    return Years(today, today.year - 1 if today.month >= MAY else today.year - 2)


def years_since(first: int, today: dt.date) -> Years:
    """The years of a story that was told with this first year, and has gone on to today."""
    return Years(today, first + DISCUSSED)


def academic(year: int) -> str:
    """The key of the academic year that begins in `year`."""
    return f"{year}/{(year + 1) % 100:02d}"
