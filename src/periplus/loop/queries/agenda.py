"""Reading agendas: what waits where, in which order, and what no body takes."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from periplus.loop.enums import DeviationState, ItemKind, ItemState, ReviewState, Severity
from periplus.loop.models import AgendaItem, Body, Deviation, EntryPoint, Review
from periplus.loop.policies import visible_bodies, visible_deviations
from periplus.loop.scopes import scope_from
from periplus.people.models import Person, Unit

OPEN_STATES: Final = (ItemState.WAITING, ItemState.SCHEDULED)
Rank = tuple[int, int, dt.date, int]


def rank_of(item: AgendaItem) -> Rank:
    """By priority, then severity, then deadline, then who came first."""
    deviation = item.deviation
    if item.effect_check is not None:
        deviation = item.effect_check.decision.deviation
    severity = deviation.severity if deviation else Severity.NOTICE
    return (item.priority, -severity, item.deadline_on, item.pk)


def with_matters(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Items with what they are about, for lists."""
    return items.select_related(
        "review",
        "goal__unit",
        "deviation__goal",
        "effect_check__decision__deviation",
        "work_item__case",
        "brought_by",
    )


def list_open_items(body: Body) -> list[AgendaItem]:
    """Everything that waits or is put on a meeting, in the order of the agenda."""
    items = with_matters(body.items.filter(state__in=OPEN_STATES))
    return sorted(items, key=lambda item: (item.review_id is None, item.position, rank_of(item)))


def list_siblings(item: AgendaItem) -> list[AgendaItem]:
    """The open items among which an item stands: of the same meeting, or all that wait."""
    beside = item.body.items.filter(state__in=OPEN_STATES, review=item.review)
    return sorted(with_matters(beside), key=lambda each: (each.position, rank_of(each)))


def find_next_review(body: Body) -> Review | None:
    """The next planned meeting of a body."""
    return body.reviews.filter(state=ReviewState.PLANNED).order_by("held_at", "pk").first()


def next_reviews(bodies: Iterable[Body]) -> dict[int, Review]:
    """The meeting in session, else the next planned one, of each body by its internal id. One query."""
    alive = Review.objects.filter(body__in=list(bodies), state__in=[ReviewState.PLANNED, ReviewState.OPENED])
    found: dict[int, Review] = {}
    for review in alive.order_by("-state", "-held_at", "-pk"):
        found[review.body_id] = review
    return found


def find_open_review(body: Body) -> Review | None:
    """The meeting of a body that is in session."""
    return body.reviews.filter(state=ReviewState.OPENED).order_by("-held_at", "-pk").first()


def find_unit_of(deviation: Deviation) -> Unit | None:
    """The unit a deviation belongs to: its goal's, its scope's, else the whole university."""
    if deviation.goal is not None:
        return deviation.goal.unit
    within = scope_from(deviation.scope).unit
    units = Unit.objects.filter(institution_id=deviation.institution_id)
    if within is not None and (unit := units.filter(uuid=within).first()):
        return unit
    return units.filter(parent=None).order_by("pk").first()


def find_entry_point(deviation: Deviation) -> EntryPoint | None:
    """Where a deviation enters by rule: the nearest body at or above its unit that takes it."""
    unit = find_unit_of(deviation)
    if unit is None:
        return None
    entries = EntryPoint.objects.filter(
        kind=ItemKind.DEVIATION,
        by_rule=True,
        from_severity__lte=deviation.severity,
        body__institution_id=deviation.institution_id,
    ).select_related("body__unit")
    return nearest_entry(entries, unit)


def list_evaluation_entries() -> list[EntryPoint]:
    """The ways onto agendas that evaluations take."""
    entries = EntryPoint.objects.filter(kind=ItemKind.EVALUATION, by_rule=True)
    return list(entries.select_related("body__unit").order_by("pk"))


def nearest_entry(entries: Iterable[EntryPoint], unit: Unit) -> EntryPoint | None:
    """That of the nearest body at or above a unit."""
    above = [entry for entry in entries if unit.path.startswith(entry.body.unit.path)]
    return min(above, key=lambda entry: (-len(entry.body.unit.path), entry.pk), default=None)


def list_gaps(person: Person) -> QuerySet[Deviation]:
    """Open deviations that stand on no agenda, since no body takes them."""
    item = AgendaItem.objects.filter(deviation=OuterRef("pk"), state__in=OPEN_STATES)
    unplaced = visible_deviations(person).filter(~Exists(item), state=DeviationState.OPEN)
    return unplaced.order_by("-severity", "opened_on")


def list_agendas(person: Person) -> QuerySet[Body]:
    return visible_bodies(person).order_by("unit__path", "name")
