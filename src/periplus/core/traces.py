"""What a change left behind, in such a form that it can be taken back exactly.

A trace names rows of tables by label and primary key. Services that change many things at once
(imports, merges) keep one; `take_back` undoes several of them, newest first.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from periplus.core.copying import rows_of

Key = tuple[str, int]
ENCODER = DjangoJSONEncoder()


@dataclass(slots=True)
class Change:
    """One row whose fields were changed: as they were, as they became."""

    label: str
    pk: int
    old: dict[str, Any]
    new: dict[str, Any]


@dataclass(slots=True)
class Trace:
    """Rows made, rows changed, rows removed (with all their values)."""

    created: list[Key] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    deleted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.deleted)

    def add_created(self, model: type[models.Model], pk: int) -> None:
        self.created.append((model._meta.label_lower, pk))

    def add_changed(self, thing: models.Model, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.changed.append(Change(thing._meta.label_lower, int(thing.pk), old, new))

    def add_deleted(self, thing: models.Model) -> None:
        """Note a row before it goes, whole."""
        values = {each.attname: getattr(thing, each.attname) for each in thing._meta.concrete_fields}
        self.deleted.append((thing._meta.label_lower, values))

    def as_json(self) -> dict[str, Any]:
        """Give the trace as plain JSON values; empty parts are left out."""
        parts = {
            "created": [list(key) for key in self.created],
            "changed": [[each.label, each.pk, _plain(each.old), _plain(each.new)] for each in self.changed],
            "deleted": [[label, _plain(values)] for label, values in self.deleted],
        }
        return {key: part for key, part in parts.items() if part}


def trace_from(stored: Mapping[str, Any]) -> Trace:
    """Read what `as_json` wrote; other keys are nobody's business here."""
    return Trace(
        created=[(label, pk) for label, pk in stored.get("created", [])],
        changed=[Change(*each) for each in stored.get("changed", [])],
        deleted=[(label, values) for label, values in stored.get("deleted", [])],
    )


def take_back(traces: Iterable[Trace]) -> None:
    """Undo traces given newest first: remove what was made, restore what was changed or removed.

    Nothing is cascaded: a row that something else still points to makes the transaction fail.
    """
    several = list(traces)
    created = {key for trace in several for key in trace.created}
    remove_rows(created)
    for trace in several:
        _restore([each for each in trace.deleted if (each[0], each[1].get("id")) not in created])
    _set_back(several, created)


def remove_rows(keys: Iterable[Key]) -> None:
    """Delete rows table by table, those that point to others first, without any cascade."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for label, pk in keys:
        by_label[label].append(pk)
    for model in _children_first([apps.get_model(label) for label in by_label]):
        rows = rows_of(model).filter(pk__in=by_label[model._meta.label_lower])
        rows._raw_delete(rows.db)  # noqa: SLF001 -- what `delete` ends with, without its cascade


def _restore(deleted: list[tuple[str, dict[str, Any]]]) -> None:
    by_label: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for label, values in deleted:
        by_label[label].append(values)
    for model in reversed(_children_first([apps.get_model(label) for label in by_label])):
        rows = [_python_values(model, values) for values in by_label[model._meta.label_lower]]
        rows_of(model).bulk_create([model(**row) for row in rows])


def _set_back(traces: Iterable[Trace], created: set[Key]) -> None:
    """Give each field the oldest value that any of the traces knows."""
    old: dict[Key, dict[str, Any]] = defaultdict(dict)
    for trace in traces:
        for change in reversed(trace.changed):
            if (change.label, change.pk) not in created:
                old[change.label, change.pk].update(change.old)
    by_shape: dict[tuple[str, tuple[str, ...]], list[models.Model]] = defaultdict(list)
    for (label, pk), values in old.items():
        model = apps.get_model(label)
        names = tuple(sorted(values))
        by_shape[label, names].append(model(pk=pk, **_python_values(model, values)))
    for (label, names), things in by_shape.items():
        rows_of(apps.get_model(label)).bulk_update(things, names, batch_size=1000)


def _children_first(several: list[type[models.Model]]) -> list[type[models.Model]]:
    """Order models so that each comes before those its foreign keys point to."""
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model]) -> None:
        if model in ordered:
            return
        for other in several:
            points = {each.related_model for each in other._meta.concrete_fields if each.is_relation}
            if other is not model and model in points:
                visit(other)
        ordered.append(model)

    for model in sorted(several, key=lambda each: each._meta.label_lower):
        visit(model)
    return ordered


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as JSON holds them: as they are, or as the encoder writes them."""
    return {
        key: value if isinstance(value, str | int | float | bool | list | dict | None) else _encoded(value)
        for key, value in values.items()
    }


def _encoded(value: Any) -> Any:
    return ENCODER.default(value)


def _python_values(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    fields = {each.attname: each for each in model._meta.concrete_fields}
    return {key: fields[key].to_python(value) for key, value in values.items()}


class Effect(StrEnum):
    """What bringing one thing in came to."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one thing brought in: which row of the register it is now, and what that left.

    Without a trace, a created thing is all that was created (with the rows that belong to it alone).
    """

    effect: Effect
    uuid: uuid.UUID
    trace: Trace | None = None
