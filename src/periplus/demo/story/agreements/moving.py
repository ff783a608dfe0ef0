"""How an agreement of the story is carried through its life, step by step, by those whose turn it is."""

import datetime as dt
from collections.abc import Callable

from periplus.demo.story.agreements.offers import Offer
from periplus.demo.story.diary import Act
from periplus.demo.story.flows import OUT
from periplus.demo.story.world import World
from periplus.partners import services
from periplus.partners.enums import LineDirection
from periplus.partners.models import Agreement
from periplus.people.models import Person

# Days from one step to the next, on the way from the idea into force.
TALKS, APPROVAL, RELEASE, OURS, THEIRS = 20, 70, 85, 95, 110
COORDINATORS = {
    "FEN": "engineering",
    "FLH": "humanities",
    "FEM": "management",
    "FCS": "health",
    "EAD": "arts",
}


def coordinator_of(world: World, unit: str) -> Person:
    """Whoever coordinates the faculty of a unit; the office for all that is above faculties."""
    parent = world.units[unit].parent
    faculty = unit if unit in COORDINATORS or parent is None else parent.code
    return world.people[COORDINATORS.get(faculty, "mei")]


def draft(world: World, offer: Offer, day: dt.date, note: str = "", by: Person | None = None) -> Agreement:
    """Write an offer down with its lines."""
    actor, partner = by or coordinator_of(world, offer.unit), world.partners[offer.partner]
    terms = services.AgreementTerms(
        title=offer.title,
        kind=offer.kind,
        programme=offer.programme,
        valid_from=offer.begins,
        valid_until=offer.ends,
        notice_months=offer.notice_months,
        renews_by_itself=offer.renews_by_itself and offer.ends is not None,
        note=note,
    )
    agreement = services.draft_agreement(
        actor=actor,
        institution=world.institution,
        unit=world.units[offer.unit],
        partners=[partner],
        coordinator=actor,
        terms=terms,
        on=day,
    )
    world.agreements[offer.key] = agreement
    for line in offer.lines:
        way = LineDirection.OUTGOING if line.way == OUT else LineDirection.INCOMING
        line_terms = services.LineTerms(
            partner=partner,
            direction=way,
            places=line.places,
            activity=line.activity,
            months=line.months,
            field=line.field,
            level=line.level,
            language=line.language,
            cefr=line.cefr,
            unit_name=world.units[line.faculty].name,
        )
        services.add_line(actor=actor, agreement=agreement, terms=line_terms, on=day)
    return agreement


def lead_into_force(world: World, agreement: Agreement, begins: dt.date) -> None:
    """Plan the steps from the draft to the last signature, one after the other."""
    for days, step in STEPS.values():
        world.diary.write(begins + dt.timedelta(days=days), _bound(step, world, agreement))


def lead_until(world: World, agreement: Agreement, begins: dt.date, last: str) -> None:
    """Plan the steps up to the one named, and no further."""
    for name, (days, step) in STEPS.items():
        world.diary.write(begins + dt.timedelta(days=days), _bound(step, world, agreement))
        if name == last:
            return


Step = Callable[[World, Agreement, dt.date], object]


def _bound(step: Step, world: World, agreement: Agreement) -> Act:
    return lambda day: step(world, agreement, day)


def _talk(world: World, agreement: Agreement, day: dt.date) -> None:
    services.send_to_negotiation(actor=_coordinator(world, agreement), agreement=agreement, on=day)


def _ask_approval(world: World, agreement: Agreement, day: dt.date) -> None:
    services.send_to_approval(actor=_coordinator(world, agreement), agreement=agreement, on=day)


def _release(world: World, agreement: Agreement, day: dt.date) -> None:
    services.send_to_signature(actor=world.people["office"], agreement=agreement, on=day)


def sign_ours(world: World, agreement: Agreement, day: dt.date) -> None:
    services.sign_agreement(actor=world.people["vice_rector"], agreement=agreement, on=day)


def sign_theirs(world: World, agreement: Agreement, day: dt.date) -> None:
    for partner in agreement.partners.all():
        services.record_partner_signature(
            actor=world.people["mei"], agreement=agreement, partner=partner, on=day
        )


def _coordinator(world: World, agreement: Agreement) -> Person:
    return coordinator_of(world, agreement.unit.code if agreement.unit else "UF")


STEPS: dict[str, tuple[int, Step]] = {
    "negotiation": (TALKS, _talk),
    "approval": (APPROVAL, _ask_approval),
    "signature": (RELEASE, _release),
    "ours": (OURS, sign_ours),
    "in_force": (THEIRS, sign_theirs),
}
