"""How much two names of institutions are alike, whatever language their ordinary words are in.

A name becomes a set of words: words of no weight ("of", "de") go, words of the trade are
translated to one language ("universidade", "uniwersytet" → "university"; table `words.csv`).
Two names are then as alike as the words they share, weighed by how rare each is, with room for a
letter that a file lost on its way. They *agree* only when no word is left over on either side:
"Mato Grosso" and "Mato Grosso do Sul" are nearly the same name and not the same place.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from periplus.core.tables import read_table

Words = tuple[str, ...]
# From here up two names agree; only such a likeness is taken without asking.
AGREED: Final = 0.95
_ALMOST: Final = 0.949
# Below this two words are different words, not two spellings of one.
_SAME_WORD: Final = 0.84
# For certain only if they begin alike and are long: one letter makes another place of a short word
# (Shanxi, Shaanxi), and another house of a long one (observatoire, conservatoire).
_CERTAINLY_SAME: Final = 0.85
_LONG: Final = 8
_SHORT: Final = 4
_LAST_I: Final = re.compile(r"\bi$")
_ENGLISH: Final = re.compile(r"\buniversity\b")


@dataclass(frozen=True, slots=True)
class Shape:
    """A normalised name taken apart: as written, its words in their order, and sorted."""

    normalised: str
    order: Words
    words: Words

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def without(self, words: Collection[str]) -> "Shape":
        """The same name with some of its words left out."""
        order = tuple(word for word in self.order if word not in words)
        return Shape(self.normalised, order, tuple(sorted(order)))


@cache
def _meanings() -> dict[str, str]:
    return {row["word"]: row["means"] for row in read_table(__package__ or "", "words.csv")}


def shape_of(normalised: str) -> Shape:
    """Take a normalised name apart: words translated, sorted, each once."""
    meanings = _meanings()
    # "i" is "and" in some languages, but the number of a university at the end of a French name.
    numbered = _LAST_I.sub("1", normalised)
    translated = (meanings.get(word, word) for word in numbered.split())
    order = tuple(dict.fromkeys(filter(None, translated))) or (normalised,)
    return Shape(normalised, order, tuple(sorted(order)))


class Weights:
    """How much each word says: rare words much, words that half of all names share little."""

    def __init__(self, names: Iterable[Words]) -> None:
        self._count: Counter[str] = Counter()
        self._total = 1
        for words in names:
            self._count.update(words)
            self._total += 1

    def __call__(self, word: str) -> float:
        return log(1 + self._total / (1 + self._count[word]))


def likeness(one: Shape, other: Shape, weights: Weights) -> float:
    """Give 0 (nothing in common) to 1 (the same words): mostly shared weight, partly shared letters.

    Only names that agree reach `AGREED`.
    """
    pairs = list(_pairs(one.words, other.words))
    here = sum(rate * weights(mine) for mine, _theirs, rate in pairs)
    there = sum(rate * weights(theirs) for _mine, theirs, rate in pairs)
    mine, theirs = sum(map(weights, one.words)), sum(map(weights, other.words))
    overlap = (here + there) / (mine + theirs) if mine + theirs else 0.0
    contained = min(1.0, there / theirs) * 0.9 if len(other.words) > 1 else 0.0
    letters = fuzz.ratio(one.text, other.text) / 100
    rate = 0.7 * max(overlap, contained) + 0.3 * letters
    if _agree(one, other, pairs):
        return max(AGREED, min(rate, 0.999))
    return min(rate, _ALMOST)


def _agree(one: Shape, other: Shape, pairs: Sequence[tuple[str, str, float]]) -> bool:
    whole = len(pairs) == len(one.words) == len(other.words)
    return whole and all(_certain(*pair) for pair in pairs) and not _turned(one, other)


def _certain(one: str, other: str, rate: float) -> bool:
    alike = one[0] == other[0] and min(len(one), len(other)) >= _LONG and rate >= _CERTAINLY_SAME
    return one == other or alike


def _turned(one: Shape, other: Shape) -> bool:
    """Miami University is not the University of Miami; in other languages the order says nothing."""
    both_english = _ENGLISH.search(one.normalised) and _ENGLISH.search(other.normalised)
    return bool(both_english) and _head(one) != _head(other)


def _head(shape: Shape) -> Words:
    """The order of the words by their first letters, so that a misspelt word keeps its place."""
    return tuple(word[:2] for word in shape.order)


def _pairs(one: Words, other: Words) -> Iterable[tuple[str, str, float]]:
    """Pair each word with the same word, or with another spelling of it."""
    common = set(one) & set(other)
    yield from ((word, word, 1.0) for word in common)
    left = [word for word in other if word not in common and len(word) > _SHORT and not word.isdigit()]
    for word in one:
        if word in common or len(word) <= _SHORT or word.isdigit() or not left:
            continue
        rate, best = max((Levenshtein.normalized_similarity(word, each), each) for each in left)
        if rate >= _SAME_WORD:
            yield word, best, rate
            left.remove(best)
