"""Meetings of the story: planned, opened, talked through, decided, minuted, closed."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from periplus.demo.story.diary import AFTERNOON, LISBON
from periplus.demo.story.world import World
from periplus.loop.models import AgendaItem, Body, Decision, Deviation, Review
from periplus.loop.services import decisions, effects, pulls, reviews
from periplus.loop.services.agenda import Proposal, bring_item
from periplus.people.models import Person

BEGINS, ENDS = AFTERNOON, dt.time(16, 10)
INVITED_BEFORE = 20
SATURDAY = 5
PLACES = {"committee": "Senate room, Lighthouse quay 2", "council": "Rectorate", "board": "Room E 114"}

Script = Callable[[World, Review, dt.date], object]


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as it is put to the meeting."""

    title: str
    reasons: str
    orders: Sequence[pulls.Order] = ()
    hopes: Sequence[effects.Hope] = ()
    waive_until: dt.date | None = None


def workday(day: dt.date) -> dt.date:
    """That day, or the Monday after a weekend."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def meet(world: World, key: str, day: dt.date, minutes: str, *scripts: Script) -> None:
    """Let a body meet on a day (or the Monday after) and go through what the scripts say."""
    day = workday(day)
    invited = day - dt.timedelta(days=INVITED_BEFORE)
    planned: list[Review] = []
    world.diary.write(invited, lambda on: planned.append(invite(world, key, day, on)))
    world.diary.write(day, lambda on: _hold(world, planned[0], on, minutes, scripts), AFTERNOON)


def invite(world: World, key: str, day: dt.date, on: dt.date) -> Review:
    body = world.bodies[key]
    return reviews.plan_review(
        actor=preparer_of(world, body), body=body, held_at=at(day, BEGINS), place=PLACES[key], today=on
    )


def preparer_of(world: World, body: Body) -> Person:
    """The office prepares meetings of the whole university; a faculty board prepares its own."""
    return world.people["office"] if body.unit_id == world.root.pk else body.chair or world.people["office"]


def at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, LISBON)


def _hold(world: World, review: Review, day: dt.date, minutes: str, scripts: Sequence[Script]) -> None:
    review.refresh_from_db()
    body, actor = review.body, preparer_of(world, review.body)
    reviews.open_review(actor=actor, review=review, today=day)
    members = [body.chair, *body.members.order_by("id")]
    here = [person for person in members if person and not (person.left_on and person.left_on <= day)]
    reviews.record_attendance(actor=actor, review=review, persons=here[: max(3, len(here) - 1)], today=day)
    for script in scripts:
        script(world, review, day)
    reviews.write_minutes(actor=actor, review=review, minutes=minutes, today=day)
    reviews.close_review(actor=actor, review=review, at=at(day, ENDS), today=day)


def item_about(review: Review, deviation: Deviation) -> AgendaItem:
    """The item of a deviation on a meeting."""
    return AgendaItem.objects.select_related("body__institution", "review", "deviation", "goal").get(
        review=review, deviation=deviation, state="scheduled"
    )


def decide(world: World, item: AgendaItem, draft: Draft, note: str, day: dt.date) -> Decision:
    """Talk about an item, write the decision with its levers and how it will be checked, and take it."""
    body = item.body
    writer, chair = preparer_of(world, body), body.chair
    reviews.note_item(actor=writer, item=item, note=note, today=day)
    decision = decisions.draft_decision(
        actor=writer, item=item, title=draft.title, reasons=draft.reasons, today=day
    )
    for order in draft.orders:
        pulls.add_pull(actor=writer, decision=decision, order=order, today=day)
    for hope in draft.hopes:
        effects.plan_effect_check(actor=writer, decision=decision, hope=hope, today=day)
    if draft.waive_until:
        decisions.change_decision(
            actor=writer,
            decision=decision,
            title=draft.title,
            reasons=draft.reasons,
            waive_until=draft.waive_until,
            today=day,
        )
    return decisions.take_decision(actor=chair or writer, decision=decision, today=day)


def bring(world: World, body: str, title: str, text: str, on: dt.date, *, who: str) -> None:
    """Let somebody bring a matter of its own to a body."""
    world.diary.write(
        on,
        lambda day: bring_item(
            actor=world.people[who], body=world.bodies[body], proposal=Proposal(title, text), today=day
        ),
    )
