"""Reading the ledger."""

import uuid
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from periplus.core.models import Event, EventObject


def list_events() -> QuerySet[Event]:
    """All entries, newest first, with their objects."""
    return Event.objects.order_by("-id").prefetch_related(
        Prefetch("objects_touched", queryset=EventObject.objects.order_by("id"))
    )


def list_events_about(*uuids: uuid.UUID) -> QuerySet[Event]:
    """Entries that touch any of these objects, newest first."""
    touching = EventObject.objects.filter(object_uuid__in=uuids).values("event_id")
    return list_events().filter(pk__in=touching)


def list_events_of_types(types: Iterable[str]) -> QuerySet[Event]:
    return list_events().filter(type__in=list(types))
