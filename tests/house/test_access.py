"""Closed by default: every address says who may come in, and lets in exactly those."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from periplus.core.verdicts import Refused
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.permissions import Reach, list_actions, reach_of
from periplus.web.people import accounts
from periplus.web.shell.addresses import Address, list_addresses
from periplus.web.shell.doors import Request, act, door_of, page
from tests.factories.loop import DeviationFactory, GoalFactory, PlanFactory
from tests.factories.partners import AgreementFactory, PartnerFactory
from tests.factories.people import PersonFactory, UnitFactory, person_as

ADDRESSES = list_addresses()
DECLARED = [address for address in ADDRESSES if address.door]
# Their subject stands in the query, or is the own institution: without it there is nothing.
WITH_A_SUBJECT = {"decisions:new", "reviews:new", "partners:own"}
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
    unit, partner = UnitFactory.create(), PartnerFactory.create()
    return {role: person_as(role, unit=unit, partner_uuid=partner.uuid) for role in Role}


@pytest.mark.parametrize("role", Role)
def test_every_address_lets_in_exactly_its_roles(
    people: dict[Role, Person], role: Role, settings: Settings
) -> None:
    settings.DEMO = True  # or the gallery would not exist
    client = Client()
    wrong = []
    for address in DECLARED:
        client.force_login(people[role])  # the address before may have signed the person out
        door = address.door
        assert door is not None
        for method, status, location in statuses(client, address):
            if door.public or door.admits(role):
                # Behind the door: the page, a form that comes back, another page, or: no such thing.
                fine = status in {200, 302, 303, 400, 422} and "/accounts/login" not in location
                fine = fine or (
                    status == 404 and (bool(address.converters) or address.name in WITH_A_SUBJECT)
                )
            else:
                fine = status == (404 if door.hides else 403)
            if not fine:
                wrong.append(f"{role.label}: {method} /{address.route} → {status} {location}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    wrong = []
    for address in DECLARED:
        door = address.door
        assert door is not None
        for method, status, location in statuses(client, address):
            sent_away = status == 302 and location.startswith("/accounts/login/?next=")
            if sent_away == door.public:
                wrong.append(f"{method} /{address.route} → {status} {location}")
    assert not wrong, "\n".join(wrong)


def test_other_methods_are_refused(people: dict[Role, Person]) -> None:
    client, wrong = Client(), []
    for address in DECLARED:
        door = address.door
        assert door is not None
        client.force_login(people[next(role for role in Role if door.public or door.admits(role))])
        for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE"} - set(door.methods)):
            status = ask(client, address, method).status_code
            if status != 405:
                wrong.append(f"{method} /{address.route} → {status}")
    assert not wrong, "\n".join(wrong)


SAMPLES: dict[str, Callable[[], Any]] = {
    "people:person": PersonFactory.create,
    "people:unit": UnitFactory.create,
    "partners:detail": PartnerFactory.create,
    "agreements:detail": AgreementFactory.create,
    "loop:plan": PlanFactory.create,
    "loop:goal": GoalFactory.create,
    "deviations:detail": DeviationFactory.create,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_who_reaches_everything_opens_what_is_there(people: dict[Role, Person], name: str) -> None:
    """And who reaches nothing does not learn whether it is there."""
    thing = SAMPLES[name]()
    door = next(address.door for address in DECLARED if address.name == name)
    assert door is not None
    client = Client()
    for role in Role:
        client.force_login(people[role])
        status = client.get(reverse(name, args=[thing.uuid])).status_code
        reach = max(reach_of([role], action) for action in door.actions)
        if reach == Reach.ALL:
            assert status == 200, role
        elif reach == Reach.NOTHING:
            assert status == 404, role
        else:
            assert status in {200, 404}, role


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
