"""Countries and languages, which come with names from the Unicode locale data, and groups of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

import pycountry
from babel import Locale

from periplus.core.codes.code_list import Code, CodeList, Order
from periplus.core.languages import BY_CODE, babel_locale
from periplus.core.tables import read_table

# Not in ISO 3166, yet in the registers of universities and in European programmes.
KOSOVO: Final = "XK"
# Names that readers of our languages write, beyond those that our pages show.
_FURTHER_LOCALES: Final = tuple(map(Locale.parse, ("pt_PT", "es_MX", "zh_Hant")))

_Names = Callable[[Locale], "dict[str, str]"]


def country_list() -> CodeList:
    """Build the list of countries and territories by ISO 3166-1 alpha-2 code, and Kosovo."""
    aliases = _aliases("country_alias")
    for each in pycountry.countries:
        aliases[each.alpha_2] += _registered_names(each)
    codes = sorted({each.alpha_2 for each in pycountry.countries} | {KOSOVO})
    return CodeList("country", _named(codes, aliases, _territory_names), Order.NAME)


def language_list() -> CodeList:
    """Build the list of languages by ISO 639 code: all with two letters, some with three."""
    aliases = _aliases("language_alias")
    short = {each.alpha_2: each for each in pycountry.languages if hasattr(each, "alpha_2")}
    for code, each in short.items():
        aliases[code] += _registered_names(each)
    longer = [row["code"] for row in read_table(__package__ or "", "tables/language_more.csv")]
    codes = [*sorted(short), *longer]
    return CodeList("language", _named(codes, aliases, _language_names), Order.NAME)


def region_of(country: str) -> str | None:
    """Give the code of the smallest UN M49 region with this country; its parents are in 'region'."""
    return _regions().get(country)


def countries_in(region: str) -> frozenset[str]:
    """Give the codes of all countries in a UN M49 region of any size."""
    below, reached = set(), {region}
    parents = {row["code"]: row["parent"] for row in _rows("region")}
    while reached:
        below |= reached
        reached = {code for code, parent in parents.items() if parent in reached}
    return frozenset(country for country, home in _regions().items() if home in below)


@cache
def _regions() -> dict[str, str]:
    return {row["country"]: row["region"] for row in _rows("country_region")}


def _group(name: str) -> frozenset[str]:
    return frozenset(r["country"] for r in _rows("country_group") if r["group"] == name)


def _rows(table: str) -> tuple[dict[str, str], ...]:
    return read_table(__package__ or "", f"tables/{table}.csv")


def _aliases(table: str) -> dict[str, list[str]]:
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in _rows(table):
        aliases[row["code"]].append(row["alias"])
    return aliases


def _registered_names(entry: object) -> list[str]:
    attributes = ("name", "common_name", "official_name", "inverted_name", "alpha_3")
    return [getattr(entry, attribute) for attribute in attributes if hasattr(entry, attribute)]


def _named(codes: Iterable[str], aliases: dict[str, list[str]], names: _Names) -> Iterator[Code]:
    shown = {each.column: names(babel_locale(each.code)) for each in BY_CODE.values()}
    further = [names(locale) for locale in _FURTHER_LOCALES]
    for code in codes:
        yield Code(
            code=code,
            names={column: _capitalised(by[code]) for column, by in shown.items() if code in by},
            aliases=(*aliases[code], *(by[code] for by in further if code in by)),
        )


def _territory_names(locale: Locale) -> dict[str, str]:
    return dict(locale.territories)


def _language_names(locale: Locale) -> dict[str, str]:
    return dict(locale.languages)


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


EU: Final = _group("eu")
EEA: Final = _group("eea")
