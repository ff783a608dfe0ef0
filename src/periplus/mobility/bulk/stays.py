"""Stays by the thousand: new ones by COPY, known ones compared value by value."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from periplus.core.base import uuid7
from periplus.core.copying import copy_rows, reserve_ids
from periplus.core.ledger.services import Actor, System, record_bulk
from periplus.core.traces import Brought, Effect, Trace
from periplus.mobility.enums import StayState
from periplus.mobility.models import Stay, StayFunding

# What a list says about a stay, in this order; compared when the same list comes again.
STAY_FIELDS: Final = (
    *("sending_id", "receiving_id", "country_from", "country_to", "unit_id"),
    *("activity", "mode", "level", "level_text", "field", "field_text", "programme"),
    *("starts_on", "ends_on", "precision", "start_year"),
)
_COPIED: Final = ("id", "uuid", "state", "source", "source_reference", *STAY_FIELDS)
_STARTS, _ENDS = STAY_FIELDS.index("starts_on"), STAY_FIELDS.index("ends_on")


@dataclass(slots=True)
class StayFacts:
    """One stay as a source tells it: its reference there, values of `STAY_FIELDS`, money by currency."""

    reference: str
    values: tuple[Any, ...]
    funding: Mapping[str, Decimal]


@dataclass(slots=True)
class _Known:
    pk: int
    uuid: uuid.UUID
    values: tuple[Any, ...]
    funding: dict[str, StayFunding]


def bring_stays(
    *,
    actor: Actor | System | None,
    source: str,
    stays: Sequence[StayFacts],
    today: dt.date,
    attributes: Mapping[str, Any],
) -> list[Brought]:
    """Bring in stays of distinct references; say for each whether it was new, changed, or the same.

    Whether a new stay is planned, under way or ended follows from its dates and `today`. The caller
    has checked that the actor may import, and opened the transaction.
    """
    known = _known(source, [each.reference for each in stays])
    new = [each for each in stays if each.reference not in known]
    made = _create(source, new, today)
    brought = []
    changes: list[tuple[_Known, StayFacts, Trace]] = []
    for facts in stays:
        stored = known.get(facts.reference)
        if stored is None:
            brought.append(Brought(Effect.CREATED, made[facts.reference]))
            continue
        if stored.values == facts.values and _same_money(stored, facts):
            brought.append(Brought(Effect.UNCHANGED, stored.uuid))
            continue
        trace = Trace()
        changes.append((stored, facts, trace))
        brought.append(Brought(Effect.CHANGED, stored.uuid, trace))
    _change(changes)
    touched = [each.uuid for each in brought if each.effect is not Effect.UNCHANGED]
    if touched:
        counts = {"created": len(new), "changed": len(changes)}
        record_bulk(
            "mobility.stays.imported",
            actor=actor,
            objects={"stay": (Stay, touched)},
            on=today,
            attributes={**attributes, **counts},
        )
    return brought


def _known(source: str, references: Sequence[str]) -> dict[str, _Known]:
    rows = Stay.objects.filter(source=source, source_reference__in=references)
    known = {
        row[0]: _Known(row[1], row[2], row[3:], {})
        for row in rows.values_list("source_reference", "id", "uuid", *STAY_FIELDS)
    }
    by_pk = {each.pk: each for each in known.values()}
    for funding in StayFunding.objects.filter(stay_id__in=by_pk):
        by_pk[funding.stay_id].funding[funding.currency] = funding
    return known


def _same_money(stored: _Known, facts: StayFacts) -> bool:
    return {currency: each.amount for currency, each in stored.funding.items()} == dict(facts.funding)


def _create(source: str, stays: Sequence[StayFacts], today: dt.date) -> dict[str, uuid.UUID]:
    ids = reserve_ids(Stay, len(stays))
    uuids = [uuid7() for _each in stays]
    copy_rows(
        Stay,
        _COPIED,
        (
            (pk, key, _state(facts, today), source, facts.reference, *facts.values)
            for pk, key, facts in zip(ids, uuids, stays, strict=True)
        ),
    )
    copy_rows(
        StayFunding,
        ("stay_id", "currency", "amount"),
        (
            (pk, currency, amount)
            for pk, facts in zip(ids, stays, strict=True)
            for currency, amount in facts.funding.items()
        ),
    )
    return {facts.reference: key for facts, key in zip(stays, uuids, strict=True)}


def _state(facts: StayFacts, today: dt.date) -> str:
    return state_on(facts.values[_STARTS], facts.values[_ENDS], today)


def state_on(starts_on: dt.date | None, ends_on: dt.date | None, today: dt.date) -> str:
    """Where a stay of these dates stands; one without dates is history."""
    if ends_on and ends_on < today:
        return StayState.ENDED.value
    if starts_on and starts_on > today:
        return StayState.PLANNED.value
    under_way = starts_on and (ends_on or starts_on + dt.timedelta(days=366) >= today)
    return StayState.UNDER_WAY.value if under_way else StayState.ENDED.value


def _change(changes: Iterable[tuple[_Known, StayFacts, Trace]]) -> None:
    by_shape: dict[tuple[str, ...], list[Stay]] = defaultdict(list)
    for stored, facts, trace in changes:
        pairs = zip(STAY_FIELDS, stored.values, facts.values, strict=True)
        differing = {name: (old, new) for name, old, new in pairs if old != new}
        if differing:
            stay = Stay(pk=stored.pk, **{name: new for name, (_old, new) in differing.items()})
            trace.add_changed(
                stay,
                {name: old for name, (old, _new) in differing.items()},
                {name: new for name, (_old, new) in differing.items()},
            )
            by_shape[tuple(differing)].append(stay)
        _change_money(stored, facts, trace)
    for names, stays in by_shape.items():
        Stay.objects.bulk_update(stays, names, batch_size=500)


def _change_money(stored: _Known, facts: StayFacts, trace: Trace) -> None:
    for currency, amount in facts.funding.items():
        funding = stored.funding.get(currency)
        if funding is None:
            made = StayFunding.objects.create(stay_id=stored.pk, currency=currency, amount=amount)
            trace.add_created(StayFunding, made.pk)
        elif funding.amount != amount:
            trace.add_changed(funding, {"amount": funding.amount}, {"amount": amount})
            StayFunding.objects.filter(pk=funding.pk).update(amount=amount)
    for currency, funding in stored.funding.items():
        if currency not in facts.funding:
            trace.add_deleted(funding)
            StayFunding.objects.filter(pk=funding.pk).delete()
