"""Countries and regions as files write them."""

import re
from collections import defaultdict
from functools import cache
from typing import Final

import pycountry

from periplus.core.codes import code_list
from periplus.core.text import normalise
from periplus.exchange.spreadsheets.cells import CellError, shown

# Codes of the European Union that differ from ISO 3166, and names that no list has.
_FURTHER: Final = {
    "el": "GR",
    "uk": "GB",
    "xk": "XK",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "irlanda eire": "IE",
    "inglaterra": "GB",
    "macedonia": "MK",
}
# Words in front of or behind the name of a region, in the languages of the world's registers.
_KINDS_OF_REGION: Final = frozenset(
    {
        *("region", "regiao", "distrito", "district", "departamento", "departement", "province", "provincia"),
        *("provincie", "provincias", "estado", "state", "oblast", "kraj", "canton", "cantao", "comunidad"),
        *("comunitat", "autonoma", "ciudad", "cidade", "city", "of", "de", "del", "do", "da", "des", "la"),
        *("le", "los", "las", "and", "y", "e", "freistaat", "land", "laen", "laeaeni", "laani", "shi"),
        *("sheng", "fylke", "wojewodztwo", "concelho", "county", "prefecture", "governorate", "principado"),
    }
)
_NAME_AND_PLACE: Final = re.compile(r"^(?P<name>.+?)\s*\((?P<place>[^()]*(?:\([^()]*\))?)\)$")


def country(cell: str) -> str:
    """A country: ISO 3166 alpha-2 from a name in any language, a code, or the European Union's code."""
    known = _FURTHER.get(normalise(cell))
    if known:
        return known
    found = code_list("country").resolve(cell)
    if found is None:
        raise CellError(sentence="unknown_country", value=shown(cell))
    return found.code


def country_of_region(cell: str) -> frozenset[str]:
    """The countries that have a region of this name; empty when none is known."""
    spoken = normalise(cell)
    known = _FURTHER.get(spoken)
    return frozenset({known}) if known else _regions().get(_bare(spoken), frozenset())


def without_country(name: str, country_code: str) -> str:
    """A name without its own country in brackets behind it: 'Hochschule Coburg (Alemania)'."""
    match = _NAME_AND_PLACE.match(name)
    if not match:
        return name
    try:
        place = country(match["place"])
    except CellError:
        return name
    return match["name"] if place == country_code or not country_code else name


@cache
def _regions() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in pycountry.subdivisions:
        for name in (each.name, *each.name.split("/")):
            found[_bare(normalise(name.split("[")[0]))].add(each.country_code)
    return {name: frozenset(codes) for name, codes in found.items() if name}


def _bare(spoken: str) -> str:
    words = [word for word in spoken.split() if word not in _KINDS_OF_REGION]
    return " ".join(words) or spoken
