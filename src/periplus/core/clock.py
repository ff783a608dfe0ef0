"""What time it is. The demo may move the clock; services are handed dates and never look here."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

_shift: ContextVar[dt.timedelta] = ContextVar("periplus_clock_shift", default=dt.timedelta(0))


def now() -> dt.datetime:
    """This instant, in UTC, moved by the demo's shift if there is one."""
    return timezone.now() + _shift.get()


def today() -> dt.date:
    """Today in the active time zone."""
    return timezone.localdate(now())


def day_in(zone: str, at: dt.datetime) -> dt.date:
    """The day on which an instant falls in a time zone: 19:00 in Mexico is tomorrow in UTC."""
    return at.astimezone(ZoneInfo(zone)).date()


def shift() -> dt.timedelta:
    return _shift.get()


def set_shift(amount: dt.timedelta) -> None:
    """Move the clock for the current request or job (demo middleware and worker only)."""
    _shift.set(amount)


@contextmanager
def moved_to(day: dt.date) -> Iterator[None]:
    """Run a block as if today were `day` (replays, the demo story, tests)."""
    token = _shift.set(_shift.get() + dt.timedelta(days=(day - today()).days))
    try:
        yield
    finally:
        _shift.reset(token)
