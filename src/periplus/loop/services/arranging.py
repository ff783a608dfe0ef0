"""The order of an agenda, and which meeting an item stands on."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import System, record
from periplus.core.verdicts import Invalid, require
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import DiscussionRule, ItemState, ReviewState
from periplus.loop.models import AgendaItem, Body, EntryPoint, Review
from periplus.loop.queries.agenda import OPEN_STATES, find_next_review, list_siblings, rank_of, with_matters
from periplus.people.models import Person

HIGHEST, LOWEST = 1, 5
AGENDA = System("agenda")


@transaction.atomic
def prioritise_item(*, actor: Person, item: AgendaItem, priority: int, today: dt.date) -> AgendaItem:
    """Give an item another priority, 1 being the highest; it moves to its new place."""
    require(policies.may_arrange(actor, item))
    if not HIGHEST <= priority <= LOWEST:
        raise Invalid({"priority": _("Choose a priority from 1 (first) to 5 (last).")})
    before, item.priority = item.priority, priority
    item.save(update_fields=["priority"])
    take_place(item)
    record(
        "loop.agenda.prioritised",
        actor=actor,
        objects={"item": item, "body": item.body},
        attributes={"before": before, "priority": priority},
        on=today,
    )
    return item


@transaction.atomic
def move_item(*, actor: Person, item: AgendaItem, step: int, today: dt.date) -> AgendaItem:
    """Move an item up (-1) or down (+1) among its neighbours; at the ends nothing happens."""
    require(policies.may_arrange(actor, item))
    beside = list_siblings(item)
    here = next(place for place, each in enumerate(beside) if each.pk == item.pk)
    there = min(max(here + step, 0), len(beside) - 1)
    beside.insert(there, beside.pop(here))
    _number(beside)
    if here != there:
        _record_order(actor, item.body, beside, today)
    return item


@transaction.atomic
def order_items(*, actor: Person, body: Body, order: Sequence[uuid.UUID], today: dt.date) -> None:
    """Set the whole order of the items of one meeting, or of those that wait, at once."""
    found = with_matters(body.items.filter(uuid__in=order, state__in=OPEN_STATES))
    items = {item.uuid: item for item in found}
    if len(items) != len(set(order)) or len({item.review_id for item in items.values()}) > 1:
        raise Invalid({"order": _("The agenda has changed meanwhile. Load it again.")})
    for item in items.values():
        require(policies.may_arrange(actor, item))
    beside = [items[reference] for reference in order]
    _number(beside)
    _record_order(actor, body, beside, today)


@transaction.atomic
def schedule_item(*, actor: Person, item: AgendaItem, review: Review, today: dt.date) -> AgendaItem:
    """Put a waiting item on a meeting of its body."""
    require(policies.may_arrange(actor, item))
    if review.body_id != item.body_id or review.state not in {ReviewState.PLANNED, ReviewState.OPENED}:
        raise Invalid({"review": _("Choose a coming meeting of the same body.")})
    schedule_on(items=[item], review=review, actor=actor, today=today)
    return item


@transaction.atomic
def unschedule_item(*, actor: Person, item: AgendaItem, today: dt.date) -> AgendaItem:
    """Take an item off a meeting that is still planned; it waits again."""
    require(policies.may_arrange(actor, item))
    lives.check_move(lives.ITEM, item.state, ItemState.WAITING)
    review = item.review
    item.state, item.review, item.position = ItemState.WAITING, None, 0
    item.save(update_fields=["state", "review", "position"])
    take_place(item)
    touched = {"item": item, "body": item.body} | ({"review": review} if review else {})
    record("loop.agenda.unscheduled", actor=actor, objects=touched, on=today)
    return item


@transaction.atomic
def set_entry_priority(*, actor: Doer, entry: EntryPoint, priority: int, today: dt.date) -> EntryPoint:
    """Treat a kind of item earlier or later: what comes in from now on, and what still has its priority."""
    demand(actor, policies.may_keep_bodies)
    before, entry.priority = entry.priority, priority
    entry.save(update_fields=["priority"])
    same = with_matters(entry.body.items.filter(state__in=OPEN_STATES, kind=entry.kind, priority=before))
    for item in same.order_by("pk"):
        item.priority = priority
        item.save(update_fields=["priority"])
        take_place(item)
    record(
        "loop.agenda.reprioritised",
        actor=actor,
        objects={"body": entry.body},
        attributes={"kind": entry.kind, "before": before, "priority": priority},
        on=today,
    )
    return entry


@transaction.atomic
def object_to_item(*, actor: Person, item: AgendaItem, today: dt.date) -> AgendaItem:
    """A member objects to deciding without discussion: the item is discussed."""
    require(policies.may_object(actor, item))
    item.discussion = DiscussionRule.DISCUSSION
    item.save(update_fields=["discussion"])
    record("loop.agenda.objected", actor=actor, objects={"item": item, "body": item.body}, on=today)
    return item


@transaction.atomic
def fill_review(*, review: Review, actor: Person | System = AGENDA, today: dt.date) -> int:
    """Put everything that waits on a meeting, by priority, severity and deadline. Gives how many."""
    waiting = sorted(
        with_matters(review.body.items.filter(state=ItemState.WAITING)),
        key=lambda item: (item.position, rank_of(item)),
    )
    schedule_on(items=waiting, review=review, actor=actor, today=today)
    return len(waiting)


def put_on_next_review(*, item: AgendaItem, today: dt.date) -> None:
    """If the body has planned its next meeting, a new item stands on it at once."""
    review = find_next_review(item.body)
    if review is not None:
        schedule_on(items=[item], review=review, actor=AGENDA, today=today)
    else:
        take_place(item)


def schedule_on(
    *, items: Sequence[AgendaItem], review: Review, actor: Person | System, today: dt.date
) -> None:
    """Move items onto a meeting, each to the place that its rank gives it. Checks no rights."""
    for item in items:
        if item.state != ItemState.SCHEDULED:
            lives.check_move(lives.ITEM, item.state, ItemState.SCHEDULED)
        item.state, item.review = ItemState.SCHEDULED, review
        item.save(update_fields=["state", "review"])
        take_place(item)
    if items:
        record(
            "loop.agenda.scheduled",
            actor=actor,
            objects={"review": review, "body": review.body, "item": items},
            attributes={"count": len(items)},
            on=today,
        )


def take_place(item: AgendaItem) -> None:
    """Stand before the first neighbour of lower rank; the order made by hand stays otherwise."""
    beside = [each for each in list_siblings(item) if each.pk != item.pk]
    mine = rank_of(item)
    place = next((at for at, each in enumerate(beside) if rank_of(each) > mine), len(beside))
    beside.insert(place, item)
    _number(beside)


def _number(items: Sequence[AgendaItem]) -> None:
    for place, item in enumerate(items, start=1):
        item.position = place
    AgendaItem.objects.bulk_update(items, ["position"])


def _record_order(actor: Person, body: Body, items: Sequence[AgendaItem], today: dt.date) -> None:
    record("loop.agenda.ordered", actor=actor, objects={"body": body, "item": items}, on=today)
