"""Of what an indicator speaks: a value type, stored as canonical JSON."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

AXES = ("institution", "unit", "country", "partner", "field", "programme", "procedure")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records count; an empty axis does not restrict.

    `institution`: uuid of an institution in the partner register (a served one has the same uuid
    there). `unit`: uuid, with all units below it. `country`: ISO 3166 alpha-2 of the other side.
    `partner`: uuid of the other side. `field`: ISCED-F code or its beginning. `programme`: name.
    `procedure`: key of a procedure, in all its versions.
    """

    institution: uuid.UUID | None = None
    unit: uuid.UUID | None = None
    country: str = ""
    partner: uuid.UUID | None = None
    field: str = ""
    programme: str = ""
    procedure: str = ""

    @property
    def axes(self) -> frozenset[str]:
        """The axes that restrict this scope."""
        return frozenset(axis for axis in AXES if getattr(self, axis))

    def as_json(self) -> dict[str, str]:
        return {axis: str(value) for axis, value in asdict(self).items() if value}

    @property
    def key(self) -> str:
        """The same text for the same scope, always."""
        return json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))

    def narrowed(self, axis: str, value: Any) -> "Scope":
        """This scope restricted further along one axis. `ValueError` for an unknown axis."""
        if axis not in AXES:
            message = f"There is no axis {axis!r}."
            raise ValueError(message)
        return replace(self, **{axis: value})


def scope_from(stored: Mapping[str, str]) -> Scope:
    """The inverse of `as_json`. Raises `ValueError` for unknown axes or bad identifiers."""
    unknown = set(stored) - set(AXES)
    if unknown:
        message = f"There is no axis {min(unknown)!r}."
        raise ValueError(message)
    values: dict[str, Any] = dict(stored)
    for axis in ("institution", "unit", "partner"):
        if values.get(axis):
            values[axis] = uuid.UUID(str(values[axis]))
    return Scope(**values)
