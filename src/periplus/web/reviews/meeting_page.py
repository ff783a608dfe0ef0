"""What the page of a meeting shows: its items one after the other, with everything to decide them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core.verdicts import Verdict
from periplus.loop import policies
from periplus.loop.enums import DecisionState, DiscussionRule, ItemKind, ItemState, ReviewState
from periplus.loop.forms.deciding import DecisionForm
from periplus.loop.queries.reviews import list_everybody_of, list_items_of
from periplus.loop.types import AgendaItem, Review
from periplus.people.types import Person
from periplus.web.loop.causes import Told, told_causes
from periplus.web.reviews.agenda_page import url_of_item
from periplus.web.reviews.building import Builder, builder_of
from periplus.web.reviews.decision_page import block_of
from periplus.web.reviews.deviation_page import by_axis
from periplus.web.reviews.words import REVIEW_TONES, Said

MOST_CAUSES = 3


@dataclass(frozen=True, slots=True)
class Matter:
    """One item of a meeting: what it is about, and what was or may be decided."""

    item: AgendaItem
    url: str
    causes: Sequence[Told]
    may_draft: Verdict
    blocks: Sequence[dict[str, Any]]
    form: DecisionForm
    builder: Builder | None = field(default=None)

    @property
    def drafted(self) -> bool:
        return any(block["decision"].state == DecisionState.DRAFTED for block in self.blocks)


def page_of(person: Person, review: Review, query: QueryDict, today: dt.date) -> dict[str, Any]:
    """The context of the page."""
    items = list_items_of(review)
    matters = [_matter(person, item, query, today) for item in items]
    settled = sum(item.state == ItemState.SETTLED for item in items)
    return {
        "review": review,
        "body": review.body,
        "tone": REVIEW_TONES[review.state],
        "matters": matters,
        "settled": settled,
        "open": len(items) - settled,
        "said": _said(review, today),
        "late": review.state == ReviewState.PLANNED and review.held_at.date() < today,
        "people": list_everybody_of(review.body),
        "present": set(review.present.values_list("pk", flat=True)),
        "may_open": policies.may_open_review(person, review),
        "may_minute": policies.may_minute(person, review),
        "may_close": policies.may_close_review(person, review),
        "may_change": policies.may_change_review(person, review),
    }


def minutes_of(review: Review) -> dict[str, Any]:
    """The minutes: as fixed when the review closed, or as they are so far."""
    closed = review.state == ReviewState.CLOSED
    entries = review.record if closed else [_so_far(item) for item in list_items_of(review)]
    return {
        "review": review,
        "entries": [_entry(entry) for entry in entries],
        "present": review.present.order_by("sort_key"),
        "closed": closed,
    }


def _matter(person: Person, item: AgendaItem, query: QueryDict, today: dt.date) -> Matter:
    blocks = [block_of(person, decision, today) for decision in item.shown_decisions]  # type: ignore[attr-defined]
    return Matter(
        item=item,
        url=url_of_item(item),
        causes=_causes(person, item),
        may_draft=policies.may_draft(person, item),
        blocks=blocks,
        form=DecisionForm(auto_id=f"id_{item.pk}_%s"),
        builder=_builder(item, blocks, query, today),
    )


def _causes(person: Person, item: AgendaItem) -> list[Told]:
    """The parts that moved most, of all axes that have several."""
    if item.deviation is None:
        return []
    telling = [row for _axis, rows in by_axis(told_causes(person, item.deviation)) for row in rows]
    return sorted(telling, key=lambda cause: -cause.share)[:MOST_CAUSES]


def _builder(
    item: AgendaItem, blocks: Sequence[dict[str, Any]], query: QueryDict, today: dt.date
) -> Builder | None:
    """The change being put together for the decision that the address names."""
    wanted = query.get("decision", "")
    chosen = next((block["decision"] for block in blocks if str(block["decision"].uuid) == wanted), None)
    if chosen is None or chosen.state != DecisionState.DRAFTED or item.review is None:
        return None
    base = reverse("reviews:detail", args=[item.review.uuid])
    return builder_of(query, chosen, today=today, base=base, at="review")


def _said(review: Review, today: dt.date) -> Said | None:
    who = review.body.chair.name if review.body.chair else _("Coordination office")
    if review.state == ReviewState.PLANNED:
        day = review.held_at.date()
        what = _("open the review") if day <= today else _("prepare the review")
        return Said(who, what, day)
    if review.state == ReviewState.OPENED:
        return Said(who, _("treat the items, then close the review"))
    return None


def _so_far(item: AgendaItem) -> dict[str, Any]:
    taken = [each for each in item.shown_decisions if each.state == DecisionState.TAKEN]  # type: ignore[attr-defined]
    return {
        "title": item.title,
        "kind": item.kind,
        "discussion": item.discussion,
        "note": item.note,
        "outcome": item.state,
        "decisions": [{"uuid": str(d.uuid), "reference": d.reference, "title": d.title} for d in taken],
    }


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    """One entry of the minutes in the reader's language."""
    settled = entry["outcome"] == ItemState.SETTLED
    return entry | {
        "kind": ItemKind(entry["kind"]).label,
        "discussion": DiscussionRule(entry["discussion"]).label,
        "outcome": _("settled") if settled else _("goes to the next meeting"),
    }
