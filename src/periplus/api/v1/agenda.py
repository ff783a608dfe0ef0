"""Bodies, their agendas and reviews."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from periplus.api.door import caller_of
from periplus.api.finding import found, named
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.shapes import Instant, TextIn
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import DiscussionRule, ItemKind, ItemState, ReviewState
from periplus.loop.services import agenda, reviews
from periplus.loop.services.agenda import Proposal
from periplus.loop.services.arranging import prioritise_item, schedule_item
from periplus.loop.types import AgendaItem, Review
from periplus.people.queries.persons import list_living_persons

router = Router(tags=["agenda and reviews"])


class BodyShown(Schema):
    """A governing body."""

    uuid: UUID
    name: str
    rhythm_days: int


class ItemShown(Schema):
    """Something a body has to treat."""

    uuid: UUID
    body: UUID
    review: UUID | None
    kind: ItemKind
    title: str
    text: str
    deviation: UUID | None
    effect_check: UUID | None
    goal: UUID | None
    priority: int
    discussion: DiscussionRule
    entered_on: dt.date
    deadline_on: dt.date
    state: ItemState
    note: str


class ItemIn(Schema):
    """What is brought to a body's agenda."""

    title: str
    text: str = ""
    goal: UUID | None = None
    deviation: UUID | None = None


class PriorityIn(Schema):
    priority: int


class ReviewShown(Schema):
    """A meeting of a body."""

    uuid: UUID
    body: UUID
    held_at: dt.datetime
    place: str
    state: ReviewState
    minutes: str


class ReviewIn(Schema):
    """`held_at` with its offset from UTC."""

    held_at: Instant
    place: str = ""


class PresentIn(Schema):
    persons: list[UUID]


_ITEM_TIES = ("body", "review", "deviation", "effect_check", "goal")


def _item(item: AgendaItem) -> dict[str, Any]:
    ties = {name: getattr(item, name) for name in _ITEM_TIES}
    plain = [name for name in ItemShown.model_fields if name not in _ITEM_TIES]
    return {name: getattr(item, name) for name in plain} | {
        name: thing.uuid if thing else None for name, thing in ties.items()
    }


def _review(review: Review) -> dict[str, Any]:
    plain = [name for name in ReviewShown.model_fields if name != "body"]
    return {name: getattr(review, name) for name in plain} | {"body": review.body.uuid}


@router.get("/bodies", auth=Token("loop.reviews.see"), response=Page[BodyShown], summary="Governing bodies")
def list_bodies(request: HttpRequest, cursor: str = "", limit: int = LIMIT) -> dict[str, Any]:
    rows = policies.visible_bodies(caller_of(request))
    return page_of(rows, cursor=cursor, limit=limit, shown=BodyShown.from_orm)


@router.get(
    "/agenda-items",
    auth=Token("loop.reviews.see"),
    response=Page[ItemShown],
    summary="What bodies have to treat",
)
def list_items(
    request: HttpRequest,
    body: UUID | None = None,
    state: ItemState | None = None,
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = policies.visible_items(caller_of(request)).select_related(*_ITEM_TIES)
    if body:
        rows = rows.filter(body__uuid=body)
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_item)


@router.post(
    "/bodies/{reference}/items",
    auth=Token("loop.agenda.bring"),
    response={201: ItemShown},
    summary="Bring an item",
)
def bring_item(request: HttpRequest, reference: UUID, body: ItemIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    proposal = Proposal(
        title=body.title,
        text=body.text,
        goal=named(policies.visible_goals(person), body.goal, field="goal"),
        deviation=named(policies.visible_deviations(person), body.deviation, field="deviation"),
    )
    item = agenda.bring_item(
        actor=person,
        body=found(policies.visible_bodies(person), reference),
        proposal=proposal,
        today=clock.today(),
    )
    return Status(201, _item(item))


@router.put(
    "/agenda-items/{reference}/priority",
    auth=Token("loop.reviews.prepare"),
    response=ItemShown,
    summary="Change its priority",
)
def prioritise(request: HttpRequest, reference: UUID, body: PriorityIn) -> dict[str, Any]:
    person = caller_of(request)
    item = found(policies.visible_items(person), reference)
    return _item(prioritise_item(actor=person, item=item, priority=body.priority, today=clock.today()))


@router.post(
    "/agenda-items/{reference}/withdraw",
    auth=Token("loop.agenda.bring", "loop.reviews.prepare"),
    response=ItemShown,
    summary="Take it off",
)
def withdraw(request: HttpRequest, reference: UUID, body: TextIn) -> dict[str, Any]:
    person = caller_of(request)
    item = found(policies.visible_items(person), reference)
    return _item(agenda.withdraw_item(actor=person, item=item, reason=body.text, today=clock.today()))


@router.put(
    "/agenda-items/{reference}/review/{review}",
    auth=Token("loop.reviews.prepare"),
    response=ItemShown,
    summary="Put it on a review",
)
def schedule(request: HttpRequest, reference: UUID, review: UUID) -> dict[str, Any]:
    person = caller_of(request)
    return _item(
        schedule_item(
            actor=person,
            item=found(policies.visible_items(person), reference),
            review=found(policies.visible_reviews(person), review),
            today=clock.today(),
        )
    )


@router.put(
    "/agenda-items/{reference}/note",
    auth=Token("loop.reviews.hold"),
    response=ItemShown,
    summary="Minute an item",
)
def note_item(request: HttpRequest, reference: UUID, body: TextIn) -> dict[str, Any]:
    person = caller_of(request)
    item = found(policies.visible_items(person), reference)
    return _item(reviews.note_item(actor=person, item=item, note=body.text, today=clock.today()))


@router.get(
    "/reviews", auth=Token("loop.reviews.see"), response=Page[ReviewShown], summary="Reviews you may see"
)
def list_reviews(
    request: HttpRequest, state: ReviewState | None = None, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    rows = policies.visible_reviews(caller_of(request)).select_related("body")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor=cursor, limit=limit, shown=_review)


@router.get(
    "/reviews/{reference}", auth=Token("loop.reviews.see"), response=ReviewShown, summary="One review"
)
def get_review(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _review(found(policies.visible_reviews(caller_of(request)), reference))


@router.post(
    "/bodies/{reference}/reviews",
    auth=Token("loop.reviews.prepare"),
    response={201: ReviewShown},
    summary="Plan a review",
)
def plan_review(request: HttpRequest, reference: UUID, body: ReviewIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    review = reviews.plan_review(
        actor=person,
        body=found(policies.visible_bodies(person), reference),
        held_at=body.held_at,
        place=body.place,
        today=clock.today(),
    )
    return Status(201, _review(review))


@router.post(
    "/reviews/{reference}/open",
    auth=Token("loop.reviews.hold"),
    response=ReviewShown,
    summary="Open the session",
)
def open_review(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    person = caller_of(request)
    review = found(policies.visible_reviews(person), reference)
    return _review(reviews.open_review(actor=person, review=review, today=clock.today()))


@router.put(
    "/reviews/{reference}/minutes",
    auth=Token("loop.reviews.hold"),
    response=ReviewShown,
    summary="Write the minutes",
)
def write_minutes(request: HttpRequest, reference: UUID, body: TextIn) -> dict[str, Any]:
    person = caller_of(request)
    review = found(policies.visible_reviews(person), reference)
    return _review(reviews.write_minutes(actor=person, review=review, minutes=body.text, today=clock.today()))


@router.put(
    "/reviews/{reference}/present",
    auth=Token("loop.reviews.hold"),
    response=ReviewShown,
    summary="Record who is there",
)
def record_attendance(request: HttpRequest, reference: UUID, body: PresentIn) -> dict[str, Any]:
    person = caller_of(request)
    review = found(policies.visible_reviews(person), reference)
    there = list_living_persons(on=clock.today()).filter(uuid__in=body.persons)
    return _review(reviews.record_attendance(actor=person, review=review, persons=there, today=clock.today()))


@router.post(
    "/reviews/{reference}/close",
    auth=Token("loop.reviews.hold"),
    response=ReviewShown,
    summary="Close the session",
)
def close_review(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    person = caller_of(request)
    review = found(policies.visible_reviews(person), reference)
    closed = reviews.close_review(actor=person, review=review, at=clock.now(), today=clock.today())
    return _review(closed)


@router.post(
    "/reviews/{reference}/cancel",
    auth=Token("loop.reviews.prepare"),
    response=ReviewShown,
    summary="Cancel a review",
)
def cancel_review(request: HttpRequest, reference: UUID, body: TextIn) -> dict[str, Any]:
    person = caller_of(request)
    review = found(policies.visible_reviews(person), reference)
    return _review(reviews.cancel_review(actor=person, review=review, reason=body.text, today=clock.today()))
