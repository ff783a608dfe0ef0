"""Institutions served here, and their units."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from periplus.people.models import Affiliation, Institution, Person, RoleAssignment, Unit
from periplus.people.policies import visible_persons, visible_units
from periplus.people.standing import in_force, units_within


def list_institutions() -> QuerySet[Institution]:
    return Institution.objects.order_by("name", "id")


def find_institution(reference: uuid.UUID) -> Institution | None:
    return Institution.objects.filter(uuid=reference).first()


def list_units(person: Person) -> QuerySet[Unit]:
    """The units this person may see, as a tree: every unit directly after its parent."""
    return visible_units(person).select_related("institution", "parent").order_by("institution__name", "path")


def find_unit(reference: uuid.UUID) -> Unit | None:
    return Unit.objects.filter(uuid=reference).select_related("institution").first()


def list_units_below(unit: Unit) -> QuerySet[Unit]:
    """The unit itself and everything below it."""
    return Unit.objects.filter(path__startswith=unit.path).order_by("path")


def list_units_above(unit: Unit) -> QuerySet[Unit]:
    """The unit itself and everything above it, the nearest first."""
    return Unit.objects.filter(pk__in=_ids_of(unit)).order_by(F("path").desc())


def members_of(references: Iterable[str], *, on: dt.date) -> QuerySet[Affiliation, int]:
    """Ids of the people who belong, on a day, to one of these units or to one below it."""
    paths = Unit.objects.filter(uuid__in=[one for one in references if _is_uuid(one)]).values_list(
        "path", flat=True
    )
    within = units_within(paths)
    return Affiliation.objects.filter(in_force(on), unit__in=within).values_list("person_id", flat=True)


def list_members(person: Person, unit: Unit, *, on: dt.date) -> QuerySet[Affiliation]:
    """Who belongs to a unit itself, as far as this person may see them."""
    here = Affiliation.objects.filter(in_force(on), unit=unit, person__in=visible_persons(person))
    return here.select_related("person").order_by("person__sort_key", "id")


def list_posts_in(unit: Unit, *, on: dt.date) -> QuerySet[RoleAssignment]:
    """Which roles are held for a unit itself."""
    held = RoleAssignment.objects.filter(in_force(on), unit=unit, person__is_active=True)
    return held.select_related("person").order_by("role", "person__sort_key")


def chain(unit: Unit) -> Q:
    """Filter on `unit_id`: this unit or one above it."""
    return Q(unit_id__in=_ids_of(unit))


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _ids_of(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.split("/") if part]


def find_only_institution() -> Institution | None:
    """The institution served here, if it is only one."""
    found = list(Institution.objects.order_by("id")[:2])
    return found[0] if len(found) == 1 else None
