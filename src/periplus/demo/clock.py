"""The demo's clock: how far it is moved, and moving it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from periplus.demo.models import DemoClock

_ROW = 1


def shift() -> dt.timedelta:
    """How far the demo's clock is ahead."""
    days = DemoClock.objects.filter(pk=_ROW).values_list("days", flat=True).first()
    return dt.timedelta(days=days or 0)


@contextmanager
def alone() -> Iterator[None]:
    """One visitor at a time, in a transaction."""
    with transaction.atomic():
        DemoClock.objects.select_for_update().get_or_create(pk=_ROW)
        yield


@transaction.atomic
def move_on(*, days: int) -> dt.timedelta:
    """Move the clock on. It never goes back: what has happened in the demo has happened."""
    row, _made = DemoClock.objects.select_for_update().get_or_create(pk=_ROW)
    row.days += max(days, 0)
    row.save(update_fields=["days"])
    return dt.timedelta(days=row.days)
