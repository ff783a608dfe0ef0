"""The things that the events of an export touch, with what never changes about them."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from periplus.core.base import Recorded
from periplus.core.models import Event, EventObject
from periplus.core.privacy import marks_of

CHUNK = 1_000
# What a thing is called does not change with its state, so it holds from the beginning of time.
STABLE = ("reference", "code", "name", "title", "kind", "measure", "scheme", "country")
BEGINNING = "1970-01-01T00:00:00Z"


class Touched:
    """The things of an export, by type. People who acted are among them."""

    def __init__(self, events: QuerySet[Event], *, person: str) -> None:
        self._links = EventObject.objects.filter(event__in=events.order_by())
        self._actors = events.filter(actor_uuid__isnull=False)
        self._person = person

    def types(self) -> list[str]:
        found = set(self._links.values_list("object_type", flat=True).distinct())
        if self._actors.exists():
            found.add(self._person)
        return sorted(found)

    def references(self, object_type: str) -> Iterator[list[uuid.UUID]]:
        """The uuids of one type, each once, in chunks."""
        rows = self._links.filter(object_type=object_type).values_list("object_uuid").distinct()
        if object_type == self._person:
            rows = rows.union(self._actors.order_by().values_list("actor_uuid"))
        chunk: list[uuid.UUID] = []
        for (reference,) in rows.order_by("object_uuid").iterator(chunk_size=CHUNK):
            chunk.append(reference)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def among(self, references: set[uuid.UUID]) -> set[uuid.UUID]:
        """Those of these things that the export holds."""
        touched = self._links.filter(object_uuid__in=references).values_list("object_uuid", flat=True)
        acting = self._actors.filter(actor_uuid__in=references).values_list("actor_uuid", flat=True)
        return {one for one in (*touched.distinct(), *acting.distinct()) if one}

    def declared_types(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "attributes": [{"name": one, "type": "string"} for one in stable_fields(name)]}
            for name in self.types()
        ]


def write_objects(touched: Touched) -> Iterator[str]:
    """Each thing as JSON. What no longer exists (an import taken back) is there without attributes."""
    for object_type in touched.types():
        for references in touched.references(object_type):
            rows = _rows(object_type, references)
            known = touched.among({target for row in rows.values() for target in _targets(row)})
            for reference in references:
                written = _object(object_type, reference, rows.get(reference, {}), known)
                yield json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def stable_fields(object_type: str) -> list[str]:
    """The unchanging fields of a type that say nothing about a person."""
    model = _model(object_type)
    if model is None:
        return []
    personal = marks_of(model) or {}
    present = {one.name for one in model._meta.concrete_fields}
    return [name for name in STABLE if name in present and name not in personal]


def _rows(object_type: str, references: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    model = _model(object_type)
    if model is None:
        return {}
    wanted = ["uuid", *stable_fields(object_type), *(f"{name}__uuid" for name in _relations(model))]
    rows = model._base_manager.filter(uuid__in=references).values(*wanted)  # noqa: SLF001 -- every row
    return {row["uuid"]: row for row in rows}


def _relations(model: type[models.Model]) -> list[str]:
    """Keys to other things of the ledger that say nothing about a person."""
    personal = marks_of(model) or {}
    return [
        one.name
        for one in model._meta.concrete_fields
        if one.name not in personal
        and isinstance(one.related_model, type)
        and issubclass(one.related_model, Recorded)
    ]


def _targets(row: dict[str, Any]) -> set[uuid.UUID]:
    return {value for name, value in row.items() if name.endswith("__uuid") and value}


def _object(
    object_type: str, reference: uuid.UUID, row: dict[str, Any], known: set[uuid.UUID]
) -> dict[str, Any]:
    values = [(name, row[name]) for name in stable_fields(object_type) if row.get(name) not in {None, ""}]
    links = [(name, value) for name, value in row.items() if name.endswith("__uuid") and value in known]
    return {
        "id": str(reference),
        "type": object_type,
        "attributes": [{"name": name, "time": BEGINNING, "value": str(value)} for name, value in values],
        "relationships": [
            {"objectId": str(value), "qualifier": name.removesuffix("__uuid")} for name, value in links
        ],
    }


def _model(object_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(object_type)
    except LookupError:
        return None
