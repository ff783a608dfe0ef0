"""Telling people what happened."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from periplus.core.ledger.notices import find_notice
from periplus.core.models import Event
from periplus.people.models import Notification, Person


def tell_audience(*, event: Event, at: dt.datetime) -> list[Notification]:
    """Put an event on the list of everybody whom its notice names, the actor left out. Once each.

    One statement writes, so there is no transaction to open for the many events that nobody is told of.
    """
    notice = find_notice(event.type)
    audience = set(notice.audience(event)) - {event.actor_uuid} if notice else set()
    if not audience:
        return []
    persons = Person.objects.filter(uuid__in=audience, is_active=True).order_by("id")
    told = [Notification(person=person, event=event, made_at=at) for person in persons]
    return Notification.objects.bulk_create(told, ignore_conflicts=True)


@transaction.atomic
def mark_read(*, actor: Person, notifications: Iterable[int], at: dt.datetime) -> int:
    """The person has read these; those of others are left alone."""
    own = Notification.objects.filter(person=actor, read_at__isnull=True, pk__in=list(notifications))
    return own.update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: Person, at: dt.datetime) -> int:
    return Notification.objects.filter(person=actor, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_mailed(*, person: Person, notifications: Iterable[Notification], at: dt.datetime) -> None:
    """The person has been written to about these."""
    Notification.objects.filter(pk__in=[one.pk for one in notifications]).update(mailed_at=at)
    Person.objects.filter(pk=person.pk).update(digest_sent_at=at)
