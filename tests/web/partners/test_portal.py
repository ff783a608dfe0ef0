"""A partner's own guests see and keep what is theirs; students see where they can go; nobody more."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.partners.enums import Activity, AgreementState, LineDirection, Watch
from periplus.partners.models import Agreement, Contact, Partner
from periplus.people.enums import Role
from periplus.people.models import Institution
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with
from tests.factories.people import InstitutionFactory
from tests.web.cast import Enter, html_of, main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(partner: Partner, university: Institution) -> Agreement:
    Partner.objects.filter(pk=partner.pk).update(
        watch=Watch.CLOSE, watch_until=clock.today() + dt.timedelta(days=9), note="Difficult."
    )
    made = agreement_with(partner, institution=university, reference="A-1", note="Our secret.")
    AgreementLineFactory.create(agreement=made, partner=partner, field="0531", level="6", places=4)
    return made


def test_guests_find_their_institution_in_the_navigation(enter: Enter, partner: Partner) -> None:
    guest = enter(Role.PARTNER)
    assert 'href="/partners/ours/"' in html_of(guest.get(f"/partners/{partner.uuid}/"))
    answer = guest.get("/partners/ours/")
    assert answer["Location"] == f"/partners/{partner.uuid}/"
    assert enter(Role.OFFICE).get("/partners/ours/").status_code == 404


def test_guests_see_their_agreements_and_contacts_but_not_our_intentions(
    enter: Enter, partner: Partner, agreement: Agreement, university: Institution
) -> None:
    Contact.objects.create(partner=partner, name="Anne", role="all")
    agreement_with(partner, institution=university, reference="A-2", state=AgreementState.IDEA)
    html = main_of(enter(Role.PARTNER).get(f"/partners/{partner.uuid}/"))
    assert f'<a href="/agreements/{agreement.uuid}/">A-1</a>' in html
    assert "Anne" in html
    for hidden in ("A-2", "To be closed", "Difficult.", "Draft an agreement", "Set the watch"):
        assert hidden not in html, hidden


def test_guests_read_an_agreement_without_our_notes(enter: Enter, agreement: Agreement) -> None:
    html = main_of(enter(Role.PARTNER).get(f"/agreements/{agreement.uuid}/"))
    assert "Chemistry" in html
    for hidden in ("Our secret.", "Give notice", "Renew", "Add a line", "What happened"):
        assert hidden not in html, hidden


def test_guests_keep_their_own_contacts_and_nobody_elses(enter: Enter, partner: Partner) -> None:
    guest, other = enter(Role.PARTNER), PartnerFactory.create()
    typed = {"name": "Anne", "role": "all"}
    answer = guest.post(f"/partners/{partner.uuid}/contacts/new/", typed, follow=True)
    assert "The contact is added." in html_of(answer)
    assert guest.post(f"/partners/{other.uuid}/contacts/new/", typed).status_code == 404
    theirs = Contact.objects.create(partner=other, name="Bob", role="all")
    assert guest.post(f"/partners/contacts/{theirs.uuid}/end/").status_code == 404
    own = Contact.objects.get(partner=partner)
    assert guest.post(f"/partners/contacts/{own.uuid}/end/").status_code == 303
    theirs.refresh_from_db()
    assert theirs.valid_until is None


def test_guests_of_others_find_nothing(enter: Enter, university: Institution) -> None:
    other = PartnerFactory.create()
    agreement = agreement_with(other, institution=university)
    guest = enter(Role.PARTNER)
    assert guest.get(f"/partners/{other.uuid}/").status_code == 404
    assert guest.get(f"/agreements/{agreement.uuid}/").status_code == 404


def test_students_see_the_places_they_can_take_up(
    enter: Enter, partner: Partner, agreement: Agreement
) -> None:
    for hidden in (
        {"direction": LineDirection.INCOMING, "field": "0421"},
        {"activity": Activity.TEACHING, "field": "0912"},
        {"places": 0, "field": "0311"},
    ):
        AgreementLineFactory.create(agreement=agreement, partner=partner, **hidden)
    html = main_of(enter(Role.STUDENT).get(f"/partners/{partner.uuid}/"))
    assert "Chemistry" in html
    assert "EQF level 6" in html
    for hidden_word in ("Law", "Medicine", "Economics", "A-1", "Contacts", "To be closed", "Difficult."):
        assert hidden_word not in html, hidden_word


def test_students_see_no_places_of_other_universities(
    enter: Enter, partner: Partner, agreement: Agreement
) -> None:
    elsewhere = agreement_with(partner, institution=InstitutionFactory.create())
    AgreementLineFactory.create(agreement=elsewhere, partner=partner, field="0421")
    html = main_of(enter(Role.STUDENT).get(f"/partners/{partner.uuid}/"))
    assert "Chemistry" in html
    assert "Law" not in html
    assert agreement.reference not in html


def test_students_do_not_find_partners_without_an_agreement(enter: Enter) -> None:
    other = PartnerFactory.create()
    assert enter(Role.STUDENT).get(f"/partners/{other.uuid}/").status_code == 404
    assert enter(Role.STUDENT).get("/agreements/").status_code == 404
