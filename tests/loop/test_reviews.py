"""A meeting: opened, minuted, closed; what is not settled comes back."""

import datetime as dt
from collections.abc import Callable

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import DiscussionRule, ItemKind, ItemState, ReviewState
from periplus.loop.queries.agenda import list_open_items
from periplus.loop.services import agenda, arranging, decisions, reviews
from periplus.people.enums import Role
from tests.factories.people import person_as
from tests.loop.scene import MEETING, MONDAY, THURSDAY, Scene

pytestmark = pytest.mark.django_db


def test_a_meeting_is_planned_for_a_day_to_come(scene: Scene) -> None:
    with pytest.raises(Invalid, match="This day is over"):
        reviews.plan_review(
            actor=scene.alice, body=scene.committee, held_at=MEETING, today=dt.date(2026, 3, 13)
        )


def test_the_minutes_keep_what_was_said_when_an_item_comes_back(scene: Scene) -> None:
    scene.deviation(title="Too few students went abroad")
    review = scene.meeting()
    item = list_open_items(scene.committee)[0]
    reviews.note_item(actor=scene.alice, item=item, note="More figures are needed.", today=THURSDAY)
    reviews.write_minutes(actor=scene.alice, review=review, minutes="Short meeting.", today=THURSDAY)
    reviews.close_review(actor=scene.alice, review=review, at=MEETING, today=THURSDAY)
    item.refresh_from_db()
    assert (item.state, item.review, item.note, item.readings) == (ItemState.WAITING, None, "", 1)
    assert review.record == [
        {
            "item": str(item.uuid),
            "title": "Too few students went abroad",
            "kind": ItemKind.DEVIATION,
            "discussion": DiscussionRule.DISCUSSION,
            "note": "More figures are needed.",
            "outcome": ItemState.SCHEDULED,
            "decisions": [],
        }
    ]


def test_what_is_not_discussed_is_not_read(scene: Scene) -> None:
    scene.deviation()
    reviews.close_review(actor=scene.alice, review=scene.meeting(), at=MEETING, today=THURSDAY)
    assert list_open_items(scene.committee)[0].readings == 0


def test_an_item_with_two_readings_is_decided_in_the_second_meeting(scene: Scene) -> None:
    scene.committee.entry_points.update(discussion=DiscussionRule.TWO_READINGS)
    deviation = scene.deviation()
    review = scene.meeting()
    decision = scene.ready(deviation)
    with pytest.raises(Refused, match="read twice"):
        scene.take(decision)
    reviews.note_item(actor=scene.alice, item=scene.item(deviation), note="First reading.", today=THURSDAY)
    with pytest.raises(Refused, match="still a draft"):
        reviews.close_review(actor=scene.alice, review=review, at=MEETING, today=THURSDAY)
    decisions.drop_decision(actor=scene.alice, decision=decision, today=THURSDAY)
    reviews.close_review(actor=scene.alice, review=review, at=MEETING, today=THURSDAY)
    scene.meeting()
    assert scene.take(scene.ready(deviation)).taken_by == scene.victor


def test_information_is_settled_by_the_meeting(scene: Scene) -> None:
    scene.committee.entry_points.filter(kind=ItemKind.PROPOSAL).update(discussion=DiscussionRule.INFORMATION)
    news = agenda.Proposal("The new catalogue is out")
    item = agenda.bring_item(actor=scene.alice, body=scene.committee, proposal=news, today=MONDAY)
    review = scene.meeting()
    item.refresh_from_db()
    with pytest.raises(Refused, match="information only"):
        decisions.draft_decision(actor=scene.alice, item=item, title="x", reasons="y", today=THURSDAY)
    reviews.close_review(actor=scene.alice, review=review, at=MEETING, today=THURSDAY)
    item.refresh_from_db()
    assert item.state == ItemState.SETTLED


def test_only_people_of_the_body_are_present(scene: Scene) -> None:
    scene.committee.members.add(scene.carla)
    review = scene.meeting()
    reviews.record_attendance(actor=scene.alice, review=review, persons=[scene.carla], today=THURSDAY)
    assert list(review.present.all()) == [scene.carla]
    with pytest.raises(Invalid):
        reviews.record_attendance(actor=scene.alice, review=review, persons=[scene.victor], today=THURSDAY)


def test_the_chair_holds_the_meeting_whatever_else_they_are(scene: Scene) -> None:
    chair = person_as(Role.TEACHER, institution=scene.institution)
    review = reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    with pytest.raises(Refused):
        reviews.open_review(actor=chair, review=review, today=THURSDAY)
    scene.committee.chair = chair
    scene.committee.save()
    review.refresh_from_db()
    assert reviews.open_review(actor=chair, review=review, today=THURSDAY).state == ReviewState.OPENED


def test_a_closed_meeting_stays_closed(scene: Scene) -> None:
    review = reviews.close_review(actor=scene.alice, review=scene.meeting(), at=MEETING, today=THURSDAY)
    acts: tuple[Callable[[], object], ...] = (
        lambda: reviews.open_review(actor=scene.alice, review=review, today=THURSDAY),
        lambda: reviews.write_minutes(actor=scene.alice, review=review, minutes="x", today=THURSDAY),
        lambda: reviews.cancel_review(actor=scene.alice, review=review, reason="x", today=THURSDAY),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_an_item_of_another_body_cannot_be_put_on_a_meeting(scene: Scene) -> None:
    item = scene.item(scene.deviation())
    other = type(scene.committee).objects.create(
        institution=scene.institution, unit=scene.university, name="Senate"
    )
    review = reviews.plan_review(actor=scene.alice, body=other, held_at=MEETING, today=MONDAY)
    with pytest.raises(Invalid):
        arranging.schedule_item(actor=scene.alice, item=item, review=review, today=MONDAY)
