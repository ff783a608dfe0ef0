"""Reading the ledger."""

import uuid
from collections.abc import Iterable

from django.db.models import Count, F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from periplus.core.models import Event, EventObject

SHOWN = 3  # of many things in the same part, this many are read for a page


def list_events() -> QuerySet[Event]:
    """All entries, newest first, with all their objects."""
    return Event.objects.order_by("-id").prefetch_related(
        Prefetch("objects_touched", queryset=EventObject.objects.order_by("id"))
    )


def list_entries() -> QuerySet[Event]:
    """All entries, newest first, with the first few objects of each part: `parts_of` gives them.

    An import touches thousands of things in one entry; no page wants them all.
    """
    return Event.objects.order_by("-id").prefetch_related(few_objects())


def few_objects(
    path: str = "objects_touched",
) -> "Prefetch[str, QuerySet[EventObject, EventObject], str]":
    """What to prefetch so that `parts_of` needs no query."""
    part = [F("event_id"), F("qualifier")]
    rows = EventObject.objects.annotate(
        place=Window(RowNumber(), partition_by=part, order_by="id"),
        total=Window(Count("id"), partition_by=part),
    )
    return Prefetch(path, queryset=rows.filter(place__lte=SHOWN).order_by("id"), to_attr="parts")


def parts_of(event: Event) -> list[EventObject]:
    """The first few objects of each part, in their order."""
    parts: list[EventObject] | None = getattr(event, "parts", None)
    if parts is None:
        parts = list(EventObject.objects.filter(event=event).order_by("id")[: 20 * SHOWN])
    return parts


def total_of(part: EventObject) -> int:
    """How many things play the same part in the same event."""
    return getattr(part, "total", 1)


def list_events_about(*uuids: uuid.UUID) -> QuerySet[Event]:
    """Entries that touch any of these objects, newest first."""
    touching = EventObject.objects.filter(object_uuid__in=uuids).values("event_id")
    return list_entries().filter(pk__in=touching)


def list_events_of_types(types: Iterable[str]) -> QuerySet[Event]:
    return list_events().filter(type__in=list(types))


def find_event(reference: uuid.UUID) -> Event | None:
    """One entry with all its objects."""
    return list_events().filter(uuid=reference).select_related("cause").first()


def list_event_types() -> list[str]:
    """Every type that occurs, in order. Reads the index, not the entries."""
    return list(Event.objects.order_by("type").values_list("type", flat=True).distinct())
