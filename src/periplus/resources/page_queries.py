"""What pages of the budget ask."""

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from periplus.core import clock
from periplus.people.models import Person, Unit
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of, units_within
from periplus.resources.enums import LineState
from periplus.resources.models import BudgetLine
from periplus.resources.policies import visible_budget_lines
from periplus.resources.queries import HeldLine, with_holdings


def titled(word: str) -> Q:
    """Lines whose title or code contains the word."""
    return Q(title__icontains=word) | Q(code__icontains=word)


def in_units(references: Iterable[uuid.UUID]) -> Q:
    """Lines of these units and of all units below them."""
    paths = Unit.objects.filter(uuid__in=list(references)).values_list("path", flat=True)
    return Q(unit__in=units_within(paths))


def list_years(person: Person) -> list[int]:
    """The years of the lines a person may see, the latest first."""
    years = visible_budget_lines(person).order_by().values_list("year", flat=True).distinct()
    return sorted(years, reverse=True)


def list_destinations(person: Person, source: BudgetLine) -> QuerySet[HeldLine]:
    """Open lines to which money of a line may go: the same year, the same currency."""
    same = {"year": source.year, "currency": source.currency, "state": LineState.OPEN}
    lines = visible_budget_lines(person).filter(**same).exclude(pk=source.pk).select_related("unit")
    return with_holdings(lines).order_by("code", "id")


def fundable_units(person: Person) -> QuerySet[Unit]:
    """The units for which a person may open budget lines."""
    reach = standing_of(person, on=clock.today()).reach("resources.budget.keep")
    if reach != Reach.ALL or person.institution is None:
        return Unit.objects.none()
    return Unit.objects.filter(institution=person.institution).order_by("path")
