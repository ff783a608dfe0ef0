"""What one cell means: text in, value out, or a problem in plain words (`sentences`)."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from periplus.core.codes import code_list
from periplus.core.days import usable
from periplus.core.text import fold_spaces, normalise

Parser = Callable[[str], Any]

# How files say that there is nothing to say.
EMPTY_WORDS: Final = frozenset(
    {
        *("-", "--", "–", "—", ".", "?", "#n/a", "n/a", "n.a.", "nan", "null", "none", "unknown"),
        *("not available", "not applicable", "no informado", "sin informar", "sin datos", "no consta"),
        *("não informado", "nao informado", "sem informação", "não se aplica", "no aplica"),
        *("9999-12-31", "31/12/9999", "31.12.9999", "31-12-9999", "12/31/9999"),  # for ever
    }
)
_NUMBER: Final = re.compile(r"[^\d,.\-+]")
_YEAR: Final = re.compile(r"^(\d{4})(?:\s*[-/–]\s*(?:\d{4}|\d{2}))?$")
_ISO_DATE: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$")
_SHORT_DATE: Final = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: .*)?$")
_SMALLEST_YEAR, _LARGEST_YEAR = 1900, 2100
_DECEMBER: Final = 12
_LONGEST_SHOWN: Final = 80


class CellError(Exception):
    """A cell that cannot be understood: the key of a sentence, and what it speaks of."""

    def __init__(self, *, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class CellDoubt(Exception):
    """A cell that was understood in part: the value that is kept, and a sentence."""

    def __init__(self, kept: Any, sentence: str, /, **facts: Any) -> None:
        super().__init__(sentence)
        self.kept = kept
        self.sentence = sentence
        self.facts = facts


def is_empty(folded: str) -> bool:
    return not folded or folded.casefold() in EMPTY_WORDS


def text(longest: int) -> Parser:
    """Text of at most `longest` characters, white space folded."""

    def parse(cell: str) -> str:
        if len(cell) > longest:
            raise CellError(sentence="too_long", longest=longest, length=len(cell))
        return cell

    return parse


def whole(cell: str) -> int:
    """A whole number that is not negative."""
    number = decimal(cell)
    if number != number.to_integral_value() or number < 0:
        raise CellError(sentence="not_whole", value=shown(cell))
    return int(number)


def at_most(largest: int) -> Parser:
    """A whole number up to `largest`."""

    def parse(cell: str) -> int:
        number = whole(cell)
        if number > largest:
            raise CellError(sentence="out_of_range", value=shown(cell))
        return number

    return parse


def decimal(cell: str) -> Decimal:
    """A number; both 1,234.5 and 1.234,5 are understood, the last mark being the decimal one."""
    digits = _NUMBER.sub("", cell)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma > point:
        digits = digits.replace(".", "").replace(",", ".", 1) if digits.count(",") == 1 else digits
    digits = digits.replace(",", "") if digits.count(".") <= 1 else digits.replace(".", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise CellError(sentence="not_a_number", value=shown(cell)) from None


def year(cell: str) -> int:
    """A year, or an academic year by its first: 2017, 2017/18, 2017-2018."""
    match = _YEAR.match(cell.removesuffix(".0"))
    value = int(match[1]) if match else 0
    if not _SMALLEST_YEAR <= value <= _LARGEST_YEAR:
        raise CellError(sentence="not_a_year", value=shown(cell))
    return value


def month(cell: str) -> int:
    """A month as a number, 1 to 12."""
    if not cell.isdigit() or not 1 <= int(cell) <= _DECEMBER:
        raise CellError(sentence="not_a_month", value=shown(cell))
    return int(cell)


def date(cell: str) -> dt.date:
    """A day; of 03/04/2024 the day comes first."""
    return _day(cell, day_first=True)


def date_month_first(cell: str) -> dt.date:
    """A day; of 03/04/2024 the month comes first."""
    return _day(cell, day_first=False)


def _day(cell: str, *, day_first: bool) -> dt.date:
    iso, short = _ISO_DATE.match(cell), _SHORT_DATE.match(cell)
    try:
        if iso:
            return usable(dt.date(int(iso[1]), int(iso[2]), int(iso[3])))
        if short:
            one, two, of_year = int(short[1]), int(short[2]), int(short[3])
            month, day = (two, one) if day_first else (one, two)
            return usable(dt.date(of_year, month, day))
    except ValueError:
        raise CellError(sentence="no_such_day", value=shown(cell)) from None
    raise CellError(sentence="not_a_date", value=shown(cell))


def code(key: str, further: Mapping[str, str] | None = None) -> Parser:
    """A code of the list `key`, written as code, name in any language, or both ('0421 - Derecho')."""
    spellings = further or {}

    def parse(cell: str) -> str:
        known = spellings.get(normalise(cell))
        if known is not None:
            return known
        found = code_list(key).resolve(cell)
        if found is None:
            raise CellError(sentence=f"unknown_{key}", value=shown(cell))
        return found.code

    return parse


def choice(spellings: Mapping[str, str]) -> Parser:
    """One of a few words; `spellings` maps normalised texts to values."""
    known = {normalise(written): value for written, value in spellings.items()}

    def parse(cell: str) -> str:
        try:
            return known[normalise(cell)]
        except KeyError:
            raise CellError(sentence="not_one_of", value=shown(cell), known=", ".join(spellings)) from None

    return parse


def several(cell: str) -> tuple[str, ...]:
    """Texts between bars, or between semicolons if there is no bar; each once."""
    parts = (fold_spaces(part) for part in cell.split("|" if "|" in cell else ";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def shown(cell: str) -> str:
    """A cell as it is quoted in a sentence."""
    return cell if len(cell) <= _LONGEST_SHOWN else f"{cell[:_LONGEST_SHOWN]}…"
