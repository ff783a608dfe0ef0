"""How many students institutions and units had, by the list."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from periplus.core.ledger.services import Actor, System, record_bulk
from periplus.core.traces import Brought, Effect, Trace
from periplus.mobility.models import Enrolment
from periplus.partners.models import Partner


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """Students of an institution, or of one of its units, in a year (by its first calendar year)."""

    partner_id: int
    unit_id: int | None
    year: int
    students: int

    @property
    def key(self) -> tuple[int, int | None, int]:
        return self.partner_id, self.unit_id, self.year


def bring_enrolments(
    *,
    actor: Actor | System | None,
    source: str,
    enrolments: Sequence[EnrolmentFacts],
    today: dt.date,
    attributes: Mapping[str, Any],
) -> list[Brought]:
    """Bring in enrolments of distinct keys. What they are about, for the ledger, is the institution."""
    partners = Partner.objects.in_bulk({each.partner_id for each in enrolments})
    stored = {
        (each.partner_id, each.unit_id, each.year): each
        for each in Enrolment.objects.filter(
            partner_id__in=partners, year__in={each.year for each in enrolments}
        )
    }
    brought = []
    for facts in enrolments:
        effect, trace = _bring(facts, stored.get(facts.key), source)
        brought.append(Brought(effect, partners[facts.partner_id].uuid, trace))
    effects = [each.effect for each in brought]
    touched = {each.uuid for each in brought if each.effect is not Effect.UNCHANGED}
    if touched:
        counts = {"created": effects.count(Effect.CREATED), "changed": effects.count(Effect.CHANGED)}
        record_bulk(
            "mobility.enrolments.imported",
            actor=actor,
            objects={"partner": (Partner, sorted(touched))},
            on=today,
            attributes={**attributes, **counts},
        )
    return brought


def _bring(facts: EnrolmentFacts, stored: Enrolment | None, source: str) -> tuple[Effect, Trace | None]:
    trace = Trace()
    if stored is None:
        made = Enrolment.objects.create(
            partner_id=facts.partner_id,
            unit_id=facts.unit_id,
            year=facts.year,
            students=facts.students,
            source=source,
        )
        trace.add_created(Enrolment, made.pk)
        return Effect.CREATED, trace
    if stored.students == facts.students:
        return Effect.UNCHANGED, None
    old = {"students": stored.students, "source": stored.source}
    stored.students, stored.source = facts.students, source
    stored.save(update_fields=["students", "source"])
    trace.add_changed(stored, old, {"students": stored.students, "source": stored.source})
    return Effect.CHANGED, trace
