"""OCEL 2.0 JSON as a schema, written from its specification (Berti, Koren, Adams et al., 2024, chapter 4)."""

from typing import Any

import jsonschema

NAME = {"type": "string", "minLength": 1}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"}
VALUE = {"type": ["string", "number", "boolean"]}


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = required | (optional or {})
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


def array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


TYPE = record(
    {
        "name": NAME,
        "attributes": array(
            record({"name": NAME, "type": {"enum": ["string", "time", "integer", "float", "boolean"]}})
        ),
    }
)
RELATIONSHIPS = array(record({"objectId": NAME, "qualifier": {"type": "string"}}))
SCHEMA = record(
    {
        "objectTypes": array(TYPE),
        "eventTypes": array(TYPE),
        "objects": array(
            record(
                {"id": NAME, "type": NAME},
                {
                    "attributes": array(record({"name": NAME, "time": INSTANT, "value": VALUE})),
                    "relationships": RELATIONSHIPS,
                },
            )
        ),
        "events": array(
            record(
                {"id": NAME, "type": NAME, "time": INSTANT},
                {"attributes": array(record({"name": NAME, "value": VALUE})), "relationships": RELATIONSHIPS},
            )
        ),
    }
)


def validate(document: object) -> None:
    """Raise `jsonschema.ValidationError` when another tool could not read the document."""
    jsonschema.validate(document, SCHEMA)
