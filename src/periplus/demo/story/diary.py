"""What happens on which day, lived through in order."""

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count

from periplus.core import clock

Act = Callable[[dt.date], object]


class Diary:
    """Days with what is done on each. Whoever acts may write further, later days into it."""

    def __init__(self, until: dt.date) -> None:
        self.until = until
        self._pages: list[tuple[dt.date, int, Act]] = []
        self._numbers = count()

    def write(self, day: dt.date, act: Act) -> None:
        """Let `act(day)` happen on a day. What would lie in the future does not happen yet."""
        if day <= self.until:
            heapq.heappush(self._pages, (day, next(self._numbers), act))

    def live(self) -> None:
        """Do everything in order, each on its day."""
        while self._pages:
            day, _number, act = heapq.heappop(self._pages)
            with clock.moved_to(day):
                act(day)
