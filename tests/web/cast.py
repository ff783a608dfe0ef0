"""Who meets on these pages: a university with a faculty, a partner in France, people in their roles."""

import re
from collections.abc import Callable
from typing import Protocol

import pytest
from django.test import Client

from periplus.partners.models import Partner
from periplus.people.enums import Role, UnitKind
from periplus.people.models import Institution, Person, Unit
from tests.factories.partners import PartnerFactory, twin_of
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

Enter = Callable[[Role], Client]


@pytest.fixture
def university() -> Institution:
    institution: Institution = InstitutionFactory.create(name="University of Porto", short_name="Porto")
    return institution


@pytest.fixture
def twin(university: Institution) -> Partner:
    return twin_of(university)


@pytest.fixture
def faculty(university: Institution) -> Unit:
    root = UnitFactory.create(
        institution=university, kind=UnitKind.UNIVERSITY, name="University of Porto", code="UP"
    )
    unit: Unit = UnitFactory.create(institution=university, parent=root, name="Engineering", code="ENG")
    return unit


@pytest.fixture
def partner() -> Partner:
    made: Partner = PartnerFactory.create(name="Université de Nantes", city="Nantes")
    return made


@pytest.fixture
def people(university: Institution, faculty: Unit, partner: Partner) -> dict[Role, Person]:
    """One person in each role: the coordinator of the faculty, the guest of the partner."""
    return {role: _person(role, university, faculty, partner) for role in Role}


@pytest.fixture
def enter(people: dict[Role, Person]) -> Enter:
    """The browser of somebody in a role."""

    def enter(role: Role) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return enter


def _person(role: Role, university: Institution, faculty: Unit, partner: Partner) -> Person:
    if role == Role.PARTNER:
        return person_as(role, partner_uuid=partner.uuid, institution=None, name="Guest Gil")
    unit = faculty if role == Role.COORDINATOR else None
    return person_as(role, unit=unit, institution=university, name=f"Rui {role.value}")


class Answer(Protocol):
    """What comes back from a page."""

    status_code: int
    content: bytes


def html_of(response: Answer, status: int = 200) -> str:
    """The page as text, with white space folded so that sentences can be looked for."""
    assert response.status_code == status, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def main_of(response: Answer) -> str:
    """The page without the frame around it."""
    html = html_of(response)
    return html[html.index("<main") : html.index("</main>")]


def rows_of(html: str) -> list[str]:
    """The headings of the rows of a list."""
    return re.findall(r'<th scope="row" role="rowheader"><a href="[^"]*">(?:<span[^>]*>)?([^<]*)<', html)
