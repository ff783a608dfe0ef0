"""What happens on which day, lived through in order."""

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from periplus.core import clock

Act = Callable[[dt.date], object]
LISBON = ZoneInfo("Europe/Lisbon")
LONG_AGO = dt.date.min
NIGHT, MORNING, AFTERNOON = dt.time(3, 0), dt.time(8, 40), dt.time(14, 0)
_APART = dt.timedelta(minutes=7)


class Diary:
    """Days with what is done on each. Whoever acts may write further, later days into it."""

    def __init__(self, until: dt.date) -> None:
        self.until = until
        self._pages: list[tuple[dt.date, dt.time, int, Act]] = []
        self._numbers = count()

    def write(self, day: dt.date, act: Act, at: dt.time = MORNING) -> None:
        """Let `act(day)` happen on a day. What would lie in the future does not happen yet."""
        if day <= self.until:
            heapq.heappush(self._pages, (day, at, next(self._numbers), act))

    def live(self) -> None:
        """Do everything in order, each on its day and one thing some minutes after the other."""
        moment = dt.datetime(1, 1, 2, tzinfo=LISBON)
        while self._pages:
            day, at, _number, act = heapq.heappop(self._pages)
            moment = max(dt.datetime.combine(day, at, LISBON), moment + _APART)
            with clock.moved_to(day):
                if moment.date() == day < self.until:  # today is not over: there it is as late as it is
                    clock.set_shift(moment - timezone.now())
                act(day)
