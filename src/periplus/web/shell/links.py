"""How the things that the ledger names are called and opened: `LINKS` in an area's `links.py`."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from periplus.people.types import Person
from periplus.web.shell.areas import offered


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of thing. `visible(person)` gives those the person may see; `url_name` takes the uuid.

    `joined`: what title and address read of other things, instead of all that pages of their own show.
    """

    object_type: str
    label: str | Promise
    visible: Callable[[Person], QuerySet[Any]]
    url_name: str = ""
    title: Callable[[Any], str] = str
    address: Callable[[Any], str] | None = None
    joined: Sequence[str] | None = None

    def named(self, person: Person, references: Iterable[uuid.UUID]) -> QuerySet[Any]:
        """Those of the things that this person may see, with what their names need."""
        things = self.visible(person).filter(uuid__in=references)
        if self.joined is None:
            return things
        alone: QuerySet[Any] = things.select_related(None)
        return alone.select_related(*self.joined) if self.joined else alone

    def url_of(self, thing: Any) -> str:
        if self.address:
            return self.address(thing)
        try:
            return reverse(self.url_name, args=[thing.uuid]) if self.url_name else ""
        except NoReverseMatch:
            return ""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as one person may see it."""

    title: str
    url: str


@cache
def known_links() -> dict[str, Link]:
    """All kinds of things, by the label of their model."""
    return {link.object_type: link for area in offered("links") for link in area.LINKS}


def addresses_of(person: Person, *things: Any) -> dict[uuid.UUID, str]:
    """Where the pages of these things are, as far as this person may open them. None counts for nothing."""
    labels = [(thing._meta.label_lower, thing.uuid) for thing in things if thing is not None]
    return {reference: named.url for reference, named in name_things(person, labels).items()}


def name_things(person: Person, things: Iterable[tuple[str, uuid.UUID]]) -> dict[uuid.UUID, Named]:
    """Titles and addresses of the things that this person may see: one query for each kind."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for object_type, reference in things:
        wanted[object_type].add(reference)
    known = known_links()
    return {
        thing.uuid: Named(known[kind].title(thing), known[kind].url_of(thing))
        for kind, references in wanted.items()
        if kind in known
        for thing in known[kind].named(person, references)
    }
