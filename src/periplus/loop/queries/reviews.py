"""Reviews and what stands on them."""

import datetime as dt

from django.db.models import Count, Prefetch, Q, QuerySet

from periplus.loop.enums import DecisionState, ItemState, ReviewState
from periplus.loop.models import AgendaItem, Body, Decision, EffectCheck, LeverPull, Review
from periplus.loop.policies import visible_reviews
from periplus.loop.queries.agenda import OPEN_STATES, with_matters
from periplus.people.models import Person


def list_reviews(person: Person) -> QuerySet[Review]:
    """Meetings with `items_total` and `settled_total`."""
    settled = Q(items__state=ItemState.SETTLED)
    return visible_reviews(person).annotate(
        items_total=Count("items", distinct=True),
        settled_total=Count("items", filter=settled, distinct=True),
    )


def list_items_of(review: Review) -> list[AgendaItem]:
    """What stands on a meeting, in its order, each with the decisions about it (`shown_decisions`)."""
    pulls = LeverPull.objects.order_by("effective_on", "pk")
    checks = EffectCheck.objects.order_by("check_on", "pk")
    decisions = (
        Decision.objects.exclude(state=DecisionState.UNDONE)
        .select_related("body__unit", "body__chair", "item__review", "deviation")
        .prefetch_related(
            Prefetch("pulls", queryset=pulls, to_attr="shown_pulls"),
            Prefetch("effect_checks", queryset=checks, to_attr="shown_checks"),
        )
        .order_by("pk")
    )
    items = with_matters(review.items.exclude(state=ItemState.WITHDRAWN)).select_related(
        "body__unit", "body__chair", "deviation__measurement"
    )
    told = items.prefetch_related(Prefetch("decisions", queryset=decisions, to_attr="shown_decisions"))
    return list(told.order_by("position", "pk"))


def list_meetings(body: Body, *, limit: int = 8) -> list[Review]:
    """The latest meetings of a body, newest first."""
    return list(body.reviews.order_by("-held_at", "-pk")[:limit])


def list_coming(person: Person, *, until: dt.datetime) -> QuerySet[Review]:
    """Meetings planned or in session of the bodies that a person sits in, up to an instant."""
    sits = Q(body__chair=person) | Q(body__members=person)
    alive = visible_reviews(person).filter(state__in=[ReviewState.PLANNED, ReviewState.OPENED])
    return alive.filter(sits, held_at__lte=until).distinct().order_by("held_at", "pk")


def list_everybody_of(body: Body) -> list[Person]:
    """Chair first, then members by name."""
    members = body.members.exclude(pk=body.chair_id) if body.chair_id else body.members.all()
    chair = [body.chair] if body.chair else []
    return [*chair, *members.order_by("sort_key", "pk")]


def count_waiting(bodies: QuerySet[Body], *, today: dt.date) -> QuerySet[Body]:
    """Bodies with `waiting_total`, `overdue_total`."""
    still = Q(items__state__in=OPEN_STATES)
    return bodies.annotate(
        waiting_total=Count("items", filter=still, distinct=True),
        overdue_total=Count("items", filter=still & Q(items__deadline_on__lt=today), distinct=True),
    )
