"""Every event of an agreement's life can be told, to those whom it concerns."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest

from periplus.core.ledger.notices import find_notice
from periplus.core.ledger.services import System
from periplus.core.models import Event
from periplus.partners import services
from periplus.partners.enums import AgreementKind, LineDirection, Scheme, Watch
from periplus.partners.models import Agreement, Partner
from periplus.people.enums import Role
from tests.factories.partners import PartnerFactory
from tests.factories.people import UnitFactory, person_as

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
TESTER = System("test")


def told_to(event: str) -> set[uuid.UUID]:
    entry, notice = Event.objects.get(type=event), find_notice(event)
    assert notice
    return set(notice.audience(entry))


def live_through(partner: Partner, agreement: Agreement) -> None:
    """Nearly everything that can happen."""
    every: dict[str, Any] = {"actor": TESTER, "on": TODAY}
    details = services.PartnerDetails("Coimbra", "PT")
    other = services.register_partner(details=details, **every)
    services.rename_partner(partner=other, name="University of Coimbra", **every)
    services.add_identifier(partner=other, scheme=Scheme.DOMAIN, value="uc.example", **every)
    contact = services.add_contact(partner=other, details=services.ContactDetails("Ana", "All"), **every)
    services.end_contact(contact=contact, **every)
    until = dt.date(2026, 9, 1)
    services.watch_partner(partner=partner, watch=Watch.RENEW, until=until, **every)
    services.watch_partner(partner=partner, watch=Watch.NONE, until=None, **every)
    terms = services.LineTerms(partner, LineDirection.OUTGOING, 3)
    line = services.add_line(agreement=agreement, terms=terms, **every)
    services.change_line(line=line, terms=terms, **every)
    spare = services.add_line(agreement=agreement, terms=terms, **every)
    services.remove_line(line=spare, **every)
    services.send_to_negotiation(agreement=agreement, **every)
    services.send_to_approval(agreement=agreement, **every)
    services.return_to_negotiation(agreement=agreement, reason="Level", **every)
    services.send_to_approval(agreement=agreement, **every)
    services.send_to_signature(agreement=agreement, **every)
    services.record_partner_signature(agreement=agreement, partner=partner, **every)
    services.sign_agreement(agreement=agreement, **every)
    line.refresh_from_db()
    services.set_places(line=line, places=5, from_year=2026, **every)
    services.report_use(line=line, year=2026, used=2, **every)
    services.watch_agreement(agreement=agreement, watch=Watch.CLOSE, until=until, **every)
    services.watch_agreement(agreement=agreement, watch=Watch.NONE, until=None, **every)
    renewal = services.renew_agreement(agreement=agreement, valid_until=dt.date(2031, 1, 1), **every)
    services.drop_agreement(agreement=renewal, reason="No demand", **every)
    services.terminate_agreement(agreement=agreement, reason="No demand", **every)


def test_every_sentence_finds_its_words() -> None:
    unit = UnitFactory.create()
    alice = person_as(Role.OFFICE, institution=unit.institution)
    victor = person_as(Role.VICE_RECTOR, institution=unit.institution)
    carla = person_as(Role.COORDINATOR, unit=unit)
    person_as(Role.OFFICE)  # of another institution: is told nothing
    partner = PartnerFactory.create()
    agreement = services.draft_agreement(
        actor=carla,
        institution=unit.institution,
        unit=unit,
        partners=[partner],
        coordinator=carla,
        terms=services.AgreementTerms("Exchange", AgreementKind.STUDENT_EXCHANGE),
        on=TODAY,
    )
    live_through(partner, agreement)
    for event in Event.objects.all():
        notice = find_notice(event.type)
        assert notice, event.type
        qualifiers = event.objects_touched.values_list("qualifier", flat=True)
        words = {"actor", *event.attributes, *qualifiers}
        assert set(re.findall(r"%\((\w+)\)s", str(notice.sentence))) <= words, event.type
    assert told_to("partners.agreement.signed") == {carla.uuid, alice.uuid}
    assert told_to("partners.agreement.approved") == {victor.uuid}
    assert told_to("partners.agreement.returned") == {carla.uuid}
    assert told_to("partners.agreement.use_reported") == set()
