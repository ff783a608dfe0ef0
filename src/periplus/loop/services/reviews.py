"""Reviews: planned, filled, held, minuted, closed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import Touched, record
from periplus.core.verdicts import Invalid, require
from periplus.loop import lives, policies
from periplus.loop.enums import DecisionState, DiscussionRule, ItemState, ReviewState
from periplus.loop.models import AgendaItem, Body, Decision, Review
from periplus.loop.queries.agenda import find_next_review, rank_of, with_matters
from periplus.loop.services.arranging import fill_review, put_on_next_review
from periplus.people.models import Person


@transaction.atomic
def plan_review(
    *, actor: Person, body: Body, held_at: dt.datetime, place: str = "", today: dt.date
) -> Review:
    """Plan a meeting. What waits for the body's next meeting stands on it at once."""
    require(policies.may_plan_review(actor, body))
    review = Review(body=body)
    _set(review, held_at, place, today)
    record("loop.review.planned", actor=actor, objects={"review": review, "body": body}, on=today)
    if find_next_review(body) == review:
        fill_review(review=review, actor=actor, today=today)
    return review


@transaction.atomic
def move_review(*, actor: Person, review: Review, held_at: dt.datetime, place: str, today: dt.date) -> Review:
    """Give a planned meeting another time or place."""
    require(policies.may_change_review(actor, review))
    before = review.held_at
    _set(review, held_at, place, today)
    record(
        "loop.review.moved",
        actor=actor,
        objects={"review": review, "body": review.body},
        attributes={"before": before.isoformat(), "after": review.held_at.isoformat()},
        on=today,
    )
    return review


@transaction.atomic
def cancel_review(*, actor: Person, review: Review, reason: str, today: dt.date) -> Review:
    """Call a planned meeting off, with a reason; its items wait for the next one."""
    require(policies.may_change_review(actor, review))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is called off.")})
    review.state = ReviewState.CANCELLED
    review.save(update_fields=["state"])
    record(
        "loop.review.cancelled",
        actor=actor,
        objects={"review": review, "body": review.body},
        attributes={"reason": reason},
        on=today,
    )
    _carry_over(_unsettled(review), today)
    return review


@transaction.atomic
def open_review(*, actor: Person, review: Review, today: dt.date) -> Review:
    """Begin the meeting, with everything that has come in until now."""
    require(policies.may_open_review(actor, review))
    fill_review(review=review, today=today)
    review.state = ReviewState.OPENED
    review.save(update_fields=["state"])
    record("loop.review.opened", actor=actor, objects={"review": review, "body": review.body}, on=today)
    return review


@transaction.atomic
def note_item(*, actor: Person, item: AgendaItem, note: str, today: dt.date) -> AgendaItem:
    """Write what was said about an item into the minutes."""
    review = item.review
    if review is None:
        raise Invalid({"": _("This item stands on no meeting.")})
    require(policies.may_minute(actor, review))
    if item.note != note.strip():
        item.note = note.strip()
        item.save(update_fields=["note"])
        _record_minuted(actor, review, {"item": item}, today)
    return item


@transaction.atomic
def record_attendance(*, actor: Person, review: Review, persons: Iterable[Person], today: dt.date) -> Review:
    """Say who of the body is present."""
    require(policies.may_minute(actor, review))
    invited = set(review.body.members.values_list("pk", flat=True)) | {review.body.chair_id}
    present = list(persons)
    if any(person.pk not in invited for person in present):
        raise Invalid({"present": _("Choose people of the body.")})
    review.present.set(present)
    _record_minuted(actor, review, {"present": present}, today)
    return review


@transaction.atomic
def write_minutes(*, actor: Person, review: Review, minutes: str, today: dt.date) -> Review:
    """Write the general part of the minutes."""
    require(policies.may_minute(actor, review))
    if review.minutes != minutes.strip():
        review.minutes = minutes.strip()
        review.save(update_fields=["minutes"])
        _record_minuted(actor, review, {}, today)
    return review


@transaction.atomic
def close_review(*, actor: Person, review: Review, at: dt.datetime, today: dt.date) -> Review:
    """End the meeting: its record is fixed, and what is not settled goes to the next one."""
    require(policies.may_close_review(actor, review))
    _take_note(review)
    items = list(with_matters(review.items.all()).order_by("position", "pk"))
    review.record = [_entry(item) for item in items]
    review.state, review.closed_at = ReviewState.CLOSED, at
    review.save(update_fields=["record", "state", "closed_at"])
    record(
        "loop.review.closed",
        actor=actor,
        objects={"review": review, "body": review.body, "item": items},
        attributes={"settled": sum(item.state == ItemState.SETTLED for item in items), "items": len(items)},
        on=today,
    )
    _carry_over(_unsettled(review), today)
    return review


def _set(review: Review, held_at: dt.datetime, place: str, today: dt.date) -> None:
    if timezone.is_naive(held_at):
        held_at = held_at.replace(tzinfo=ZoneInfo(review.body.institution.time_zone))
    if day_in(review.body.institution.time_zone, held_at) < today:
        raise Invalid({"held_at": _("This day is over. Choose a day to come.")})
    review.held_at, review.place = held_at, place.strip()
    review.save()


def _record_minuted(actor: Person, review: Review, about: Touched, today: dt.date) -> None:
    objects = {"review": review, "body": review.body, **about}
    record("loop.review.minuted", actor=actor, objects=objects, on=today)


def _unsettled(review: Review) -> list[AgendaItem]:
    return sorted(with_matters(review.items.filter(state=ItemState.SCHEDULED)), key=rank_of)


def _take_note(review: Review) -> None:
    """What is for information only is settled by having been on the agenda."""
    told = review.items.filter(state=ItemState.SCHEDULED, discussion=DiscussionRule.INFORMATION)
    told.update(state=ItemState.SETTLED)


def _carry_over(items: Iterable[AgendaItem], today: dt.date) -> None:
    """Wait for the next meeting. What was discussed, as the minutes show, counts as read once."""
    for item in items:
        lives.check_move(lives.ITEM, item.state, ItemState.WAITING)
        item.readings += bool(item.note)
        item.state, item.review, item.position, item.note = ItemState.WAITING, None, 0, ""
        item.save(update_fields=["readings", "state", "review", "position", "note"])
        put_on_next_review(item=item, today=today)


def _entry(item: AgendaItem) -> dict[str, Any]:
    """One item as the minutes keep it."""
    taken = Decision.objects.filter(item=item, state=DecisionState.TAKEN).order_by("pk")
    return {
        "item": str(item.uuid),
        "title": item.title,
        "kind": item.kind,
        "discussion": item.discussion,
        "note": item.note,
        "outcome": item.state,
        "decisions": [
            {"uuid": str(decision.uuid), "reference": decision.reference, "title": decision.title}
            for decision in taken
        ],
    }
