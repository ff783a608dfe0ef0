"""Which attributes each type of event carries, and of what type they are."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Func, QuerySet, TextField

from periplus.core.models import Event

Types = Mapping[str, Mapping[str, str]]
_KINDS = {"string": "string", "boolean": "boolean", "number": "float", "array": "string", "object": "string"}


def attributes_of_events(events: QuerySet[Event], own: Iterable[str]) -> Types:
    """For each type of event its attributes with their OCEL type; `own` stand on every event.

    The database tells the names and kinds that occur; an attribute of several kinds is a string.
    """
    found: dict[str, dict[str, str]] = defaultdict(lambda: dict.fromkeys(own, "string"))
    for event_type in events.order_by("type").values_list("type", flat=True).distinct():
        found[event_type] = dict.fromkeys(own, "string")
    for event_type, name, kind in _occurring(events):
        if kind not in _KINDS:
            continue
        before = found[event_type].get(name)
        found[event_type][name] = _KINDS[kind] if before in {None, _KINDS[kind]} else "string"
    return found


def declared(types: Types) -> list[dict[str, Any]]:
    """As OCEL declares types, in a stable order."""
    return [
        {
            "name": name,
            "attributes": [{"name": key, "type": types[name][key]} for key in sorted(types[name])],
        }
        for name in sorted(types)
    ]


def plain_value(value: Any) -> str | float | bool:
    """A value as OCEL knows them; lists and objects become JSON text."""
    if isinstance(value, bool | int | float | str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _occurring(events: QuerySet[Event]) -> QuerySet[Event, tuple[Any, ...]]:
    keyed = events.exclude(attributes={}).annotate(
        name=Func(F("attributes"), function="jsonb_object_keys", output_field=TextField())
    )
    kind = Func(
        Func(F("attributes"), F("name"), function="jsonb_extract_path", output_field=TextField()),
        function="jsonb_typeof",
        output_field=TextField(),
    )
    return keyed.annotate(kind=kind).order_by().values_list("type", "name", "kind").distinct()
