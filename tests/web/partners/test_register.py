"""Entering and correcting partners, identifiers, contacts and watches; bad input keeps what was typed."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.core.models import Event
from periplus.partners.enums import Scheme, Watch
from periplus.partners.models import Contact, Identifier, Partner
from periplus.people.enums import Role
from tests.factories.partners import PartnerFactory
from tests.web.cast import Enter, html_of

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Universität Graz",
    "country": "AT",
    "city": "Graz",
    "website": "https://graz.example",
    "note": "",
}


def test_a_partner_is_added(enter: Enter) -> None:
    answer = enter(Role.OFFICE).post("/partners/new/", NEW)
    made = Partner.objects.get(name="Universität Graz")
    assert (answer.status_code, answer["Location"]) == (303, f"/partners/{made.uuid}/")
    assert (made.country, made.city, made.website) == ("AT", "Graz", "https://graz.example")
    assert Event.objects.filter(type="partners.partner.registered").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "..."}, "Give the name of the institution."),
        ({"name": "Université de Nantes", "country": "FR"}, "is in the register already"),
        ({"website": "no address"}, "Enter a valid URL."),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
@pytest.mark.usefixtures("partner")
def test_bad_input_comes_back_as_typed(enter: Enter, changed: dict[str, str], sentence: str) -> None:
    typed = {**NEW, **changed}
    html = html_of(enter(Role.OFFICE).post("/partners/new/", typed), 422)
    assert sentence in html
    assert 'value="Graz"' in html
    assert f'value="{typed["name"]}"' in html or not typed["name"]
    assert Partner.objects.count() == 1


def test_a_name_that_was_looked_for_in_vain_stands_in_the_form(enter: Enter) -> None:
    assert 'value="Graz"' in html_of(enter(Role.OFFICE).get("/partners/new/?name=Graz"))


def test_a_partner_is_corrected(enter: Enter, partner: Partner) -> None:
    url = f"/partners/{partner.uuid}/change/"
    office = enter(Role.OFFICE)
    assert 'value="Université de Nantes"' in html_of(office.get(url))
    office.post(url, {**NEW, "name": "Nantes Université"})
    partner.refresh_from_db()
    assert (partner.name, partner.country, partner.city) == ("Nantes Université", "AT", "Graz")
    assert office.get(url).status_code == 200


def test_an_identifier_is_noted_once(enter: Enter, partner: Partner) -> None:
    url = f"/partners/{partner.uuid}/identifiers/new/"
    office = enter(Role.OFFICE)
    office.post(url, {"scheme": "ror", "value": "https://ror.org/03gnr7b55"})
    assert Identifier.objects.get().value == "03gnr7b55"
    other = PartnerFactory.create(name="Another")
    again = office.post(f"/partners/{other.uuid}/identifiers/new/", {"scheme": "ror", "value": "03gnr7b55"})
    html = html_of(again, 422)
    assert "This identifier belongs to Université de Nantes." in html
    assert 'value="03gnr7b55"' in html
    assert "does not look like" in html_of(office.post(url, {"scheme": "pic", "value": "abc"}), 422)
    assert Identifier.objects.filter(scheme=Scheme.ROR).count() == 1


def test_a_watch_is_set_and_taken_off(enter: Enter, partner: Partner) -> None:
    url, until = f"/partners/{partner.uuid}/watch/", clock.today() + dt.timedelta(days=90)
    lead = enter(Role.VICE_RECTOR)
    lead.post(url, {"watch": "renew", "until": until.isoformat()})
    partner.refresh_from_db()
    assert (partner.watch, partner.watch_until) == (Watch.RENEW, until)
    assert f'value="{until.isoformat()}"' in html_of(lead.get(url))
    assert "Give a day after today" in html_of(lead.post(url, {"watch": "close", "until": ""}), 422)
    lead.post(url, {"watch": "none", "until": until.isoformat()})
    partner.refresh_from_db()
    assert (partner.watch, partner.watch_until) == (Watch.NONE, None)


def test_contacts_are_added_and_ended(enter: Enter, partner: Partner) -> None:
    office = enter(Role.OFFICE)
    typed = {"name": "Anne", "role": "incoming students", "email": "anne@nantes.example"}
    office.post(f"/partners/{partner.uuid}/contacts/new/", typed)
    contact = Contact.objects.get()
    assert (contact.name, contact.valid_from) == ("Anne", clock.today())
    assert "anne@nantes.example" in html_of(office.get(f"/partners/{partner.uuid}/"))
    answer = office.post(f"/partners/contacts/{contact.uuid}/end/", follow=True)
    assert "Anne is no longer a contact." in html_of(answer)
    assert "anne@nantes.example" not in html_of(office.get(f"/partners/{partner.uuid}/"))


def test_a_contact_with_a_bad_address_comes_back_as_typed(enter: Enter, partner: Partner) -> None:
    typed = {"name": "Anne", "role": "incoming", "email": "anne at nantes"}
    html = html_of(enter(Role.OFFICE).post(f"/partners/{partner.uuid}/contacts/new/", typed), 422)
    assert 'value="anne at nantes"' in html
    assert 'value="incoming"' in html
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR, Role.REVIEWER, Role.STUDENT])
def test_others_neither_add_nor_correct(enter: Enter, partner: Partner, role: Role) -> None:
    client = enter(role)
    assert client.post("/partners/new/", NEW).status_code == 403
    assert client.post(f"/partners/{partner.uuid}/change/", NEW).status_code == 403
    partner.refresh_from_db()
    assert partner.name == "Université de Nantes"
