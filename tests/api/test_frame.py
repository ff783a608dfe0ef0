"""The door of the API: tokens, problems, answers given once, answers that did not change."""

from collections.abc import Callable

import pytest
from django.test import Client

from periplus.people.enums import Role
from tests.api.conftest import Machine
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db
MachineOf = Callable[..., Machine]


def test_a_caller_without_token_is_told_how_to_get_one() -> None:
    answer = Client().get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Your settings" in answer.json()["detail"]


def test_me_names_roles_and_rights(machine_of: MachineOf) -> None:
    alice = person_as(Role.OFFICE, name="Alice")
    answer = machine_of(alice).get("/me").json()
    assert answer["name"] == "Alice"
    assert answer["roles"] == ["office"]
    assert "people.units.change" in {right["action"] for right in answer["rights"]}
    assert "people.roles.assign" not in {right["action"] for right in answer["rights"]}


def test_an_unchanged_answer_is_not_sent_again(machine_of: MachineOf) -> None:
    machine = machine_of(person_as(Role.OFFICE))
    first = machine.get("/me")
    again = machine.get("/me", **{"if-none-match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_an_unknown_address_of_the_api_is_404(machine_of: MachineOf) -> None:
    assert machine_of(person_as(Role.OFFICE)).get("/nowhere").status_code == 404
