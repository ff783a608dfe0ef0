"""Jobs that write letters."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from periplus.core import clock
from periplus.core.types import Event
from periplus.people.enums import Digest
from periplus.people.queries.attention import list_readers_of
from periplus.people.services.attention import tell_audience
from periplus.people.types import Person
from periplus.web.home.letters import write_to
from periplus.web.people.reader import zone_of

MORNING = 7
MONDAY = 0
STALE = dt.timedelta(days=30)


def tell_of(event: Event) -> None:
    """After the commit of an event: put it before its audience; those who want it at once are written to."""
    if clock.now() - event.at > STALE:
        return  # history told afterwards is no news
    told = tell_audience(event=event, at=event.at)
    if any(notification.person.digest == Digest.AT_ONCE for notification in told):
        _soon()


@app.task(name="web.write_at_once", queueing_lock="web.write_at_once", retry=3)
def write_at_once() -> int:
    """Write to those who want to know at once; what happens within seconds goes into one letter."""
    return sum(write_to(person) for person in list_readers_of(Digest.AT_ONCE))


@app.periodic(cron="5 * * * *")
@app.task(name="web.write_digests", queueing_lock="web.write_digests", retry=3)
def write_digests(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every hour: write to those for whom it is seven in the morning (on Mondays for the weekly ones)."""
    return sum(write_to(person) for person in list_due(clock.now()))


def list_due(now: dt.datetime) -> list[Person]:
    """Whose morning it is."""
    daily = [p for p in list_readers_of(Digest.DAILY) if _local(p, now).hour == MORNING]
    weekly = [p for p in list_readers_of(Digest.WEEKLY) if _is_monday_morning(_local(p, now))]
    return [*daily, *weekly]


def _is_monday_morning(local: dt.datetime) -> bool:
    return local.weekday() == MONDAY and local.hour == MORNING


def _local(person: Person, now: dt.datetime) -> dt.datetime:
    return timezone.localtime(now, zone_of(person) or timezone.get_default_timezone())


def _soon() -> None:
    try:
        with transaction.atomic():
            write_at_once.configure(schedule_in={"seconds": 20}).defer()
    except AlreadyEnqueued:
        return  # that job will find the new ones too
