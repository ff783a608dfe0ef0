"""The side navigation: every area names its entries in its own `navigation.py`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from pkgutil import iter_modules
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Group(Enum):
    """A heading of the side, in its order; BELL is in the top bar, ME the person's menu, FOOT the foot."""

    HOME = ""
    REVIEWS = _("Goals and reviews")
    PATH = _("The path")
    ADMIN = _("Administration")
    BELL = "bell"
    ME = "me"
    FOOT = "foot"

    @property
    def place(self) -> int:
        return list(Group).index(self)


SIDE = (Group.HOME, Group.REVIEWS, Group.PATH, Group.ADMIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into an area. `count` and `allowed` are asked with the signed-in person.

    `allowed` may answer with a bool or a Verdict. An entry whose address does not exist is left out.
    """

    label: Words
    url_name: str
    group: Group
    icon: str
    order: int = 50
    count: Callable[[Any], int | None] | None = None
    allowed: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one person sees it on one page."""

    label: Words
    url: str
    icon: str
    group: Group
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its entries."""

    key: str
    label: Words
    entries: list[Shown]


@cache
def declared() -> tuple[Entry, ...]:
    """The entries of all areas, in the order of the page."""
    entries = [entry for area in _areas() for entry in _entries_of(area)]
    return tuple(sorted(entries, key=lambda entry: (entry.group.place, entry.order)))


def shown(*, person: Any, path: str, entries: Iterable[Entry] | None = None) -> list[Shown]:
    """What this person may enter; the entry with the longest fitting address is the current one."""
    known = declared() if entries is None else entries
    open_to_person = [
        (entry, url) for entry, url in _resolved(known) if entry.allowed is None or entry.allowed(person)
    ]
    current = max((url for _entry, url in open_to_person if _fits(url, path)), key=len, default=None)
    return [
        Shown(entry.label, url, entry.icon, entry.group, _count(entry, person), url == current)
        for entry, url in open_to_person
    ]


def sections(entries: Iterable[Shown]) -> list[Section]:
    """Entries of the side under their headings."""
    in_side = [entry for entry in entries if entry.group in SIDE]
    return [
        Section(group.name.lower(), group.value, list(members))
        for group, members in groupby(in_side, key=lambda entry: entry.group)
    ]


def of_group(entries: Iterable[Shown], group: Group) -> list[Shown]:
    """The entries of one place."""
    return [entry for entry in entries if entry.group is group]


def _areas() -> list[str]:
    web = import_module("periplus.web")
    return sorted(
        module.name for module in iter_modules(web.__path__) if module.ispkg and module.name != "shell"
    )


def _entries_of(area: str) -> list[Entry]:
    name = f"periplus.web.{area}.navigation"
    if find_spec(name) is None:
        return []
    entries: list[Entry] = import_module(name).ENTRIES
    return entries


def _resolved(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    for entry in entries:
        try:
            yield entry, reverse(entry.url_name)
        except NoReverseMatch:
            continue


def _fits(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _count(entry: Entry, person: Any) -> int | None:
    return entry.count(person) if entry.count else None
