"""A university with its faculty, a partner in France, and people in their roles, signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from periplus.partners.models import Partner
from periplus.people.enums import Role, UnitKind
from periplus.people.models import Institution, Person, Unit
from tests.factories.partners import PartnerFactory, twin_of
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

SignIn = Callable[..., Client]


@pytest.fixture
def university() -> Institution:
    institution: Institution = InstitutionFactory.create(name="University of Porto", short_name="Porto")
    twin_of(institution)
    return institution


@pytest.fixture
def faculty(university: Institution) -> Unit:
    root = UnitFactory.create(institution=university, kind=UnitKind.UNIVERSITY, name="University")
    unit: Unit = UnitFactory.create(institution=university, parent=root, name="Engineering", code="ENG")
    return unit


@pytest.fixture
def partner() -> Partner:
    made: Partner = PartnerFactory.create(name="Université de Nantes", city="Nantes")
    return made


@pytest.fixture
def sign_in(university: Institution, faculty: Unit, partner: Partner) -> SignIn:
    """A browser of somebody in a role: coordinators of the faculty, guests of the partner."""

    def sign_in(role: Role, person: Person | None = None) -> Client:
        who = person or make_person(role, university, faculty, partner)
        client = Client()
        client.force_login(who)
        client.person = who  # type: ignore[attr-defined]
        return client

    return sign_in


def make_person(role: Role, university: Institution, faculty: Unit, partner: Partner) -> Person:
    if role == Role.PARTNER:
        return person_as(role, partner_uuid=partner.uuid, institution=None, name="Guest Gil")
    unit = faculty if role == Role.COORDINATOR else None
    return person_as(role, unit=unit, institution=university, name=f"{role.label} Rui")
