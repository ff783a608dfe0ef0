"""Scopes and splits of what the loop counts about itself: institutions and units."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q

from periplus.loop.measuring import Contribution
from periplus.loop.scopes import Scope
from periplus.people.models import Unit


def in_scope(scope: Scope, institution: str, unit: str) -> Q:
    """Filter by the names of the fields that lead to the institution and the unit."""
    condition = Q()
    if scope.institution:
        condition &= Q(**{f"{institution}__uuid": scope.institution})
    if scope.unit:
        path = Unit.objects.filter(uuid=scope.unit).values_list("path", flat=True).first()
        condition &= Q(**{f"{unit}__path__startswith": path}) if path else Q(pk__in=[])
    return condition


def split_by_unit(units: Iterable[Unit | None], axis: str) -> list[Contribution]:
    """How many belong to each unit, most first. Any other axis splits nothing."""
    if axis != "unit":
        return []
    counted = Counter((unit.uuid, unit.name) for unit in units if unit)
    total = sum(counted.values())
    return [
        Contribution("unit", str(reference), name, Decimal(n), Decimal(n) / total, n)
        for (reference, name), n in counted.most_common()
    ]
