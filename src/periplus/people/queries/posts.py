"""Which roles and places a person has, had and will have."""

import datetime as dt

from django.db.models import QuerySet

from periplus.people.enums import Role
from periplus.people.models import Affiliation, Person, RoleAssignment
from periplus.people.standing import in_force


def list_roles_of(person: Person) -> QuerySet[RoleAssignment]:
    return (
        RoleAssignment.objects.filter(person=person)
        .select_related("unit")
        .order_by("-valid_from", "role", "id")
    )


def list_affiliations_of(person: Person) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(person=person).select_related("unit").order_by("-valid_from", "id")


def list_role_holders(*, on: dt.date) -> QuerySet[RoleAssignment]:
    """Every role in force, with person and unit."""
    return RoleAssignment.objects.filter(in_force(on)).select_related("person", "unit").order_by("role", "id")


def count_holders(role: Role, *, on: dt.date) -> int:
    """How many active people hold a role."""
    held = RoleAssignment.objects.filter(in_force(on), role=role, person__is_active=True)
    return held.values("person").distinct().count()
