"""The languages of the user interface, and numbers and dates written in them.

A new language is a row in `languages.csv`, a column in the tables of `codes` and a catalogue of
messages; no code changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time, get_timezone_location
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language

from periplus.core.tables import read_table

Number: TypeAlias = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which the pages can be read."""

    code: str
    """How Django and stored preferences name it."""
    name: str
    """Its name in itself."""
    locale: str
    """The Babel locale whose conventions it follows."""
    html: str
    """The value of the `lang` attribute."""
    moment: str
    """Pattern of a moment, from `{day}`, `{time}` and `{place}`."""

    @property
    def column(self) -> str:
        """The column of this language in our tables: the code without script or country."""
        return self.code.partition("-")[0]


def _read_languages() -> Mapping[str, Language]:
    rows = read_table(__package__ or "", "languages.csv")
    return MappingProxyType({row["code"]: Language(**row) for row in rows})


BY_CODE: Final = _read_languages()
DEFAULT: Final = next(iter(BY_CODE))
LANGUAGES: Final = tuple((each.code, each.name) for each in BY_CODE.values())


def language_of(code: str) -> Language:
    """Give the language nearest to `code` ('pt-br' is Portuguese), else the default one."""
    asked = code.lower().replace("_", "-")
    if asked in BY_CODE:
        return BY_CODE[asked]
    stem = asked.partition("-")[0]
    return next((each for each in BY_CODE.values() if each.column == stem), BY_CODE[DEFAULT])


def active_language() -> str:
    """Give the code of the language this request is answered in."""
    return language_of(get_language() or DEFAULT).code


@cache
def babel_locale(code: str) -> Locale:
    """Give the Babel locale of the language `code`."""
    return Locale.parse(language_of(code).locale)


def format_number(value: Number, language: str, digits: int = 0) -> str:
    """Write `value` with exactly `digits` decimals: '1,234.50'."""
    pattern = "#,##0" + _decimals(digits)
    return format_decimal(_exact(value), format=pattern, locale=babel_locale(language))


def format_share(value: Number, language: str, digits: int = 1) -> str:
    """Write a share of one as a percentage: 0.125 is '12.5%'."""
    locale = babel_locale(language)
    pattern = str(locale.percent_formats[None].pattern).replace("0", "0" + _decimals(digits))
    return format_percent(_exact(value), format=pattern, locale=locale)


def format_date(day: date, language: str) -> str:
    """Write a day in words: '12 March 2026'."""
    return babel_date(day, format="long", locale=babel_locale(language))


def format_instant(at: datetime, zone: str, language: str) -> str:
    """Write the moment `at` as the clocks of `zone` show it: '12 March 2026, 14:00 (Lisbon)'."""
    if at.tzinfo is None:
        message = "A moment needs a time zone."
        raise ValueError(message)
    locale = babel_locale(language)
    local = at.astimezone(ZoneInfo(zone))
    return language_of(language).moment.format(
        day=format_date(local.date(), language),
        time=format_time(local.time(), format="short", locale=locale),
        place=get_timezone_location(zone, locale=locale, return_city=True),
    )


def _decimals(digits: int) -> str:
    return "." + "0" * digits if digits else ""


def _exact(value: Number) -> Decimal:
    # By way of its text, since 0.145 as a float is a little less than it reads.
    return value if isinstance(value, Decimal) else Decimal(str(value))
