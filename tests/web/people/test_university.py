"""Coming in through the university's own sign-in (OpenID Connect)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from periplus.core.ledger.queries import list_events_about
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import InstitutionFactory, person_as
from tests.web.people.university import University, opened

pytestmark = pytest.mark.django_db
CLAIMS = {
    "sub": "17",
    "email": "ana@port.example",
    "email_verified": True,
    "name": "Ana Reis",
    "locale": "pt",
}


@pytest.fixture
def university(settings: Settings) -> Iterator[University]:
    with opened() as university:
        settings.SOCIALACCOUNT_PROVIDERS = university.settings
        yield university


def come_in(client: Client, university: University, **claims: object) -> Any:
    """There and back again: to the university, and back with its answer."""
    university.claims = CLAIMS | claims
    away = client.get("/accounts/oidc/university/login/")
    target = urlsplit(away["Location"])
    assert f"{target.scheme}://{target.netloc}" == university.url
    state = parse_qs(target.query)["state"][0]
    return client.get("/accounts/oidc/university/login/callback/", {"code": "x", "state": state}, follow=True)


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_verified_address_finds_the_person_who_keeps_the_password(
    client: Client, university: University
) -> None:
    ana = person_as(Role.OFFICE, email="ana@port.example")
    ana.set_password("a long enough sentence")
    ana.save()
    come_in(client, university)
    assert signed_in(client)
    ana.refresh_from_db()
    assert ana.check_password("a long enough sentence")
    again = Client()
    come_in(again, university, email="moved@port.example")
    assert signed_in(again), "the second time the university's number is enough"
    assert Person.objects.count() == 1


def test_an_address_nobody_vouches_for_finds_nobody(client: Client, university: University) -> None:
    person_as(Role.OFFICE, email="ana@port.example")
    page = come_in(client, university, email_verified=False)
    assert not signed_in(client)
    assert "We do not know you yet" in page.content.decode()


def test_unknown_people_stay_outside_unless_their_domain_is_named(
    client: Client, university: University, settings: Settings
) -> None:
    come_in(client, university)
    assert not signed_in(client)
    assert not Person.objects.exists()
    settings.OIDC_DOMAINS = ["port.example"]
    institution = InstitutionFactory.create()
    come_in(client, university)
    assert signed_in(client)
    ana = Person.objects.get()
    assert (ana.name, ana.email, ana.institution, ana.language) == (
        "Ana Reis",
        "ana@port.example",
        institution,
        "pt",
    )
    assert [event.type for event in list_events_about(ana.uuid)] == ["people.person.added"]
    come_in(Client(), university, sub="18", email="eve@evil.example")
    assert Person.objects.count() == 1


def test_a_foreign_state_is_refused(client: Client, university: University) -> None:
    person_as(Role.OFFICE, email="ana@port.example")
    university.claims = dict(CLAIMS)
    response = client.get("/accounts/oidc/university/login/callback/", {"code": "x", "state": "forged"})
    assert response.status_code == 401
    assert "did not let you through" in response.content.decode()
    assert not signed_in(client)


def test_the_sign_in_page_offers_it(client: Client, university: University) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "/accounts/oidc/university/login/" in page
    assert university.settings["openid_connect"]["APPS"][0]["name"] in page


def test_without_settings_there_is_no_such_way(client: Client) -> None:
    assert "/oidc/" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/university/login/").status_code == 404
