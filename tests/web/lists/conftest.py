from collections.abc import Callable

import pytest
from django.test import Client

from periplus.core.text import normalise, sort_key
from periplus.partners.enums import NameKind
from periplus.partners.models import Partner, PartnerName
from periplus.people.models import Person
from tests.factories.people import PersonFactory

Make = Callable[..., Partner]


@pytest.fixture
def person() -> Person:
    return PersonFactory.create(name="Ana")


@pytest.fixture
def client(person: Person, settings: object) -> Client:
    settings.ROOT_URLCONF = "tests.web.lists.harbour"  # type: ignore[attr-defined]
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def make() -> Make:
    def make(name: str, **values: object) -> Partner:
        values.setdefault("country", "PT")
        partner = Partner.objects.create(name=name, sort_key=sort_key(name), **values)
        PartnerName.objects.create(
            partner=partner, name=name, normalised=normalise(name), kind=NameKind.OFFICIAL
        )
        return partner

    return make
