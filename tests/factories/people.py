"""People, units and roles for tests. Alice is in the office, Victor is vice-rector, Carla coordinates."""

import datetime as dt
import uuid
from typing import Any

import factory
from factory.django import DjangoModelFactory

from periplus.core.text import sort_key
from periplus.people.enums import AffiliationKind, Role, UnitKind
from periplus.people.models import Affiliation, Institution, Person, RoleAssignment, Unit

LONG_AGO = dt.date(2000, 1, 1)


class InstitutionFactory(DjangoModelFactory[Institution]):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"University of Port {n}")
    short_name = factory.Sequence(lambda n: f"Port {n}")
    country = "PT"
    time_zone = "Europe/Lisbon"


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    institution = factory.SubFactory(InstitutionFactory)
    parent = None
    kind = UnitKind.FACULTY
    name = factory.Sequence(lambda n: f"Faculty {n}")
    code = factory.Sequence(lambda n: f"F{n}")

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **kwargs: Any) -> Unit:
        unit: Unit = super()._create(model_class, *args, **kwargs)
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        return unit


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@port.example")
    sort_key = factory.LazyAttribute(lambda person: sort_key(person.name))
    password = "!"
    institution = factory.SubFactory(InstitutionFactory)


class AffiliationFactory(DjangoModelFactory[Affiliation]):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = AffiliationKind.ADMINISTRATIVE
    valid_from = LONG_AGO


def person_as(
    role: Role,
    *,
    unit: Unit | None = None,
    partner_uuid: uuid.UUID | None = None,
    **attributes: Any,
) -> Person:
    """A person who holds a role in force since long ago."""
    if unit and "institution" not in attributes:
        attributes["institution"] = unit.institution
    person: Person = PersonFactory.create(**attributes)
    RoleAssignment.objects.create(
        person=person, role=role, unit=unit, partner_uuid=partner_uuid, valid_from=LONG_AGO
    )
    return person
