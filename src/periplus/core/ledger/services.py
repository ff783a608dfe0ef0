"""Writing to the ledger. Only services of the domains call this, inside their own transaction."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db import connection, models

from periplus.core import clock
from periplus.core.copying import copy_rows, json_text
from periplus.core.ledger.listeners import announce
from periplus.core.models import Event, EventObject
from periplus.core.prepared import prepared_cursor


class Actor(Protocol):
    """Whoever acts: a person, or a named part of the system."""

    @property
    def uuid(self) -> uuid.UUID: ...


class System:
    """The product itself as actor: a rule, an import, a schedule. `name` is shown in the ledger."""

    def __init__(self, name: str) -> None:
        self.name = name


Touched = Mapping[str, "models.Model | Iterable[models.Model]"]
# By the part each plays: what they are, and their uuids. For many things at once, not loaded as objects.
TouchedByUuid = Mapping[str, tuple[type[models.Model], Iterable[uuid.UUID]]]


def record(
    event: str,
    *,
    actor: Actor | System | None,
    objects: Touched,
    on: dt.date | None = None,
    attributes: Mapping[str, Any] | None = None,
    cause: Event | None = None,
) -> Event:
    """Append one event with every object it touches, keyed by the part each plays.

    `event`: `stretch.thing.past_tense`. `on`: the day it happened in the world (default: today).
    Must run inside the transaction of the change; raises `RuntimeError` otherwise.
    """
    _demand_transaction()
    entry = Event(
        type=event,
        at=clock.now(),
        happened_on=on or clock.today(),
        actor_uuid=None if isinstance(actor, System | None) else actor.uuid,
        actor_label=actor.name if isinstance(actor, System) else "",
        attributes=dict(attributes or {}),
        cause=cause,
    )
    _write(entry, _links(objects))
    announce(entry)
    return entry


def record_bulk(
    event: str,
    *,
    actor: Actor | System | None,
    objects: TouchedByUuid,
    on: dt.date | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event about thousands of objects at once, as an import's batch needs it.

    Like `record`, but the objects come as uuids and are written by COPY.
    """
    entry = record(event, actor=actor, objects={}, on=on, attributes=attributes)
    links = (
        (entry.pk, model._meta.label_lower, touched, qualifier)
        for qualifier, (model, uuids) in objects.items()
        for touched in uuids
    )
    copy_rows(EventObject, ("event_id", "object_type", "object_uuid", "qualifier"), links)
    return entry


# Every change of the product writes an entry, so that both tables are written in one round trip.
_WRITE = """
    WITH entry AS (
        INSERT INTO core_event (uuid, type, at, happened_on, actor_uuid, actor_label, attributes, cause_id)
        VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s) RETURNING id
    ), links AS (
        INSERT INTO core_eventobject (event_id, object_type, object_uuid, qualifier)
        SELECT entry.id, link.* FROM entry, unnest(%s::text[], %s::uuid[], %s::text[]) link
    ) SELECT id FROM entry
"""


def _write(entry: Event, links: list[tuple[str, uuid.UUID, str]]) -> None:
    values = (entry.uuid, entry.type, entry.at, entry.happened_on, entry.actor_uuid, entry.actor_label)
    columns = [list(column) for column in zip(*links, strict=True)] or [[], [], []]
    with prepared_cursor() as cursor:
        cursor.execute(_WRITE, [*values, json_text(entry.attributes), entry.cause_id, *columns])
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias  # noqa: SLF001 -- as Django's own insert


def _links(objects: Touched) -> list[tuple[str, uuid.UUID, str]]:
    links = []
    for qualifier, touched in objects.items():
        several = [touched] if isinstance(touched, models.Model) else touched
        links += [(thing._meta.label_lower, thing.uuid, qualifier) for thing in several]  # type: ignore[attr-defined]
    return links


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        message = "A ledger entry is written in the transaction of the change it reports."
        raise RuntimeError(message)
