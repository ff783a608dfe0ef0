"""Which institution of the register does a written name mean?

`Register.match_names` answers for many names at once. It is sure when exactly one institution of the
country bears the name, or when the words of just one agree (see `likeness`). Otherwise it gives
candidates, and the name goes to the queue (`partners.naming`). How often it is right on real lists
stands in `docs/decisions`.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from periplus.core.text import normalise
from periplus.partners.enums import NameKind, PartnerState
from periplus.partners.likeness import AGREED, Shape, Weights, likeness, shape_of
from periplus.partners.models import Partner, PartnerName

# A next candidate this close behind makes the first one doubtful.
AHEAD: Final = 0.04
# Less alike than this is not worth showing.
WORTH_SHOWING: Final = 0.5
SHOWN: Final = 5
# A name with its city behind it is a little less sure than the name alone.
_BEHIND: Final = 0.01
# An acronym shorter than this says too little by itself.
_TELLING_ACRONYM: Final = 4
_SIFTED: Final = 8
_AT_A_TIME: Final = 512
# A word that more institutions of a country share than this finds none of them.
_COMMON: Final = 300
_ABBREVIATION: Final = re.compile(r"\s*\([A-ZÀ-Þ-]{2,7}\)\s*$")


class Written(NamedTuple):
    """A name as a source writes it, with the country it gives (ISO 3166, '' when unknown)."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution that a written name may mean, and how alike the names are (0 to 1)."""

    partner_id: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for a name. `partner_id` only when sure; candidates best first."""

    partner_id: int | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def confidence(self) -> float:
        return self.candidates[0].confidence if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class _Entry:
    partner_id: int
    country: str
    shape: Shape
    kind: str
    alive: bool
    city: frozenset[str]


class _Country:
    """The names of one country's institutions (or of all), ready to be sifted."""

    def __init__(self, entries: Sequence[_Entry], weights: Weights) -> None:
        self.entries = entries
        self._weights = weights
        self._texts = [each.shape.text for each in entries]
        self._having: dict[str, list[int]] = defaultdict(list)
        for position, each in enumerate(entries):
            for word in each.shape.words:
                self._having[word].append(position)

    def sift(self, asked: Sequence[Shape]) -> list[set[int]]:
        """Give for each name the positions worth a closer look: by letters, and by rare words."""
        rates = process.cdist([each.text for each in asked], self._texts, scorer=fuzz.ratio, dtype=np.uint8)
        count = min(_SIFTED, len(self._texts))
        by_letters = np.argpartition(rates, -count, axis=1)[:, -count:]
        return [
            {*map(int, row), *self._by_words(shape)} for shape, row in zip(asked, by_letters, strict=True)
        ]

    def _by_words(self, asked: Shape) -> list[int]:
        weighed: dict[int, float] = defaultdict(float)
        for word in asked.words:
            having = self._having.get(word, ())
            if len(having) <= _COMMON:
                weight = self._weights(word)
                for position in having:
                    weighed[position] += weight
        return nlargest(_SIFTED, weighed, key=weighed.__getitem__)


class Register:
    """The names of the register in memory, for one import; about 50 MB for 20,000 institutions."""

    def __init__(self) -> None:
        self._entries = _load()
        self._weights = Weights(each.shape.words for each in self._entries)
        self._spelt: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            self._spelt[entry.shape.normalised].append(entry)
        self._countries: dict[str, _Country] = {}

    def match_names(self, names: Iterable[Written]) -> dict[Written, Match]:
        """Give a match for every distinct name."""
        found: dict[Written, Match] = {}
        rest: dict[str, list[Written]] = defaultdict(list)
        for written in sorted(set(names)):
            exact = self._exact(written)
            if exact:
                found[written] = exact
            else:
                rest[written.country].append(written)
        for country, open_names in rest.items():
            found |= self._alike(country, open_names)
        return found

    def _exact(self, written: Written) -> Match | None:
        for spelling in (written.name, _ABBREVIATION.sub("", written.name)):
            entries = [
                each
                for each in self._spelt.get(normalise(spelling), ())
                if (not written.country or each.country in {written.country, ""}) and _tells(each)
            ]
            for group in _preferred(entries):
                partners = sorted({each.partner_id for each in group})
                if partners:
                    candidates = tuple(Candidate(each, 1.0) for each in partners[:SHOWN])
                    return Match(partners[0] if len(partners) == 1 else None, candidates)
        return None

    def _country(self, country: str) -> _Country:
        if country not in self._countries:
            names = [
                each
                for each in self._entries
                if each.kind != NameKind.ACRONYM and (not country or each.country == country)
            ]
            self._countries[country] = _Country(names, self._weights)
        return self._countries[country]

    def _alike(self, country: str, names: Sequence[Written]) -> dict[Written, Match]:
        there = self._country(country)
        if not there.entries:
            return dict.fromkeys(names, Match())
        found = {}
        for start in range(0, len(names), _AT_A_TIME):
            part = names[start : start + _AT_A_TIME]
            shapes = [shape_of(normalise(_ABBREVIATION.sub("", each.name))) for each in part]
            for written, shape, positions in zip(part, shapes, there.sift(shapes), strict=True):
                found[written] = self._weigh(shape, [there.entries[each] for each in positions])
        return found

    def _weigh(self, asked: Shape, entries: Iterable[_Entry]) -> Match:
        best: dict[int, float] = {}
        gone = set()
        for each in entries:
            rate = _rate(asked, each, self._weights)
            best[each.partner_id] = max(rate, best.get(each.partner_id, 0.0))
            if not each.alive:
                gone.add(each.partner_id)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0] in gone, pair[0]))
        candidates = [Candidate(pk, round(rate, 3)) for pk, rate in ranked if rate >= WORTH_SHOWING]
        return Match(_sure(candidates), tuple(candidates[:SHOWN]))


def _rate(asked: Shape, entry: _Entry, weights: Weights) -> float:
    """Likeness; the city in which an institution is may stand behind its name."""
    rate = likeness(asked, entry.shape, weights)
    extra = set(asked.words) - set(entry.shape.words)
    if rate < AGREED and extra and extra <= entry.city:
        rate = max(rate, likeness(asked.without(extra), entry.shape, weights) - _BEHIND)
    return rate


def _sure(candidates: Sequence[Candidate]) -> int | None:
    if not candidates or candidates[0].confidence < AGREED:
        return None
    next_best = candidates[1].confidence if len(candidates) > 1 else 0.0
    return candidates[0].partner_id if candidates[0].confidence - next_best >= AHEAD else None


def _tells(entry: _Entry) -> bool:
    return entry.kind != NameKind.ACRONYM or len(entry.shape.normalised) >= _TELLING_ACRONYM


def _preferred(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Order equal names by how much they bind: a decision made here, then living institutions."""
    decided = [each for each in entries if each.kind == NameKind.WRITTEN]
    alive = [each for each in entries if each.alive]
    official = [each for each in alive if each.kind == NameKind.OFFICIAL]
    return [decided, official, alive, list(entries)]


def _load() -> list[_Entry]:
    states = (PartnerState.REGISTERED, PartnerState.WITHDRAWN)
    partners = Partner.objects.filter(state__in=states).order_by("id")
    known = {
        pk: (country, name, state == PartnerState.REGISTERED, frozenset(shape_of(normalise(city)).words))
        for pk, country, name, state, city in partners.values_list("id", "country", "name", "state", "city")
    }
    # Read whole, without a join: right after a large import the planner knows nothing of the tables.
    names = PartnerName.objects.order_by("id").values_list("partner_id", "normalised", "kind")
    entries = []
    for pk, normalised, kind in names.iterator(chunk_size=10_000):
        if pk in known:
            country, _name, alive, city = known[pk]
            entries.append(_Entry(pk, country, shape_of(normalised), kind, alive, city))
    named = {each.partner_id for each in entries if each.kind == NameKind.OFFICIAL}
    entries += [
        _Entry(pk, country, shape_of(normalise(name)), NameKind.OFFICIAL, alive, city)
        for pk, (country, name, alive, city) in known.items()
        if pk not in named
    ]
    return entries


def titles_of(candidates: Iterable[Candidate]) -> dict[int, tuple[uuid.UUID, str]]:
    """Give uuid and name of the candidates' institutions, by id."""
    ids = {each.partner_id for each in candidates}
    rows = Partner.objects.filter(pk__in=ids).values_list("id", "uuid", "name")
    return {pk: (key, name) for pk, key, name in rows}
