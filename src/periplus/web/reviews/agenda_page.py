"""What the pages of agendas show."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from periplus.core.verdicts import Verdict
from periplus.loop import policies
from periplus.loop.enums import DiscussionRule, ItemKind, ItemState, ReviewState
from periplus.loop.queries.agenda import list_open_items, next_reviews
from periplus.loop.queries.reviews import list_meetings
from periplus.loop.services.arranging import HIGHEST, LOWEST
from periplus.loop.types import AgendaItem, Body, Review
from periplus.people.types import Person
from periplus.web.loop.ways import way


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body in the overview."""

    body: Any
    next_review: Review | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of an agenda as one person sees it."""

    item: AgendaItem
    url: str
    overdue: bool
    may_arrange: Verdict
    may_withdraw: Verdict
    may_object: Verdict
    first: bool
    last: bool

    @property
    def consent(self) -> bool:
        return self.item.discussion == DiscussionRule.CONSENT

    @property
    def waits(self) -> bool:
        return self.item.state == ItemState.WAITING


def rows_of(bodies: Iterable[Body]) -> list[BodyRow]:
    listed = list(bodies)
    reviews = next_reviews(listed)
    return [BodyRow(body, reviews.get(body.pk)) for body in listed]


def url_of_item(item: AgendaItem) -> str:
    """The page of what an item is about; "" when it is only its own text."""
    if item.deviation:
        return reverse("deviations:detail", args=[item.deviation.uuid])
    if item.effect_check:
        return reverse("effects:detail", args=[item.effect_check.uuid])
    if item.work_item:
        return way("cases:detail", item.work_item.case.uuid)
    return ""


def page_of(person: Person, body: Body, today: dt.date) -> dict[str, Any]:
    """The context of the agenda of one body."""
    prefetch_related_objects([body], "members", "entry_points")
    items = list_open_items(body)
    for item in items:
        item.body = body
    meetings = list_meetings(body)
    coming = [each for each in meetings if each.state in {ReviewState.PLANNED, ReviewState.OPENED}]
    return {
        "body": body,
        "blocks": _blocks(person, items, coming, today),
        "waiting": sum(item.state == ItemState.WAITING for item in items),
        "overdue": sum(item.deadline_on < today for item in items),
        "total": len(items),
        "coming": sorted(coming, key=lambda review: review.held_at),
        "meetings": [each for each in meetings if each not in coming],
        "plan_url": way("reviews:new", body=body.uuid),
        "may_plan": policies.may_plan_review(person, body),
        "may_bring": policies.may_bring(person, body, ItemKind.PROPOSAL),
        "may_keep": policies.may_keep_bodies(person),
        "priorities": range(HIGHEST, LOWEST + 1),
        "entries": sorted(body.entry_points.all(), key=lambda entry: entry.kind),
        "today": today,
    }


def _blocks(
    person: Person, items: Sequence[AgendaItem], coming: Sequence[Review], today: dt.date
) -> list[tuple[Review | None, list[ItemRow]]]:
    """The items under the meeting they stand on; those that wait come last, under none."""
    blocks: list[tuple[Review | None, list[ItemRow]]] = []
    for review in [*sorted(coming, key=lambda each: each.held_at), None]:
        mine = [item for item in items if item.review_id == (review.pk if review else None)]
        if mine or review:
            blocks.append((review, _rows(person, mine, today)))
    return blocks


def _rows(person: Person, items: Sequence[AgendaItem], today: dt.date) -> list[ItemRow]:
    return [
        ItemRow(
            item=item,
            url=url_of_item(item),
            overdue=item.deadline_on < today,
            may_arrange=policies.may_arrange(person, item),
            may_withdraw=policies.may_withdraw(person, item),
            may_object=policies.may_object(person, item),
            first=place == 0,
            last=place == len(items) - 1,
        )
        for place, item in enumerate(items)
    ]
