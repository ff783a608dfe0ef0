"""Coming in with a password and a second step, forgotten passwords, and who stays outside."""

import datetime as dt
import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from periplus.core import clock
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Limits on sign-in are counted in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ana() -> Person:
    person = person_as(Role.OFFICE, name="Ana Reis", email="ana@port.example")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, email: str = "ana@port.example", password: str = PASSWORD) -> int:
    response = client.post("/accounts/login/", {"login": email, "password": password})
    return response.status_code


def prove(client: Client) -> None:
    """Say the password once more, as before every change of how one signs in."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_address_and_password_open(client: Client, ana: Person) -> None:
    assert ana.check_password(PASSWORD)
    assert sign_in(client, email="ANA@port.example") == 302
    assert signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_wrong_words_do_not_open_and_do_not_tell_which(client: Client, ana: Person) -> None:
    answers = []
    for email, password in ((ana.email, "wrong"), ("nobody@port.example", PASSWORD)):
        response = client.post("/accounts/login/", {"login": email, "password": password})
        answers.append(re.findall(r'class="error[^>]*>([^<]+)', response.content.decode()))
    assert answers[0] == answers[1]
    assert not signed_in(client)


def test_whoever_has_left_stays_outside(client: Client, ana: Person) -> None:
    sign_in(client)
    ana.left_on = clock.today()
    ana.save()
    assert not signed_in(client)
    later = Client()
    sign_in(later)
    assert not signed_in(later)
    ana.left_on = clock.today() + dt.timedelta(days=1)
    ana.save()
    sign_in(later)
    assert signed_in(later)


def test_guessing_is_slowed_down(client: Client, ana: Person) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client, email=ana.email) == 200
    assert not signed_in(client)


def test_nobody_adds_themselves(client: Client) -> None:
    page = client.get("/accounts/signup/")
    assert "We do not know you yet" in page.content.decode()
    client.post("/accounts/signup/", {"email": "new@port.example", "password1": PASSWORD})
    assert not Person.objects.exists()


def test_a_forgotten_password(client: Client, ana: Person) -> None:
    ana.language = "es"
    ana.save()
    client.post("/accounts/password/reset/", {"email": "ANA@port.example"})
    [letter] = mail.outbox
    assert letter.to == ["ana@port.example"]
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(letter.body))
    assert link, letter.body
    choose = client.get(link[1], follow=True)
    address = choose.redirect_chain[-1][0]
    client.post(address, {"password1": "quite another one", "password2": "quite another one"})
    ana.refresh_from_db()
    assert ana.check_password("quite another one")
    again = client.get(link[1], follow=True)
    assert "no longer good" in again.content.decode()


def test_strangers_get_no_letter(client: Client) -> None:
    response = client.post("/accounts/password/reset/", {"email": "nobody@port.example"})
    assert response.status_code == 302
    assert mail.outbox == []


def test_the_second_step(client: Client, ana: Person) -> None:
    sign_in(client)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    prove(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    stored = Authenticator.objects.get(user=ana, type="totp")
    assert secret not in str(stored.data)

    other = Client()
    assert other.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})["Location"] == (
        "/accounts/2fa/authenticate/"
    )
    assert not signed_in(other)
    codes = Authenticator.objects.get(user=ana, type="recovery_codes").wrap().get_unused_codes()
    cache.clear()
    other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert signed_in(other)
    assert (
        codes[0] not in Authenticator.objects.get(user=ana, type="recovery_codes").wrap().get_unused_codes()
    )


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/logout/",
    ],
)
def test_pages_of_the_account_are_ours(client: Client, ana: Person, path: str) -> None:
    sign_in(client, ana.email)
    prove(client)
    page = client.get(path)
    assert page.status_code == 200
    assert "allauth" not in page.content.decode().lower()
    assert 'class="brand"' in page.content.decode()


def test_an_invitation_leads_to_a_password(client: Client) -> None:
    admin = person_as(Role.ADMINISTRATOR)
    new = person_as(Role.TEACHER, name="Bo", email="bo@port.example")
    client.force_login(admin)
    client.post(f"/people/{new.uuid}/invite/")
    [letter] = mail.outbox
    assert letter.to == ["bo@port.example"]
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert link
    visitor = Client()
    choose = visitor.get(link[1], follow=True)
    visitor.post(choose.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(visitor, email="bo@port.example") == 302
