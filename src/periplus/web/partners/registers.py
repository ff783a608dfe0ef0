"""Where other registers show what they know of an institution."""

from urllib.parse import quote

from periplus.partners.enums import Scheme
from periplus.partners.types import Identifier

_PLACES = {
    Scheme.ROR: "https://ror.org/{}",
    Scheme.WIKIDATA: "https://www.wikidata.org/wiki/{}",
    Scheme.ISNI: "https://isni.org/isni/{}",
    Scheme.DOMAIN: "https://{}/",
}


def address_of(identifier: Identifier) -> str:
    """The page of the institution in that register; empty where a register has no such page."""
    place = _PLACES.get(Scheme(identifier.scheme))
    return place.format(quote(identifier.value)) if place else ""
