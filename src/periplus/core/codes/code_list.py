"""What a list of codes is, and how a code is found in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from periplus.core.languages import DEFAULT, language_of
from periplus.core.text import normalise, sort_key

# 'B2 (Nivel avanzado)', '0531-Química', 'DE: Germany'; only digits may go before a mere space.
_CODE_BEFORE_NAME = re.compile(r"\s*(?:([^\W_]+)\s*[-–—:(/]|(\d+)\s).*\w", re.DOTALL)

# Ranks of an answer; between the last two lie those that share some longer words.
_EQUAL, _BEGINNING, _WORD, _ALL_WORDS, _NO_WORD = 0, 1, 2, 3, 1000
_SHORT_WORD = 3


class Order(Enum):
    """The order in which a list is offered to a person."""

    CODE = "code"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list: a code that machines exchange, with the words people read."""

    code: str
    parent: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Name by language column: en, es, pt, zh."""
    abouts: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """A sentence that explains the entry, by language column."""
    aliases: Sequence[str] = field(default=(), compare=False, repr=False)
    """Further names under which it is found, in any language."""

    def name(self, language: str) -> str:
        """Give the name in `language`, else in English, else the code."""
        return _in_language(self.names, language) or self.code

    def about(self, language: str) -> str:
        """Give the explanation in `language`, else in English; empty when the list has none."""
        return _in_language(self.abouts, language)

    def spellings(self) -> frozenset[str]:
        """Give every normalised text that means exactly this entry."""
        texts = (self.code, *self.names.values(), *self.aliases)
        return frozenset(filter(None, map(normalise, texts)))


class CodeList:
    """A closed list of codes, kept in its own order."""

    def __init__(self, key: str, codes: Iterable[Code], order: Order = Order.CODE) -> None:
        self.key = key
        self.order = order
        self._codes = {each.code: each for each in codes}
        self._children: dict[str | None, list[Code]] = defaultdict(list)
        self._offered: dict[str, tuple[tuple[str, str], ...]] = {}
        self._spellings = {each.code: each.spellings() for each in self.codes}
        self._spelt: dict[str, list[Code]] = defaultdict(list)
        for each in self.codes:
            self._children[each.parent].append(each)
            for spelling in self._spellings[each.code]:
                self._spelt[spelling].append(each)

    @property
    def codes(self) -> tuple[Code, ...]:
        """All entries in the order of the list."""
        return tuple(self._codes.values())

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __len__(self) -> int:
        return len(self._codes)

    def get(self, code: str) -> Code | None:
        """Give the entry with exactly this code."""
        return self._codes.get(code)

    def children(self, code: str | None = None) -> tuple[Code, ...]:
        """Give the entries directly below `code`; without one, the top of the list."""
        return tuple(self._children.get(code, ()))

    def descendants(self, code: str) -> tuple[Code, ...]:
        """Give all entries below `code`, each before those below it."""
        below: list[Code] = []
        for child in self.children(code):
            below += [child, *self.descendants(child.code)]
        return tuple(below)

    def ancestors(self, code: str) -> tuple[Code, ...]:
        """Give the entries above `code`, nearest first; none when the code is unknown."""
        above: list[Code] = []
        entry = self.get(code)
        while entry and entry.parent is not None:
            entry = self._codes[entry.parent]
            above.append(entry)
        return tuple(above)

    def name(self, code: str, language: str) -> str:
        """Give the name of `code`; a code that this list does not know is its own name."""
        entry = self.get(code)
        return entry.name(language) if entry else code

    def choices(self, language: str) -> list[tuple[str, str]]:
        """Give (code, name) of every entry, ordered for a person who reads `language`."""
        if language not in self._offered:
            self._offered[language] = self._in_order(language)
        return list(self._offered[language])

    def resolve(self, text: str) -> Code | None:
        """Give the one entry that `text` certainly means, for imports; None when in doubt.

        Understood are a code, a name in any language, another usual spelling, and a code followed
        by words ('0531-Química'). A name that a branch of the list repeats means its top.
        """
        matches = self._spelt.get(normalise(text), [])
        tops = [each for each in matches if not set(self.ancestors(each.code)) & set(matches)]
        if tops:
            return tops[0] if len(tops) == 1 else None
        return self._resolve_prefix(text)

    def find(self, text: str, limit: int = 20) -> list[Code]:
        """Give the entries that `text` may mean, likeliest first, for search boxes and imports.

        Entries with all its words; only when there are none, those that share a longer word.
        """
        asked = normalise(text)
        if not asked:
            return []
        certain = self.resolve(text)
        ranks = {each.code: self._rank(asked, each) for each in self.codes}
        if certain:
            ranks[certain.code] = _EQUAL
        bound = _ALL_WORDS if min(ranks.values(), default=0) <= _ALL_WORDS else _NO_WORD - 1
        found = [each for each in self.codes if ranks[each.code] <= bound]
        return sorted(found, key=lambda each: ranks[each.code])[:limit]

    def _in_order(self, language: str) -> tuple[tuple[str, str], ...]:
        """Sorted once for each language: the list is closed, and pages ask for it all day."""
        pairs = tuple((each.code, each.name(language)) for each in self.codes)
        return pairs if self.order is Order.CODE else tuple(sorted(pairs, key=lambda p: sort_key(p[1])))

    def _rank(self, asked: str, entry: Code) -> int:
        return min(_rank(asked, each) for each in self._spellings[entry.code])

    def _resolve_prefix(self, text: str) -> Code | None:
        match = _CODE_BEFORE_NAME.fullmatch(text.rstrip(" )."))
        prefix = (match[1] or match[2]) if match else ""
        return self.get(prefix) or self.get(prefix.upper()) or self.get(prefix.lower())


def _rank(asked: str, spelling: str) -> int:
    """Rank how well a spelling answers: from the very text down to not a word in common."""
    words = asked.split()
    if spelling == asked:
        return _EQUAL
    if spelling.startswith(asked):
        return _BEGINNING
    if f" {asked}" in spelling:
        return _WORD
    if all(word in spelling for word in words):
        return _ALL_WORDS
    longer = {word for word in words if len(word) > _SHORT_WORD}
    return _NO_WORD - len(longer & set(spelling.split()))


def _in_language(texts: Mapping[str, str], language: str) -> str:
    column = language_of(language).column
    return texts.get(column) or texts.get(language_of(DEFAULT).column, "")
