"""Partners found by machine under the words of their names."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.people.enums import Role
from tests.api.conftest import Machine
from tests.factories.partners import PartnerFactory
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db
WORDS = ("universite", "claude", "bernard", "de", "lyon", "ville")


@pytest.fixture
def office(machine_of: Callable[..., Machine]) -> Machine:
    PartnerFactory.create(name="Université Claude Bernard de la ville de Lyon")
    PartnerFactory.create(name="Université de Lille")
    return machine_of(person_as(Role.OFFICE))


def longest_question(office: Machine, words: tuple[str, ...]) -> int:
    """Search for all of the words; how long the longest statement is that this asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        (found,) = office.get(f"/partners?q={'+'.join(words)}").json()["items"]
    assert found["name"].startswith("Université Claude Bernard")
    return max(len(query["sql"]) for query in asked)


def test_each_word_narrows_and_costs_the_same(office: Machine) -> None:
    """Otherwise a page of words keeps the database busy for good."""
    three, four, six = (longest_question(office, WORDS[:count]) for count in (3, 4, 6))
    a_word = four - three
    assert six - four < 3 * a_word


def test_nobody_searches_for_a_whole_page(office: Machine) -> None:
    assert office.get("/partners?q=" + "a" * 200).json()["items"] == []
    refused = office.get("/partners?q=" + "a" * 201)
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/problem+json")
