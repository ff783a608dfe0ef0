"""Which rows of which imports made a thing what it is."""

import uuid
from dataclasses import dataclass
from typing import Any

from periplus.exchange.queries import list_origins
from periplus.people.types import Person
from periplus.web.shell.links import known_links

MOST = 8


@dataclass(frozen=True, slots=True)
class Origin:
    """One row of an import; `url` opens the import."""

    source: str
    url: str
    row: int
    outcome: str


def origins_of(person: Person, *things: uuid.UUID) -> list[Origin]:
    """The rows behind these things, oldest first; nothing for those who see no imports."""
    return [_origin(row) for thing in things for row in list_origins(person, thing)[:MOST]][:MOST]


def _origin(row: Any) -> Origin:
    link = known_links().get("exchange.importrun")
    return Origin(
        str(row.run.source), link.url_of(row.run) if link else "", row.number, row.get_outcome_display()
    )
