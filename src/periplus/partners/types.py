"""Names for annotations of those who reach partners only through queries and services."""

from periplus.partners.models import (
    Agreement,
    AgreementLine,
    AgreementParty,
    Contact,
    Identifier,
    LineYear,
    Merge,
    NameMatch,
    Partner,
)

__all__ = [
    "Agreement",
    "AgreementLine",
    "AgreementParty",
    "Contact",
    "Identifier",
    "LineYear",
    "Merge",
    "NameMatch",
    "Partner",
]
