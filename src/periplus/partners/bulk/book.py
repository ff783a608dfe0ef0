"""The whole register in memory, for one import: what is known of each institution, and how to find it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from periplus.core.text import normalise
from periplus.partners.bulk.facts import Naming
from periplus.partners.enums import NameKind, PartnerState, Scheme
from periplus.partners.identifiers import NAMES_ONE
from periplus.partners.models import Identifier, Merge, Partner, PartnerName

# These name one institution each, so that sharing one is proof; SCHAC codes are given out like that too.
PROVING: Final = NAMES_ONE | {Scheme.SCHAC}
_AT_A_TIME: Final = 10_000
# Hosts on which many institutions have their pages.
_SHARED_HOSTS: Final = frozenset(
    {"facebook.com", "sites.google.com", "google.com", "instagram.com", "linkedin.com", "wordpress.com"}
)


@dataclass(slots=True)
class Record:
    """What the register knows about one institution. `absorbed`: others were merged into it."""

    pk: int
    uuid: uuid.UUID
    name: str
    country: str = ""
    city: str = ""
    website: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    state: str = PartnerState.REGISTERED
    absorbed: bool = False
    names: dict[Naming, int] = field(default_factory=dict)
    spellings: set[str] = field(default_factory=set)
    identifiers: set[tuple[str, str]] = field(default_factory=set)


class Book:
    """Finds institutions by identifier, host and name; kept up to date while an import adds to it.

    `mine`: the institutions that the list, in an earlier version, brought in itself.
    """

    def __init__(self, mine: Collection[uuid.UUID] = ()) -> None:
        self.mine = mine
        self.records: dict[int, Record] = {}
        self.by_identifier: dict[tuple[str, str], int] = {}
        self.by_host: dict[str, set[int]] = defaultdict(set)
        self.by_name: dict[tuple[str, str], set[int]] = defaultdict(set)
        for record in _load():
            self.add(record)
        for kept in Merge.objects.filter(undone_at=None).values_list("kept_id", flat=True):
            if kept in self.records:
                self.records[kept].absorbed = True

    def add(self, record: Record) -> None:
        self.records[record.pk] = record
        for naming in record.names:
            self.know_name(record, naming)
        self.know_name(record, Naming(record.name, NameKind.OFFICIAL))
        for scheme, value in record.identifiers:
            self.know_identifier(record, scheme, value)
        self.know_host(record, host_of(record.website))

    def know_name(self, record: Record, naming: Naming) -> None:
        if naming.kind != NameKind.ACRONYM:
            spelling = normalise(naming.name)
            record.spellings.add(spelling)
            self.by_name[spelling, record.country].add(record.pk)

    def know_identifier(self, record: Record, scheme: str, value: str) -> None:
        record.identifiers.add((scheme, value))
        if scheme in PROVING:
            self.by_identifier[scheme, value] = record.pk
        if scheme in {Scheme.DOMAIN, Scheme.SCHAC}:
            self.know_host(record, value)

    def know_host(self, record: Record, host: str) -> None:
        if host:
            self.by_host[host].add(record.pk)


def host_of(address: str) -> str:
    """Give the domain of an internet address without 'www', or '' where many share it."""
    address = address.strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return "" if host in _SHARED_HOSTS or "." not in host else host


def _load() -> Iterator[Record]:
    states = (PartnerState.REGISTERED, PartnerState.WITHDRAWN)
    columns = ("id", "uuid", "name", "country", "city", "website", "latitude", "longitude", "state")
    rows = Partner.objects.filter(state__in=states).order_by("id").values_list(*columns)
    records = {row[0]: Record(*row) for row in rows.iterator(chunk_size=_AT_A_TIME)}
    # Read whole, without a join: right after a large import the planner knows nothing of the tables.
    names = PartnerName.objects.order_by("id").values_list("id", "partner_id", "name", "kind", "language")
    for pk, partner_id, name, kind, language in names.iterator(chunk_size=_AT_A_TIME):
        if partner_id in records:
            records[partner_id].names[Naming(name, NameKind(kind), language)] = pk
    identifiers = Identifier.objects.order_by("id").values_list("partner_id", "scheme", "value")
    for partner_id, scheme, value in identifiers.iterator(chunk_size=_AT_A_TIME):
        if partner_id in records:
            records[partner_id].identifiers.add((scheme, value))
    yield from records.values()
