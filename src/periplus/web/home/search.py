"""Finding anything by its name: every area offers what may be found in `search.py`, as `SOURCES`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise

from periplus.core.text import normalise
from periplus.people.types import Person
from periplus.web.shell.areas import offered

Words = str | Promise
CANDIDATES = 40
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `names`: other names it may be found by."""

    title: Words
    url: str
    note: Words = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that may be found. `find(person, words, limit)` gives only what the person may see.

    `words` come normalised (`core.text.normalise`); a source may give more than fits, best first or not.
    """

    key: str
    label: Words
    icon: str
    find: Callable[[Person, str, int], list[Hit]]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The best of one source, in order; `more` says that not all are shown."""

    source: Source
    hits: list[Hit]
    more: bool


@cache
def sources() -> tuple[Source, ...]:
    """All sources, in the order of the page."""
    return tuple(sorted((s for area in offered("search") for s in area.SOURCES), key=lambda s: s.order))


def find_everything(*, person: Person, text: str, limit: int) -> list[Found]:
    """What this person may see whose name fits, grouped by kind, the best `limit` of each."""
    words = normalise(text)
    if len(words) < SHORTEST and words.isascii():
        return []
    found = ((source, rank(words, source.find(person, words, CANDIDATES))) for source in sources())
    return [Found(source, hits[:limit], len(hits) > limit) for source, hits in found if hits]


def rank(words: str, hits: Iterable[Hit]) -> list[Hit]:
    """Best first: the whole name, its beginning, the beginning of a word, anywhere; then by title."""
    return sorted(hits, key=lambda hit: (_distance(words, hit), len(str(hit.title)), str(hit.title)))


def _distance(words: str, hit: Hit) -> int:
    """Twice the distance of the title; another name that fits as well comes just after."""
    title = 2 * _how_far(words, normalise(str(hit.title)))
    return min([title, *(2 * _how_far(words, normalise(name)) + 1 for name in hit.names)])


def _how_far(words: str, name: str) -> int:
    if name == words:
        return 0
    if name.startswith(words):
        return 1
    if f" {words}" in name:
        return 2
    return 3 if words in name else 4
