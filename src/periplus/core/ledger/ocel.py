"""The ledger as OCEL 2.0 JSON, in pieces, so that a ledger of any length fits into memory.

Object-Centric Event Log 2.0 (Berti et al., 2024): event types and object types with their attributes,
objects with relations among them, events with relations to objects. Identifiers are our uuids. People
appear as identifiers only: fields marked as personal are left out.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from periplus.core.ledger.ocel_attributes import attributes_of_events, declared, plain_value
from periplus.core.ledger.ocel_objects import Touched, write_objects
from periplus.core.models import Event, EventObject

CHUNK = 1_000
ACTOR = "actor"
OWN = ("happened_on", "actor_label")  # what an event says besides the attributes its service gave


@dataclass(slots=True)
class Counts:
    """How much an export held."""

    events: int = 0
    objects: int = 0
    links: int = 0
    types: dict[str, int] = field(default_factory=dict)


def write_ocel(
    *, since: dt.date | None = None, until: dt.date | None = None, counts: Counts | None = None
) -> Iterator[str]:
    """The document in pieces of text. `since` from that day on, `until` before that day (UTC)."""
    tally = counts if counts is not None else Counts()
    events = _events(since, until)
    touched = Touched(events, person=settings.AUTH_USER_MODEL.lower())
    yield '{"objectTypes":'
    yield _dump(touched.declared_types())
    yield ',"eventTypes":'
    yield _dump(declared(attributes_of_events(events, OWN)))
    yield ',"objects":['
    yield from _counted(write_objects(touched), tally, "objects")
    yield '],"events":['
    yield from _counted(_write_events(events, tally), tally, "events")
    yield "]}\n"


def _events(since: dt.date | None, until: dt.date | None) -> QuerySet[Event]:
    events = Event.objects.all()
    if since:
        events = events.filter(at__gte=_midnight(since))
    return events.filter(at__lt=_midnight(until)) if until else events


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def _write_events(events: QuerySet[Event], tally: Counts) -> Iterator[str]:
    with_objects = models.Prefetch("objects_touched", queryset=EventObject.objects.order_by("id"))
    ordered = events.order_by("id").prefetch_related(with_objects)
    for event in ordered.iterator(chunk_size=CHUNK):
        written = _event(event)
        tally.links += len(written["relationships"])
        tally.types[event.type] = tally.types.get(event.type, 0) + 1
        yield _dump(written)


def _event(event: Event) -> dict[str, Any]:
    links = [_link(one.object_uuid, one.qualifier) for one in event.objects_touched.all()]
    if event.actor_uuid:
        links.append(_link(event.actor_uuid, ACTOR))
    return {
        "id": str(event.uuid),
        "type": event.type,
        "time": event.at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        "attributes": [{"name": name, "value": value} for name, value in _attributes(event)],
        "relationships": links,
    }


def _attributes(event: Event) -> Iterable[tuple[str, Any]]:
    yield "happened_on", event.happened_on.isoformat()
    if event.actor_label:
        yield "actor_label", event.actor_label
    for name, value in event.attributes.items():
        if value is not None:
            yield name, plain_value(value)


def _link(reference: Any, qualifier: str) -> dict[str, str]:
    return {"objectId": str(reference), "qualifier": qualifier}


def _counted(pieces: Iterable[str], tally: Counts, what: str) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        setattr(tally, what, number + 1)
        yield f",{piece}" if number else piece


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
