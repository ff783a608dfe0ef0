"""Writing to the ledger. Only services of the domains call this, inside their own transaction."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models

from periplus.core.copying import copy_rows
from periplus.core.ledger.entries import (
    WRITING_ENTRIES,
    Actor,
    System,
    Touched,
    confirm_entries,
    draft_entry,
    entries_text,
)
from periplus.core.models import Event, EventObject
from periplus.core.prepared import prepared_cursor

__all__ = ["Actor", "System", "Touched", "TouchedByUuid", "record", "record_bulk"]

# By the part each plays: what they are, and their uuids. For many things at once, not loaded as objects.
TouchedByUuid = Mapping[str, tuple[type[models.Model], Iterable[uuid.UUID]]]
_WRITE: Final = f"WITH {WRITING_ENTRIES} SELECT uuid, id FROM entry"  # noqa: S608 -- made of constants only


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
    entry = draft_entry(event, actor=actor, objects=objects, on=on, attributes=attributes, cause=cause)
    with prepared_cursor() as cursor:
        cursor.execute(_WRITE, [entries_text([entry])])
        confirm_entries([entry], dict(cursor.fetchall()))
    return entry.event


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
