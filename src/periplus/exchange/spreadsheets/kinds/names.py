"""Institutions named by rows: matched once for a whole file, stood in for where that is not sure."""

from collections import defaultdict
from collections.abc import Iterable

from periplus.core.text import normalise
from periplus.partners.enums import Scheme
from periplus.partners.identifiers import looks_right, tidy
from periplus.partners.matching import Match, Register, Written
from periplus.partners.models import Identifier, Partner
from periplus.partners.services.naming import find_stand_ins, stand_in_for

# In this order a code without its register's name is tried.
SCHEMES = (Scheme.ROR, Scheme.ERASMUS, Scheme.OID, Scheme.PIC, Scheme.SCHAC, Scheme.DOMAIN)
Called = tuple[str | None, str | None, str]
NOBODY: Called = (None, None, "")


class Names:
    """The institutions that a file names, each by identifier, name and country."""

    def __init__(self) -> None:
        self._written: set[Written] = set()
        self._codes: set[str] = set()
        self._matches: dict[Written, Match] = {}
        self._coded: dict[str, int] = {}
        self._known: dict[Written, int] = {}
        self._settled: dict[Written, int] = {}
        self._countries: dict[int, str] = {}
        self._made: dict[Written, int] = {}

    def note(self, called: Called) -> None:
        """Remember that a row names this institution."""
        code, name, country = called
        if code:
            self._codes.add(code)
        if name:
            self._written.add(Written(name, country))

    def look_up(self) -> None:
        """Match everything that was noted, at once."""
        self._coded = _by_code(self._codes)
        if self._written:
            self._matches = Register().match_names(self._written)
        for written, match in self._matches.items():
            if match.partner_id is not None:
                self._known[written] = match.partner_id
        self._known |= find_stand_ins(self._written - self._known.keys())
        self._settled = dict(self._known)
        self._learn_countries({*self._known.values(), *self._coded.values()})

    def stand_in(self, called: Iterable[Called]) -> None:
        """Have every name of these point at an entry; doubtful ones get a stand-in in the queue."""
        doubtful = {
            written: self._matches[written]
            for code, name, country in called
            if name
            and (code is None or code not in self._coded)
            and (written := Written(name, country)) not in self._known
        }
        if not doubtful:
            return
        stood = stand_in_for(doubtful)
        self._known |= stood.partner_ids
        self._made |= stood.made
        self._learn_countries(stood.partner_ids.values())

    def find(self, called: Called) -> int | None:
        """The entry of an institution, if it has one by now."""
        code, name, country = called
        found = self._coded.get(code) if code else None
        return found if found is not None or not name else self._known.get(Written(name, country))

    def identity(self, called: Called) -> object:
        """What makes two rows name the same institution; the same before and after stand-ins are made."""
        code, name, country = called
        if code and code in self._coded:
            return self._coded[code]
        found = self._settled.get(Written(name or "", country))
        return found or (normalise(name or ""), country)

    def country_of(self, partner_id: int | None) -> str:
        return self._countries.get(partner_id or 0, "")

    def made_for(self, called: Iterable[Called]) -> list[int]:
        """The stand-ins that were made for these names; each is told once, to the first row that asks."""
        names = (Written(name, country) for _code, name, country in called if name)
        return [made for each in names if (made := self._made.pop(each, None)) is not None]

    def _learn_countries(self, partner_ids: Iterable[int]) -> None:
        rows = Partner.objects.filter(pk__in=set(partner_ids) - self._countries.keys())
        self._countries |= dict(rows.values_list("id", "country"))


def _by_code(codes: Iterable[str]) -> dict[str, int]:
    by_value: dict[tuple[str, str], str] = {}
    for code in codes:
        for scheme in SCHEMES:
            value = tidy(scheme, code)
            if looks_right(scheme, value):
                by_value[scheme, value] = code
    owners: dict[str, set[int]] = defaultdict(set)
    rows = Identifier.objects.filter(value__in={value for _scheme, value in by_value})
    for stored, value, partner_id in rows.values_list("scheme", "value", "partner_id"):
        if (stored, value) in by_value:
            owners[by_value[stored, value]].add(partner_id)
    return {code: next(iter(several)) for code, several in owners.items() if len(several) == 1}
