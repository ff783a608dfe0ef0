"""Entries of the ledger on their way: they can be written in the same statement as the change they report."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, models

from periplus.core import clock
from periplus.core.copying import json_text
from periplus.core.ledger.listeners import announce
from periplus.core.models import Event


class Actor(Protocol):
    """Whoever acts: a person, or a named part of the system."""

    @property
    def uuid(self) -> uuid.UUID: ...


class System:
    """The product itself as actor: a rule, an import, a schedule. `name` is shown in the ledger."""

    def __init__(self, name: str) -> None:
        self.name = name


Touched = Mapping[str, "models.Model | Iterable[models.Model]"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that is not written yet, and the objects it touches: label, uuid, the part it plays."""

    event: Event
    links: list[tuple[str, uuid.UUID, str]]


# Common table expressions that write entries. Their one value: what `entries_text` gives.
WRITING_ENTRIES = """
    told AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) t(uuid uuid, type text, at timestamptz,
          happened_on date, actor_uuid uuid, actor_label text, attributes jsonb, cause_id bigint, links jsonb)
    ), entry AS (
        INSERT INTO core_event (uuid, type, at, happened_on, actor_uuid, actor_label, attributes, cause_id)
        SELECT uuid, type, at, happened_on, actor_uuid, actor_label, attributes, cause_id FROM told
        RETURNING id, uuid
    ), link AS (
        INSERT INTO core_eventobject (event_id, object_type, object_uuid, qualifier)
        SELECT entry.id, l ->> 0, (l ->> 1)::uuid, l ->> 2
        FROM told JOIN entry USING (uuid), jsonb_array_elements(told.links) l
    )
"""


def draft_entry(
    event: str,
    *,
    actor: Actor | System | None,
    objects: Touched,
    on: dt.date | None = None,
    attributes: Mapping[str, Any] | None = None,
    cause: Event | None = None,
) -> Entry:
    """An entry ready to be written; what the values mean stands at `record`."""
    drafted = Event(
        type=event,
        at=clock.now(),
        happened_on=on or clock.today(),
        actor_uuid=None if isinstance(actor, System | None) else actor.uuid,
        actor_label=actor.name if isinstance(actor, System) else "",
        attributes=dict(attributes or {}),
        cause=cause,
    )
    return Entry(drafted, _links(objects))


def entries_text(entries: Sequence[Entry]) -> str:
    """The value of `WRITING_ENTRIES`. Raises `RuntimeError` outside a transaction."""
    if not connection.in_atomic_block:
        message = "A ledger entry is written in the transaction of the change it reports."
        raise RuntimeError(message)
    return json_text([_row(entry) for entry in entries])


def confirm_entries(entries: Iterable[Entry], ids: Mapping[uuid.UUID, int]) -> None:
    """Give events the ids under which `WRITING_ENTRIES` wrote them, and let the listeners know."""
    for entry in entries:
        event = entry.event
        event.pk = ids[event.uuid]
        event._state.adding, event._state.db = False, connection.alias  # noqa: SLF001 -- as Django's own insert
        announce(event)


def _row(entry: Entry) -> dict[str, Any]:
    event = entry.event
    return {
        "uuid": event.uuid,
        "type": event.type,
        "at": event.at,
        "happened_on": event.happened_on,
        "actor_uuid": event.actor_uuid,
        "actor_label": event.actor_label,
        "attributes": event.attributes,
        "cause_id": event.cause_id,
        "links": entry.links,
    }


def _links(objects: Touched) -> list[tuple[str, uuid.UUID, str]]:
    links = []
    for qualifier, touched in objects.items():
        several = [touched] if isinstance(touched, models.Model) else touched
        links += [(thing._meta.label_lower, thing.uuid, qualifier) for thing in several]  # type: ignore[attr-defined]
    return links
