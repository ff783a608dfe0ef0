"""The columns of a list of institutions, and under which headings they come."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from periplus.exchange.spreadsheets import cells, places
from periplus.exchange.spreadsheets.cells import CellDoubt, CellError
from periplus.exchange.spreadsheets.fields import Field
from periplus.partners.enums import Scheme
from periplus.partners.identifiers import looks_right, tidy

_ADDRESS: Final = 300


def identifier(scheme: Scheme) -> Callable[[str], str]:
    """An identifier of this register, in its tidy form."""

    def parse(cell: str) -> str:
        value = tidy(scheme, cell)
        if not looks_right(scheme, value):
            raise CellError(sentence="not_an_identifier", value=cells.shown(cell))
        return value

    return parse


def addresses(cell: str) -> tuple[str, ...]:
    """Internet addresses; those without 'http' get it."""
    found = []
    for each in cells.several(cell):
        address = each if "://" in each else f"http://{each}"
        if "." not in address or " " in address or len(address) > _ADDRESS:
            raise CellError(sentence="not_an_address", value=cells.shown(cell))
        found.append(address)
    return tuple(found)


def domains(cell: str) -> tuple[str, ...]:
    """Internet domains; what is none of them is left out."""
    parts = cells.several(cell.replace(",", "|").replace(" ", "|"))
    tidied = tuple(dict.fromkeys(tidy(Scheme.DOMAIN, each) for each in parts))
    good = tuple(each for each in tidied if looks_right(Scheme.DOMAIN, each))
    if len(good) < len(tidied):
        raise CellDoubt(good, "not_an_address", value=cells.shown(cell))
    return good


def degrees(most: int) -> Callable[[str], Decimal]:
    """A latitude or longitude."""

    def parse(cell: str) -> Decimal:
        number = cells.decimal(cell)
        if abs(number) > most:
            raise CellError(sentence="out_of_range", value=cells.shown(cell))
        return number

    return parse


IDENTIFIERS: Final = {
    "ror": Scheme.ROR,
    "erasmus": Scheme.ERASMUS,
    "pic": Scheme.PIC,
    "oid": Scheme.OID,
    "schac": Scheme.SCHAC,
    "grid": Scheme.GRID,
    "isni": Scheme.ISNI,
    "wikidata": Scheme.WIKIDATA,
}
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "ror": ("ror", "ror id", "id"),
    "erasmus": ("erasmus code", "código erasmus", "erasmus", "erasmus institution code"),
    "pic": ("pic", "pic code", "participant identification code"),
    "oid": ("oid", "organisation id", "oid code"),
    "schac": ("schac", "hei id", "schac code"),
    "grid": ("grid", "grid id"),
    "isni": ("isni",),
    "wikidata": ("wikidata", "wikidata id"),
}

FIELDS: Final = (
    Field(
        "name",
        _("Name"),
        cells.text(300),
        required=True,
        aliases=(
            *("name", "legal name", "nombre", "nome", "institution", "institución", "instituição"),
            *("university", "official name", "organisation name"),
        ),
    ),
    Field(
        "country",
        _("Country"),
        places.country,
        aliases=("country", "country cd", "country code", "alpha two code", "país", "pais", "country_code"),
    ),
    Field("city", _("City"), cells.text(160), aliases=("city", "ciudad", "cidade", "town")),
    Field(
        "website",
        _("Website"),
        addresses,
        aliases=("website", "website url", "web pages", "url", "página web", "site", "sitio web", "web"),
    ),
    Field("domains", _("Internet domains"), domains, aliases=("domains", "domain", "dominios", "domínios")),
    *(
        Field(name, scheme.label, identifier(scheme), aliases=_HEADINGS[name])
        for name, scheme in IDENTIFIERS.items()
    ),
    Field(
        "labels",
        _("Names in other languages"),
        cells.several,
        aliases=("labels", "names", "nombres", "nomes"),
        hint=_("Several between bars, each with its language: de:Universität Wien."),
    ),
    Field(
        "aliases",
        _("Other names"),
        cells.several,
        aliases=("aliases", "other names", "otros nombres", "alias"),
    ),
    Field("acronyms", _("Acronyms"), cells.several, aliases=("acronyms", "acronym", "siglas", "sigla")),
    Field("status", _("Status"), cells.text(40), aliases=("status", "estado", "situação")),
    Field("latitude", _("Latitude"), degrees(90), aliases=("lat", "latitude", "latitud")),
    Field("longitude", _("Longitude"), degrees(180), aliases=("lng", "lon", "long", "longitude", "longitud")),
)
