"""What the second half of the loop puts on home, into the calendar and into search."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.core.ledger.queries import list_events
from periplus.loop.enums import PullState
from periplus.loop.notices import answering, body_of, deciding
from periplus.loop.services import effects, reviews
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.web.reviews import deadlines, search, turns
from periplus.web.shell.links import known_links
from tests.factories.people import person_as
from tests.loop.scene import MEETING, MONDAY, THURSDAY, Scene

pytestmark = pytest.mark.django_db
NEW_YEAR_2028 = dt.date(2028, 1, 1)


def titles(person: Person, day: dt.date) -> list[str]:
    with clock.moved_to(day):
        return [str(turn.title) for turn in turns.turns_for(person, day)]


def test_the_office_plans_what_waits_and_is_asked_why(scene: Scene) -> None:
    deviation = scene.deviation(title="Too few students", owner=scene.alice)
    assert titles(scene.alice, MONDAY) == [
        f"Plan the next meeting of {scene.committee.name}",
        "Say why: Too few students",
    ]
    deviation.cause_note = "The borders were closed."
    deviation.save()
    reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    assert titles(scene.alice, MONDAY) == [f"Review of {scene.committee.name}"]


def test_the_vice_rector_decides_and_repairs(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    assert f"Decide: {decision.title}" in titles(scene.victor, THURSDAY)
    scene.take(decision)
    decision.pulls.update(state=PullState.FAILED, failure="The line was closed.")
    found = turns.turns_for(scene.victor, THURSDAY)
    assert [turn.why for turn in found if turn.tone == "bad"] == ["The line was closed."]


def test_effects_are_checked_and_loops_closed(scene: Scene) -> None:
    decision = scene.decided()
    check = decision.effect_checks.get()
    assert f"Check the effect of “{decision.title}”" not in titles(scene.alice, THURSDAY)
    assert f"Check the effect of “{decision.title}”" in titles(scene.alice, NEW_YEAR_2028)
    assert [w.title for w in turns.waiting_for_others(scene.carla, NEW_YEAR_2028)] == [
        f"Effect of “{decision.title}”"
    ]
    effects.check_effect(actor=scene.alice, check=check, today=NEW_YEAR_2028)
    assert any(title.startswith("Close the loop") for title in titles(scene.alice, NEW_YEAR_2028))


def test_what_no_body_takes_is_told_to_those_who_prepare(scene: Scene) -> None:
    scene.committee.entry_points.all().delete()
    scene.deviation(title="Nobody's")
    assert "No body takes this: Nobody's" in titles(scene.alice, MONDAY)
    assert titles(scene.carla, MONDAY) == []


def test_students_and_guests_have_no_turns_here(scene: Scene) -> None:
    scene.deviation()
    student = person_as(Role.STUDENT, institution=scene.institution)
    assert titles(student, MONDAY) == []
    assert search.find_deviations(student, "too few", 5) == []


def test_meetings_and_checks_stand_in_the_calendar(scene: Scene) -> None:
    scene.committee.members.add(scene.carla)
    decision = scene.decided()
    review = decision.item.review
    assert review is not None
    with clock.moved_to(THURSDAY):
        assert [d.uid for d in deadlines.deadlines_for(scene.carla, THURSDAY)] == [f"review-{review.uuid}"]
        due = deadlines.deadlines_for(scene.alice, dt.date(2027, 6, 1))
    assert [(d.uid, d.on) for d in due] == [(f"effect-{decision.effect_checks.get().uuid}", NEW_YEAR_2028)]


def test_things_are_found_by_their_words(scene: Scene) -> None:
    scene.deviation(title="Pocos estudiantes en Brasília")
    assert [hit.title for hit in search.find_deviations(scene.alice, "brasilia", 5)] == [
        "Pocos estudiantes en Brasília"
    ]
    assert search.find_bodies(scene.alice, scene.committee.name.lower(), 5)


def test_everything_in_the_ledger_has_a_name_and_a_way(scene: Scene) -> None:
    scene.decided()
    kinds = {touched.object_type for event in list_events() for touched in event.objects_touched.all()}
    assert kinds - set(known_links()) == set()


def test_those_concerned_are_told(scene: Scene) -> None:
    scene.committee.members.add(scene.carla)
    scene.goal.accountable = scene.alice
    scene.goal.save()
    scene.decided()
    events = {event.type: event for event in list_events()}
    assert set(body_of(events["loop.review.planned"])) == {scene.carla.uuid}
    assert set(answering(events["loop.decision.taken"])) == {scene.alice.uuid}
    assert set(deciding(events["loop.lever.pulled"])) == {scene.victor.uuid}
    assert set(answering(events["loop.review.planned"])) == set()
