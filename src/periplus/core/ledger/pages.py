"""Reading a long ledger page by page: from an entry on, never by counting."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from periplus.core.ledger.queries import list_entries
from periplus.core.models import Event, EventObject


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of these types, in this period, by somebody, about something."""

    types: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    actor: uuid.UUID | None = None
    thing: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of entries, newest first; `older` is the entry from which the next page goes on."""

    entries: list[Event]
    older: uuid.UUID | None


def read_sheet(wanted: Wanted, *, before: uuid.UUID | None, size: int) -> Sheet:
    """The newest entries that are wanted, or those before a given one."""
    rows = narrow(list_entries(), wanted)
    start = Event.objects.filter(uuid=before).values_list("at", "id").first() if before else None
    if start:
        at, number = start
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=number))
    found = list(rows.order_by("-at", "-id")[: size + 1])
    older = found[size - 1].uuid if len(found) > size else None
    return Sheet(found[:size], older)


def narrow(rows: QuerySet[Event], wanted: Wanted) -> QuerySet[Event]:
    """These entries, as far as they are wanted. Days are days of the active time zone."""
    if wanted.types:
        rows = rows.filter(type__in=wanted.types)
    if wanted.since:
        rows = rows.filter(at__gte=_begin(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_begin(wanted.until))
    if wanted.actor:
        rows = rows.filter(actor_uuid=wanted.actor)
    if wanted.thing:
        touching = EventObject.objects.filter(object_uuid=wanted.thing).values("event_id")
        rows = rows.filter(pk__in=touching)
    return rows


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def list_things(event: Event, *, limit: int) -> list[EventObject]:
    """The first so many things that an entry is about."""
    return list(EventObject.objects.filter(event=event).order_by("id")[:limit])


def count_things(event: Event) -> int:
    return EventObject.objects.filter(event=event).count()


def list_effects(event: Event) -> QuerySet[Event]:
    """Entries that this one caused."""
    return list_entries().filter(cause=event)


def types_beginning(prefix: str, known: Iterable[str]) -> tuple[str, ...]:
    """Those of the known types that belong to a stretch or to a kind of thing."""
    return tuple(one for one in known if one == prefix or one.startswith(f"{prefix}."))
