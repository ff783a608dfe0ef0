"""What the second half of the loop waits for: each a list with what its reader needs, and no more.

Home asks all of them at once; joining everything that a page of its own would show costs most of the time.
"""

import datetime as dt
from collections.abc import Collection
from typing import TypeVar

from django.db.models import Exists, Min, Model, OuterRef, Q, QuerySet

from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    EffectState,
    ItemState,
    PullState,
    ReviewState,
)
from periplus.loop.models import Body, Decision, Deviation, EffectCheck, LeverPull, Review
from periplus.loop.policies import (
    may_in_body,
    visible_bodies,
    visible_decisions,
    visible_deviations,
    visible_effect_checks,
    visible_pulls,
    visible_reviews,
)
from periplus.people.models import Person

M = TypeVar("M", bound=Model)
PREPARE, TAKE, CHECK = "loop.reviews.prepare", "loop.decisions.take", "loop.effects.check"


def bodies_by_duty(person: Person) -> dict[str, set[int]]:
    """The bodies (by internal id) in which a person prepares, takes decisions, checks. One query."""
    bodies = list(visible_bodies(person))
    return {
        action: {body.pk for body in bodies if may_in_body(person, action, body)}
        for action in (PREPARE, TAKE, CHECK)
    }


def list_meetings_due(person: Person, bodies: Collection[int], *, until: dt.datetime) -> QuerySet[Review]:
    """Meetings in session, and those planned up to an instant."""
    alive = Q(state=ReviewState.OPENED) | Q(state=ReviewState.PLANNED, held_at__lte=until)
    meetings = _with(visible_reviews(person), "body")
    return meetings.filter(alive, body__in=bodies).order_by("held_at", "pk")


def list_drafts_in(person: Person, bodies: Collection[int]) -> QuerySet[Decision]:
    """Drafts whose meeting is in session."""
    drafts = _with(visible_decisions(person)).filter(state=DecisionState.DRAFTED, body__in=bodies)
    return drafts.filter(item__review__state=ReviewState.OPENED).order_by("pk")


def list_failures(person: Person, bodies: Collection[int]) -> QuerySet[LeverPull]:
    """Changes that could not be carried out."""
    pulls = _with(visible_pulls(person), "decision")
    failed = pulls.filter(state=PullState.FAILED, decision__body__in=bodies)
    return failed.order_by("effective_on", "pk")


def list_checks_due(person: Person, bodies: Collection[int], *, until: dt.date) -> QuerySet[EffectCheck]:
    """Effects whose day has come by then."""
    due = _with(visible_effect_checks(person), "decision").filter(
        state=EffectState.DUE, decision__state=DecisionState.TAKEN, decision__body__in=bodies
    )
    return due.filter(check_on__lte=until).order_by("check_on", "pk")


def list_unexplained(person: Person) -> QuerySet[Deviation]:
    """A person's own deviations of which nobody has said why."""
    asking = (DeviationState.OPEN, DeviationState.ON_AGENDA)
    own = _with(visible_deviations(person)).filter(owner=person, cause_note="", state__in=asking)
    return own.order_by("opened_on", "pk")


def list_closable(person: Person, bodies: Collection[int]) -> QuerySet[Deviation]:
    """Decided deviations every effect of which is checked."""
    taken = Decision.objects.filter(deviation=OuterRef("pk"), state=DecisionState.TAKEN)
    checks = EffectCheck.objects.filter(
        decision__deviation=OuterRef("pk"), decision__state=DecisionState.TAKEN
    )
    return _with(visible_deviations(person)).filter(
        Exists(taken.filter(body__in=bodies)),
        Exists(checks.filter(state=EffectState.CHECKED)),
        ~Exists(checks.filter(state=EffectState.DUE)),
        state=DeviationState.DECIDED,
    )


def list_bodies_without_meeting(person: Person, bodies: Collection[int]) -> QuerySet[Body]:
    """Bodies for which something waits while no meeting is planned; `first_deadline` is the nearest."""
    planned = Review.objects.filter(body=OuterRef("pk"), state__in=[ReviewState.PLANNED, ReviewState.OPENED])
    waiting = Q(items__state=ItemState.WAITING)
    found = visible_bodies(person).filter(~Exists(planned), pk__in=bodies)
    dated = found.annotate(first_deadline=Min("items__deadline_on", filter=waiting))
    return dated.filter(first_deadline__isnull=False).order_by("first_deadline", "pk")


def _with(things: QuerySet[M], *joined: str) -> QuerySet[M]:
    """The things with these others, instead of all that come along otherwise."""
    alone: QuerySet[M] = things.select_related(None)
    return alone.select_related(*joined) if joined else alone
