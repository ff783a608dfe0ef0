"""What the rows of a spreadsheet can be. Adding a kind is adding a module and a line here."""

from collections.abc import Mapping
from typing import Final

from periplus.exchange.enums import ImportKind
from periplus.exchange.spreadsheets.kinds.agreements import Agreements
from periplus.exchange.spreadsheets.kinds.base import Importer, Kind, Result, Setting
from periplus.exchange.spreadsheets.kinds.enrolments import Enrolments
from periplus.exchange.spreadsheets.kinds.institutions import Institutions
from periplus.exchange.spreadsheets.kinds.stays import Stays

KINDS: Final[Mapping[ImportKind, Kind]] = {
    each.key: each for each in (Institutions(), Agreements(), Stays(), Enrolments())
}


def kind_of(key: str) -> Kind:
    """Give the kind `key`, a value of `ImportKind`."""
    return KINDS[ImportKind(key)]


__all__ = ["KINDS", "Importer", "Kind", "Result", "Setting", "kind_of"]
