"""Institutions by the thousand, from lists that know more or less about each."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from periplus.core.base import uuid7
from periplus.core.copying import copy_rows, reserve_ids
from periplus.core.ledger.services import Actor, System, record_bulk
from periplus.core.text import fold_spaces, normalise, sort_key
from periplus.core.traces import Brought, Effect, Trace
from periplus.partners.bulk.book import Book, Record, host_of
from periplus.partners.bulk.facts import InstitutionFacts, Naming
from periplus.partners.bulk.finding import Found, find_institution
from periplus.partners.enums import NameKind, PartnerState, Watch
from periplus.partners.models import Identifier, Partner, PartnerName

_LENGTH: Final = 300
_TOLD: Final = ("name", "country", "city", "website", "latitude", "longitude")
_COPIED: Final = (
    *("id", "uuid", "name", "sort_key", "country", "city", "website", "latitude", "longitude"),
    *("state", "watch", "served_here", "note"),
)
_DEGREE: Final = Decimal("0.00001")


class _Batch:
    """What one call is going to write."""

    def __init__(self, book: Book, count: int) -> None:
        self.book = book
        self.pks = iter(reserve_ids(Partner, count))
        self.new: list[Record] = []
        self.changed: dict[int, Record] = {}
        self.names: list[tuple[int, int, Naming]] = []
        self.identifiers: list[tuple[int, int, str, str]] = []
        self.demoted: list[int] = []
        self._name_pks = _Supply(PartnerName)
        self._identifier_pks = _Supply(Identifier)

    def create(self, facts: InstitutionFacts) -> Record:
        state = PartnerState.WITHDRAWN if facts.gone else PartnerState.REGISTERED
        record = Record(next(self.pks), uuid7(), **_told(facts), state=state)
        self.new.append(record)
        self.add_name(record, Naming(record.name, NameKind.OFFICIAL), None)
        self.book.add(record)
        self._add_parts(record, facts, None)
        return record

    def overwrite(self, record: Record, facts: InstitutionFacts, trace: Trace) -> None:
        """The list that brought an institution in says how it is now."""
        new = {name: value for name, value in _told(facts).items() if _differs(getattr(record, name), value)}
        if facts.gone is not None:
            state = PartnerState.WITHDRAWN if facts.gone else PartnerState.REGISTERED
            if record.state != state:
                new["state"] = state.value
        if "name" in new:
            self._rename(record, new["name"], trace)
        self._set(record, new, trace)
        self._add_parts(record, facts, trace)

    def fill(self, record: Record, facts: InstitutionFacts, trace: Trace) -> None:
        """Another list only adds what was not known."""
        told = _told(facts)
        name = told.pop("name")
        new = {key: value for key, value in told.items() if getattr(record, key) in {"", None} and value}
        if (record.latitude is None) != (record.longitude is None) or record.latitude is not None:
            new = {key: value for key, value in new.items() if key not in {"latitude", "longitude"}}
        self._set(record, new, trace)
        self.add_name(record, Naming(name, NameKind.ALIAS), trace)
        self._add_parts(record, facts, trace)

    def add_name(self, record: Record, naming: Naming, trace: Trace | None) -> None:
        known = not naming.language and normalise(naming.name) in record.spellings
        if naming in record.names or (known and naming.kind != NameKind.OFFICIAL) or not naming.name:
            return
        pk = self._name_pks.next()
        record.names[naming] = pk
        self.names.append((pk, record.pk, naming))
        self.book.know_name(record, naming)
        if trace is not None:
            trace.add_created(PartnerName, pk)

    def _rename(self, record: Record, name: str, trace: Trace) -> None:
        """The name so far stays known as another name."""
        for naming, pk in list(record.names.items()):
            if naming.kind == NameKind.OFFICIAL and naming.name != name:
                del record.names[naming]
                record.names[Naming(naming.name, NameKind.ALIAS, naming.language)] = pk
                self.demoted.append(pk)
                old, new = {"kind": NameKind.OFFICIAL.value}, {"kind": NameKind.ALIAS.value}
                trace.add_changed(PartnerName(pk=pk), old, new)
        self.add_name(record, Naming(name, NameKind.OFFICIAL), trace)

    def _set(self, record: Record, new: dict[str, Any], trace: Trace) -> None:
        if not new:
            return
        if "name" in new:
            new["sort_key"] = sort_key(new["name"])[:_LENGTH]
        old = {key: getattr(record, key) for key in new if key != "sort_key"}
        if "name" in new:
            old["sort_key"] = sort_key(record.name)[:_LENGTH]
        trace.add_changed(Partner(pk=record.pk), old, new)
        for key, value in new.items():
            if key != "sort_key":
                setattr(record, key, value)
        self.changed[record.pk] = record

    def _add_parts(self, record: Record, facts: InstitutionFacts, trace: Trace | None) -> None:
        for naming in facts.names:
            self.add_name(record, naming, trace)
        for scheme, value in facts.identifiers:
            if (scheme, value) in record.identifiers:
                continue
            pk = self._identifier_pks.next()
            self.identifiers.append((pk, record.pk, scheme, value))
            self.book.know_identifier(record, scheme, value)
            if trace is not None:
                trace.add_created(Identifier, pk)
        self.book.know_host(record, host_of(record.website))

    def write(self) -> None:
        copy_rows(Partner, _COPIED, map(_row, self.new))
        made = {each.pk for each in self.new}
        changed = [_partner(each) for pk, each in self.changed.items() if pk not in made]
        Partner.objects.bulk_update(changed, (*_TOLD, "sort_key", "state"), batch_size=500)
        PartnerName.objects.filter(pk__in=self.demoted).update(kind=NameKind.ALIAS)
        copy_rows(
            PartnerName,
            ("id", "partner_id", "name", "normalised", "language", "kind"),
            (
                (pk, owner, naming.name, normalise(naming.name)[:_LENGTH], naming.language, naming.kind.value)
                for pk, owner, naming in self.names
            ),
        )
        copy_rows(Identifier, ("id", "partner_id", "scheme", "value"), self.identifiers)


class _Supply:
    """Ids from a sequence, fetched by the hundred."""

    def __init__(self, model: type[PartnerName | Identifier]) -> None:
        self._model = model
        self._ids: list[int] = []

    def next(self) -> int:
        if not self._ids:
            self._ids = reserve_ids(self._model, 500)[::-1]
        return self._ids.pop()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What became of one row: nothing (`brought` is None) when its identifiers belong to several."""

    found: Found
    brought: Brought | None


def bring_institutions(
    *,
    actor: Actor | System | None,
    book: Book,
    institutions: Sequence[InstitutionFacts],
    settled: dict[uuid.UUID, Effect],
    today: dt.date,
    attributes: Mapping[str, Any],
) -> list[Recognised]:
    """Bring in institutions. `settled`: what earlier rows of the list came to, extended here.

    A list changes what it brought in itself (`book.mine`); to others it only adds. A second row about
    the same institution is merged into the first.
    """
    batch, results = _Batch(book, len(institutions)), []
    for facts in institutions:
        found = find_institution(book, facts)
        brought = None if found.several else _bring(batch, found.record, facts, settled)
        if brought:
            settled.setdefault(brought.uuid, brought.effect)
        results.append(Recognised(found, brought))
    batch.write()
    _tell(actor, [each.brought for each in results if each.brought], today, attributes)
    return results


def _tell(
    actor: Actor | System | None, brought: Sequence[Brought], today: dt.date, attributes: Mapping[str, Any]
) -> None:
    touched = {each.uuid for each in brought if each.effect is not Effect.UNCHANGED}
    if not touched:
        return
    effects = [each.effect for each in brought]
    counts = {"created": effects.count(Effect.CREATED), "changed": effects.count(Effect.CHANGED)}
    record_bulk(
        "partners.institutions.imported",
        actor=actor,
        objects={"partner": (Partner, sorted(touched))},
        on=today,
        attributes={**attributes, **counts},
    )


def _bring(
    batch: _Batch, record: Record | None, facts: InstitutionFacts, settled: Mapping[uuid.UUID, Effect]
) -> Brought:
    if record is None:
        return Brought(Effect.CREATED, batch.create(facts).uuid)
    trace, earlier = Trace(), settled.get(record.uuid)
    if record.uuid in batch.book.mine and earlier is None and not record.absorbed:
        batch.overwrite(record, facts, trace)
    else:
        batch.fill(record, facts, trace)
    if earlier in {Effect.CREATED, Effect.CHANGED} or (earlier and trace):
        return Brought(Effect.MERGED, record.uuid, trace)
    return Brought(Effect.CHANGED, record.uuid, trace) if trace else Brought(Effect.UNCHANGED, record.uuid)


def _told(facts: InstitutionFacts) -> dict[str, Any]:
    """What the list says, in the form in which it is stored."""
    return {
        "name": fold_spaces(facts.name)[:_LENGTH],
        "country": facts.country,
        "city": fold_spaces(facts.city),
        "website": facts.website,
        "latitude": facts.latitude and facts.latitude.quantize(_DEGREE),
        "longitude": facts.longitude and facts.longitude.quantize(_DEGREE),
    }


def _differs(known: Any, told: Any) -> bool:
    """Blank says nothing; a different kind of space is no difference."""
    if told in {"", None}:
        return False
    return bool(fold_spaces(known) != told if isinstance(known, str) else known != told)


def _row(record: Record) -> tuple[Any, ...]:
    return (
        *(record.pk, record.uuid, record.name, sort_key(record.name)[:_LENGTH], record.country),
        *(record.city, record.website, record.latitude, record.longitude),
        *(record.state, Watch.NONE.value, False, ""),
    )


def _partner(record: Record) -> Partner:
    told = {name: getattr(record, name) for name in _TOLD}
    key = sort_key(record.name)[:_LENGTH]
    return Partner(pk=record.pk, uuid=record.uuid, sort_key=key, state=record.state, **told)
