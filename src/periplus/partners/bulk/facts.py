"""What lists say about institutions and agreements."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from periplus.core.text import normalise
from periplus.partners.enums import NameKind, Scheme


class Naming(NamedTuple):
    """A name, what kind of name it is, and in which language ('' when the list does not say)."""

    name: str
    kind: NameKind
    language: str = ""


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """One institution as a list tells it. Blank means that the list says nothing.

    `gone`: whether the list says that it no longer exists; None when it does not speak of that.
    `hosts`: further internet domains that it goes by, only to recognise it.
    """

    name: str
    country: str = ""
    city: str = ""
    website: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    gone: bool | None = None
    names: tuple[Naming, ...] = ()
    identifiers: tuple[tuple[Scheme, str], ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One row of a list of agreements: what is offered to and by a partner, in one academic year.

    `year`: the first calendar year of the academic year; None when the list is not by year.
    """

    partner_id: int
    programme: str
    unit_name: str
    direction: str
    activity: str
    field: str
    field_text: str
    level: str
    language: str
    cefr: str
    places: int
    used: int = 0
    year: int | None = None
    months: Decimal | None = None
    reported_on: dt.date | None = None
    reference: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    @property
    def line_key(self) -> tuple[object, ...]:
        """What makes it this line and no other, however its words are written."""
        words = normalise(self.unit_name), normalise(self.field_text)
        codes = self.direction, self.activity, self.field, self.level, self.language, self.cefr
        return (self.partner_id, *words, *codes)
