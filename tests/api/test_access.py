"""Closed by default: every operation says who may call it, and answers every role as the matrix says."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from ninja.operation import Operation

from periplus.api.description import operations_of, token_of
from periplus.api.tokens import Token
from periplus.api.v1 import api
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.permissions import list_actions
from tests.api.conftest import Machine
from tests.factories.people import UnitFactory, person_as

MachineOf = Callable[..., Machine]
OPERATIONS = list(operations_of(api))
# What everybody with a token may call, because it is about the caller or decided thing by thing.
OF_EVERYBODY = {
    "me.get_me",
    "notifications.list_told",
    "notifications.read_told",
    "documents.list_documents",
    "documents.get_content",
}
NOWHERE = str(uuid.UUID(int=7))
VALUES = {"reference": NOWHERE, "review": NOWHERE, "verb": "drop", "key": "nothing.like_it"}


def name_of(operation: Operation) -> str:
    return api.get_openapi_operation_id(operation)


def address_of(operation: Operation) -> str:
    """The operation's address with things in it that do not exist."""
    (path,) = [
        path
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        if operation in view.operations
    ]
    return re.sub(r"\{(\w+)\}", lambda part: VALUES[part[1]], path)


def ask(machine: Machine, operation: Operation) -> int:
    (method,) = operation.methods
    return int(machine.send(method, address_of(operation)).status_code)


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_an_operation_says_who_may_call_it(operation: Operation) -> None:
    actions = token_of(operation).actions
    assert set(actions) <= {action.key for action in list_actions()}
    assert bool(actions) != (name_of(operation) in OF_EVERYBODY)


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_without_a_token_nobody_comes_in(operation: Operation) -> None:
    (method,) = operation.methods
    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic YTpi"}):
        answer = Client(headers=headers).generic(method, f"/api/v1{address_of(operation)}")
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.fixture
def people(db: None) -> dict[Role, Person]:  # noqa: ARG001 -- opens the database
    unit = UnitFactory.create()
    return {role: person_as(role, unit=unit, partner_uuid=uuid.UUID(int=9)) for role in Role}


@pytest.mark.parametrize("role", Role)
def test_every_operation_answers_a_role_as_the_matrix_says(
    people: dict[Role, Person], machine_of: MachineOf, role: Role
) -> None:
    machine, wrong = machine_of(people[role]), []
    for operation in OPERATIONS:
        token, status = token_of(operation), ask(machine, operation)
        if status not in expected(token, role):
            wrong.append(f"{role.label}: {name_of(operation)} answers {status}")
    assert wrong == []


def expected(token: Token, role: Role) -> set[int]:
    """Inside: done, no such thing, values missing, or not this one. Outside: hidden or refused."""
    if token.admits(role):
        return {200, 202, 404, 422} | (set() if token.hides else {403})
    return {404} if token.hides else {403}


READING = [operation for operation in OPERATIONS if operation.methods == ["GET"]]


@pytest.mark.parametrize("operation", READING, ids=name_of)
def test_behind_the_door_stands_an_answer(
    people: dict[Role, Person], machine_of: MachineOf, operation: Operation
) -> None:
    """Whoever reaches a list gets one, and is not refused a second time; unknown things are 404."""
    address = address_of(operation)
    names_a_thing = NOWHERE in address or VALUES["key"] in address
    for role in [role for role in Role if token_of(operation).admits(role)]:
        status = ask(machine_of(people[role]), operation)
        assert status in ({404, 422} if names_a_thing else {200, 422}), (role, status)


def test_an_operation_without_a_word_is_seen() -> None:
    operation = OPERATIONS[0]
    before = operation.auth_callbacks
    operation.auth_callbacks = [lambda _request: True]
    with pytest.raises(TypeError, match="does not say who may call it"):
        token_of(operation)
    operation.auth_callbacks = before
