"""Recognising institutions of a list in the register."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from periplus.core.text import normalise
from periplus.partners.bulk.book import PROVING, Book, Record, host_of
from periplus.partners.bulk.facts import InstitutionFacts
from periplus.partners.enums import PartnerState


@dataclass(frozen=True, slots=True)
class Found:
    """Which entry a list's institution is, if any.

    `several`: the entries that its identifiers belong to, if there is more than one. `alike`: entries of
    the same name among which none could be chosen. `shared_host`: a domain that several entries share.
    """

    record: Record | None = None
    several: tuple[Record, ...] = ()
    alike: tuple[Record, ...] = ()
    shared_host: str = ""


def find_institution(book: Book, facts: InstitutionFacts) -> Found:
    """Recognise an institution: by an identifier that proves it, then by domain, then by name and country.

    What carries another identifier of a register that gives one to each is another institution.
    """
    proven = {
        book.by_identifier[scheme, value]
        for scheme, value in facts.identifiers
        if scheme in PROVING and (scheme, value) in book.by_identifier
    }
    if proven:
        records = tuple(book.records[pk] for pk in sorted(proven))
        return Found(records[0]) if len(records) == 1 else Found(several=records)
    hosts = {*facts.hosts, host_of(facts.website)} - {""}
    by_host = _fitting(book, {pk for host in hosts for pk in book.by_host.get(host, ())}, facts)
    spelling = normalise(facts.name)
    named = [each for each in by_host if spelling in each.spellings]
    same_name = _fitting(book, book.by_name.get((spelling, facts.country), set()), facts)
    alive = [each for each in same_name if each.state != PartnerState.WITHDRAWN]
    for candidates in (named, by_host, alive, same_name):
        if len(candidates) == 1:
            return Found(candidates[0])
    again = next((each for each in (*by_host, *same_name) if _brought_before(book, each, facts)), None)
    return Found(again, alike=tuple(same_name), shared_host=min(hosts) if len(by_host) > 1 else "")


def _brought_before(book: Book, record: Record, facts: InstitutionFacts) -> bool:
    """Among several alike, the one that the same row brought in when the list came before."""
    carried = set(facts.identifiers)
    same = carried <= record.identifiers if carried else record.uuid in book.mine
    return same and normalise(facts.name) in record.spellings


def _fitting(book: Book, pks: Iterable[int], facts: InstitutionFacts) -> list[Record]:
    records = (book.records[pk] for pk in sorted(pks))
    return [each for each in records if not _contradicts(each, facts)]


def _contradicts(record: Record, facts: InstitutionFacts) -> bool:
    if record.country and facts.country and record.country != facts.country:
        return True
    known = defaultdict(set)
    for scheme, value in record.identifiers:
        known[scheme].add(value)
    return any(
        scheme in PROVING and known[scheme] and value not in known[scheme]
        for scheme, value in facts.identifiers
    )
