"""Institutions served here, and their units."""

import uuid

from django.db.models import F, Q, QuerySet

from periplus.people.models import Institution, Person, Unit
from periplus.people.policies import visible_units


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


def chain(unit: Unit) -> Q:
    """Filter on `unit_id`: this unit or one above it."""
    return Q(unit_id__in=_ids_of(unit))


def _ids_of(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.split("/") if part]
