"""Closed by default: every address says who may come in, and lets in exactly those."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from periplus.core.verdicts import Refused
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.permissions import list_actions
from periplus.web.people import accounts
from periplus.web.shell.addresses import Address, list_addresses
from periplus.web.shell.doors import Request, act, door_of, page
from tests.factories.people import UnitFactory, person_as

ADDRESSES = list_addresses()
DECLARED = [address for address in ADDRESSES if address.door]
VALUES = {
    "UUIDConverter": str(uuid.UUID(int=7)),
    "IntConverter": "999999",
    "StringConverter": "nothing-like-it",
}
VALUES |= {"SlugConverter": "nothing-like-it", "PathConverter": "nothing-like-it"}


def name_of(address: Address) -> str:
    return address.name


def url_of(address: Address) -> str:
    """The address with things in it that do not exist."""
    return reverse(address.name, kwargs={key: VALUES[kind] for key, kind in address.converters})


def ask(client: Client, address: Address, method: str) -> HttpResponse:
    call: Callable[[str], HttpResponse] = getattr(client, method.lower())
    return call(url_of(address))


def statuses(client: Client, address: Address) -> Iterator[tuple[str, int, str]]:
    door = address.door
    assert door is not None
    for method in door.methods:
        response = ask(client, address, method)
        yield method, response.status_code, response.get("Location", "")


@pytest.mark.parametrize("address", ADDRESSES, ids=name_of)
def test_every_address_declares_who_may_come_in(address: Address) -> None:
    assert address.door is not None, f"/{address.route} does not say who may come in (web.shell.doors)"
    known = {action.key for action in list_actions()}
    assert set(address.door.actions) <= known


@pytest.fixture
def people(db: None) -> dict[Role, Person]:  # noqa: ARG001 -- opens the database
    unit = UnitFactory.create()
    return {role: person_as(role, unit=unit, partner_uuid=uuid.UUID(int=9)) for role in Role}


@pytest.mark.parametrize("role", Role)
def test_every_address_lets_in_exactly_its_roles(
    people: dict[Role, Person], role: Role, settings: Settings
) -> None:
    settings.DEMO = True  # or the gallery would not exist
    client = Client(raise_request_exception=True)
    client.force_login(people[role])
    wrong = []
    for address in DECLARED:
        door = address.door
        assert door is not None
        for method, status, location in statuses(client, address):
            if door.public or door.admits(role):
                # Behind the door: the page, a form that comes back, another page, or: no such thing.
                fine = status in {200, 302, 303, 422} and "/accounts/login" not in location
                fine = fine or (status == 404 and bool(address.converters)) or status == 400
            else:
                fine = status == (404 if door.hides else 403)
            if not fine:
                wrong.append(f"{role.label}: {method} /{address.route} → {status} {location}")
        client.force_login(people[role])  # an address may have signed the person out
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("address", DECLARED, ids=name_of)
def test_strangers_are_sent_to_sign_in(client: Client, address: Address) -> None:
    door = address.door
    assert door is not None
    for method, status, location in statuses(client, address):
        if door.public:
            assert "/accounts/login" not in location, method
            assert status in {200, 303, 302, 400, 404}, (method, status)
        else:
            assert status == 302, method
            assert location.startswith("/accounts/login/?next="), method


@pytest.mark.django_db
@pytest.mark.parametrize("address", DECLARED, ids=name_of)
def test_other_methods_are_refused(address: Address, people: dict[Role, Person]) -> None:
    door = address.door
    assert door is not None
    admitted = next(role for role in Role if door.public or door.admits(role))
    client = Client()
    client.force_login(people[admitted])
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(door.methods):
        assert ask(client, address, method).status_code == 405, method


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", accounts.PUBLIC, ids=lambda pattern: pattern.name)
def test_sign_in_is_open_to_strangers(client: Client, pattern: object) -> None:
    name = pattern.name  # type: ignore[attr-defined]
    values = {"uidb36": "1", "key": "set-password", "provider_id": "university"}
    wanted = {key: values[key] for key in pattern.pattern.regex.groupindex}  # type: ignore[attr-defined]
    response = client.get(reverse(name, kwargs=wanted))
    assert "next=" not in response.get("Location", ""), name
    assert response.status_code in {200, 302, 401, 404}, name


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", accounts.SIGNED_IN, ids=lambda pattern: pattern.name)
def test_the_own_account_is_closed_to_strangers(client: Client, pattern: object) -> None:
    response = client.get(reverse(pattern.name))  # type: ignore[attr-defined]
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


# The rules turn red when they are broken on purpose.


@page("people.persons.see")
def _seen(_request: Request) -> HttpResponse:
    return HttpResponse("seen")


@act("people.persons.add")
def _added(_request: Request) -> HttpResponse:
    return HttpResponse("added")


def test_a_view_without_a_door_is_found() -> None:
    def open_house(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("come in")

    assert door_of(open_house) is None
    with pytest.raises(ValueError, match="State the action"):
        page()


@pytest.mark.django_db
def test_a_door_hides_or_refuses(rf: RequestFactory) -> None:
    get, post = rf.get("/"), rf.post("/")
    nobody = Person(email="x@port.example", name="X")
    nobody.save()
    for request in (get, post):
        request.user = nobody
    with pytest.raises(Refused) as hidden:
        _seen(get)
    assert hidden.value.verdict.hidden
    with pytest.raises(Refused, match="role does not include") as refused:
        _added(post)
    assert not refused.value.verdict.hidden
    assert _added(get).status_code == 405
    post.user = person_as(Role.ADMINISTRATOR)
    assert _added(post).status_code == 200
    assert not isinstance(post.user, AnonymousUser)
