"""Fields of study and levels as files write them, brought to the codes of ISCED."""

import re
from functools import cache
from typing import Final, NamedTuple

from periplus.core.codes import code_list
from periplus.core.tables import read_table
from periplus.core.text import normalise
from periplus.exchange.spreadsheets.cells import CellDoubt, CellError, shown
from periplus.partners.enums import Activity

_CODE_ANYWHERE: Final = re.compile(r"(?<!\d)(0\d{3}|10\d{2})(?!\d)")
_CODES_IN_FRONT: Final = re.compile(r"^(?:\d[\d.]*\s*[-–:]?\s*)+")
_OLD_CODE: Final = re.compile(r"^(\d{2,3})(?![\d.])")
# The area "00.0" stands for "all areas".
_ANY_AREA: Final = re.compile(r"^00\.0")
_LONGEST: Final = 200
_CEFR: Final = re.compile(r"\b[ABC][12]\b", re.IGNORECASE)
_OTHER: Final = frozenset({"otros", "otro", "other", "others", "outros", "outro"})
_TESTS: Final = frozenset({"toefl", "ielts", "toeic", "dele", "delf", "testdaf", "dsh"})


class Study(NamedTuple):
    """A field of study: its ISCED-F 2013 code (or the beginning of one, or ''), and the words."""

    code: str
    words: str


class Level(NamedTuple):
    """A level: its ISCED code or '', the words, and what people of this level go to do ('' unknown)."""

    code: str
    words: str
    activity: str


def study(cell: str) -> Study:
    """A field of study: code and words ('0421 - Derecho'), a name in any language, an area of CNPq.

    Codes of ISCED 1997, which many agreements still carry, are translated. What is not understood
    keeps its words.
    """
    words = _CODES_IN_FRONT.sub("", cell)[:_LONGEST] or cell[:_LONGEST]
    code = _code_of(cell)
    if code is None:
        raise CellDoubt(Study("", words), "unknown_isced_f", value=shown(cell))
    return Study(code, words)


def level(cell: str) -> Level:
    """A level of study, or what kind of staff somebody is."""
    row = _levels().get(normalise(cell))
    if row:
        return Level(row["level"], cell, row["activity"])
    found = code_list("isced_level").resolve(cell)
    if found is None:
        raise CellDoubt(Level("", cell, ""), "unknown_isced_level", value=shown(cell))
    return Level(found.code, cell, Activity.STUDY)


def language(cell: str) -> str:
    """A language, also before a level ('GRIEGO - B2'); 'others' is no language and says nothing."""
    found = code_list("language").resolve(cell.split(" - ", maxsplit=1)[0])
    if found:
        return found.code
    if normalise(cell).split(" ")[0] in _OTHER:
        return ""
    raise CellError(sentence="unknown_language", value=shown(cell))


def language_level(cell: str) -> str:
    """A CEFR level, also behind a language; other tests of a language are no level."""
    match = _CEFR.search(cell)
    if match:
        return match[0].upper()
    if any(test in normalise(cell).split() for test in _TESTS):
        return ""
    if " - " in cell or code_list("language").resolve(cell):
        return ""
    raise CellError(sentence="unknown_cefr", value=shown(cell))


def _code_of(cell: str) -> str | None:
    if _ANY_AREA.match(cell):
        return ""
    known = _field_words().get(normalise(cell))
    if known is not None:
        return known
    found = code_list("isced_f").resolve(cell)
    if found:
        return found.code
    detailed = _CODE_ANYWHERE.search(cell)
    if detailed and detailed[1] in code_list("isced_f"):
        return detailed[1]
    old = _OLD_CODE.match(cell)
    return _old_codes().get(old[1]) if old else None


@cache
def _field_words() -> dict[str, str]:
    return {row["words"]: row["code"] for row in read_table(__package__ or "", "tables/field_words.csv")}


@cache
def _old_codes() -> dict[str, str]:
    return {row["old"]: row["code"] for row in read_table(__package__ or "", "tables/isced_1997.csv")}


@cache
def _levels() -> dict[str, dict[str, str]]:
    return {row["words"]: row for row in read_table(__package__ or "", "tables/levels.csv")}
