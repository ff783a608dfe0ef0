"""How the identifiers of other registers are written."""

import re
from typing import Final

from periplus.core.text import fold_spaces
from periplus.partners.enums import Scheme

# Registers in which one identifier names exactly one institution.
NAMES_ONE: Final = frozenset({Scheme.ROR, Scheme.ERASMUS, Scheme.PIC, Scheme.OID})

_PREFIX: Final = re.compile(
    r"^(https?://)?(www\.)?(ror\.org/|isni\.org/isni/|wikidata\.org/(wiki|entity)/)?", re.IGNORECASE
)
_UPPER: Final = frozenset({Scheme.ERASMUS, Scheme.OID, Scheme.WIKIDATA, Scheme.ISNI})
_LOWER: Final = frozenset({Scheme.ROR, Scheme.SCHAC, Scheme.DOMAIN})
_DOMAIN: Final = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
_SHAPES: Final = {
    Scheme.ROR: r"0[a-z0-9]{6}\d\d",
    Scheme.SCHAC: _DOMAIN,
    Scheme.DOMAIN: _DOMAIN,
    # A country code of one to three letters, a town of up to ten, a number; charter holders keep the gaps.
    Scheme.ERASMUS: r"[A-Z]{1,3} {0,2}[A-Z0-9-]{2,10} ?\d{2,3}",
    Scheme.PIC: r"\d{9}",
    Scheme.OID: r"E\d{8}",
    Scheme.GRID: r"grid\.\d+\.[0-9a-f]+",
    Scheme.ISNI: r"\d{15}[\dX]",
    Scheme.WIKIDATA: r"Q\d+",
}


def tidy(scheme: Scheme, value: str) -> str:
    """The one way in which an identifier is stored: no address around it, no stray spaces, one case."""
    plain = fold_spaces(value)
    if scheme in {Scheme.ROR, Scheme.ISNI, Scheme.WIKIDATA, Scheme.DOMAIN, Scheme.SCHAC}:
        plain = _PREFIX.sub("", plain).rstrip("/")
    if scheme == Scheme.ISNI:
        plain = plain.replace(" ", "")
    if scheme in _UPPER:
        return plain.upper()
    return plain.lower() if scheme in _LOWER else plain


def looks_right(scheme: Scheme, value: str) -> bool:
    """Whether a tidy identifier has the shape that its register gives out."""
    return re.fullmatch(_SHAPES[scheme], value) is not None
