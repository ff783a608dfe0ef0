"""Once around the loop in the browser, without scripts: every page, every form, every refusal."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from periplus.core import clock
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    DiscussionRule,
    EffectState,
    ItemKind,
    ItemState,
    PullState,
    ReviewState,
)
from periplus.loop.models import AgendaItem, Body, Decision, Review
from periplus.loop.queries.agenda import list_open_items
from periplus.loop.services import agenda
from periplus.people.models import Person
from tests.factories.loop import BodyFactory
from tests.loop.scene import MEETING, MONDAY, THURSDAY, Scene
from tests.web.lists import assert_constant_queries

pytestmark = pytest.mark.django_db
NEW_YEAR_2028 = dt.date(2028, 1, 1)


class Visitor:
    """Somebody at a browser on a day."""

    def __init__(self, client: Client, person: Person, day: dt.date) -> None:
        self.client, self.day = client, day
        client.force_login(person)

    def sees(self, address: str, *arguments: object, query: str = "") -> str:
        """The page as text, tags and extra white space gone."""
        with clock.moved_to(self.day):
            response = self.client.get(reverse(address, args=arguments) + query)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return words(response)

    def sends(self, address: str, *arguments: object, query: str = "", **values: Any) -> str:
        """Post a form and follow where it leads; the page there as text."""
        with clock.moved_to(self.day):
            response = self.client.post(reverse(address, args=arguments) + query, values)
            assert response.status_code == 303, f"{address}: {response.status_code} {words(response)}"
            return words(self.client.get(response["Location"].partition("#")[0]))

    def is_refused(self, address: str, *arguments: object, query: str = "", **values: Any) -> str:
        """A form that comes back with sentences."""
        with clock.moved_to(self.day):
            response = self.client.post(reverse(address, args=arguments) + query, values)
        assert response.status_code in {403, 422}, response.status_code
        return words(response)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def alice(client: Client, scene: Scene) -> Visitor:
    return Visitor(client, scene.alice, THURSDAY)


@pytest.fixture
def victor(client: Client, scene: Scene) -> Visitor:
    return Visitor(client, scene.victor, THURSDAY)


FILLED = {"in-value": "60", "in-tolerance": "", "in-due_on": "", "effective_on": "2026-03-12"}


def plan_and_open(office: Visitor, scene: Scene) -> Review:
    """From Monday, when it is planned, to Thursday, when it is in session."""
    query = f"?body={scene.committee.uuid}"
    assert "Times are those of" in office.sees("reviews:new", query=query)
    page = office.sends("reviews:new", query=query, held_at="2026-03-12T14:00", place="Room 7")
    assert "Too few students went abroad" in page
    review = Review.objects.get()
    office.day = THURSDAY
    assert "in session" in office.sends("reviews:open", review.uuid)
    return review


def draft(office: Visitor) -> Decision:
    """A note in the minutes, and a draft, on the page of the meeting."""
    item = AgendaItem.objects.get()
    office.sends("reviews:note", item.uuid, note="All agree.")
    words_now = {"title": "Half the way first", "reasons": "The target is old.", "at": "review"}
    page = office.sends("decisions:new", query=f"?item={item.uuid}", **words_now)
    assert "Choose what to change" in page
    return Decision.objects.get()


def add_a_lever(office: Visitor, scene: Scene, review: Review, decision: Decision) -> None:
    """Lever, subject, values: each step is an address; what would change is seen before it is kept."""
    steps = f"?decision={decision.uuid}&lever=loop.target_value"
    assert "Tide" in office.sees("reviews:detail", review.uuid, query=f"{steps}&text=goal")
    steps += f"&subject={scene.target.uuid}"
    assert "Now 100 metres" in office.sees("reviews:detail", review.uuid, query=steps)
    steps += "".join(f"&{name}={value}" for name, value in FILLED.items())
    page = office.sees("reviews:detail", review.uuid, query=steps)
    assert "This would change Field Before After Value 100 metres 60 metres" in page
    assert decision.pulls.count() == 0
    order: dict[str, Any] = {"at": "review", "lever": "loop.target_value", "subject": scene.target.uuid}
    page = office.sends("decisions:add-pull", decision.uuid, **order, **FILLED)
    assert "Plan an effect check" in page


def hope(office: Visitor, scene: Scene, decision: Decision) -> None:
    values = {
        "measure": "tests.tide",
        "scope": scene.target.scope_key,
        "before_period": "2025",
        "after_period": "2027",
        "hoped_value": "30",
        "tolerance": "2",
        "check_on": "2028-01-01",
    }
    office.sends("decisions:plan-check", decision.uuid, at="review", **values)


def test_from_a_deviation_to_a_closed_loop(client: Client, scene: Scene) -> None:
    deviation = scene.deviation(title="Too few students went abroad")
    office = Visitor(client, scene.alice, MONDAY)
    page = office.sees("deviations:detail", deviation.uuid)
    assert f"It waits for a meeting of {scene.committee.name}" in page
    assert "Plan the meeting" in page
    review = plan_and_open(office, scene)
    decision = draft(office)
    add_a_lever(office, scene, review, decision)
    hope(office, scene, decision)
    Visitor(client, scene.victor, THURSDAY).sends("decisions:take", decision.uuid, at="review")
    decision.refresh_from_db()
    assert decision.state == DecisionState.TAKEN

    office = Visitor(client, scene.alice, THURSDAY)
    page = office.sends("reviews:close", review.uuid)
    assert "All agree." in page
    assert "Decided: DEC-1" in page
    check = decision.effect_checks.get()
    assert "It is too early" in office.sees("effects:detail", check.uuid)
    office.day = NEW_YEAR_2028
    page = office.sends("effects:check", check.uuid, note="Twice as many.")
    assert "From 20 to 40 metres." in page
    assert "Close the loop" in page
    assert "The loop is closed." in office.sends("deviations:close", deviation.uuid)
    deviation.refresh_from_db()
    assert deviation.state == DeviationState.CLOSED


def test_a_change_that_makes_no_sense_is_explained_before_it_is_kept(scene: Scene, alice: Visitor) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    steps = f"?decision={decision.uuid}&lever=loop.target_value&subject={scene.target.uuid}"
    page = alice.sees(
        "decisions:detail", decision.uuid, query=f"{steps}&in-value=100&effective_on=2026-03-12"
    )
    assert "This would change nothing." in page
    assert "Add this change to the draft" not in page
    page = alice.sees(
        "decisions:detail", decision.uuid, query=f"{steps}&in-value=many&effective_on=2026-03-12"
    )
    assert "Enter a number." in page


def test_a_draft_that_names_nothing_cannot_be_taken(scene: Scene, victor: Visitor) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    assert "Choose at least one lever" in victor.sees("decisions:detail", decision.uuid)
    assert "Choose at least one lever" in victor.is_refused("decisions:take", decision.uuid)


def test_undoing_shows_what_would_be_put_back(scene: Scene, victor: Visitor) -> None:
    decision = scene.decided()
    page = victor.sees("decisions:undo", decision.uuid)
    assert "Value 60 metres" in page
    assert "This field is required." in victor.is_refused("decisions:undo", decision.uuid, reason="")
    assert "Everything is put back." in victor.sends("decisions:undo", decision.uuid, reason="Oh.")
    assert decision.pulls.get().state == PullState.UNDONE


def test_a_draft_is_changed_emptied_and_dropped(scene: Scene, alice: Visitor) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    alice.sees("decisions:change", decision.uuid)
    words_now = {"title": "Wait", "reasons": "The borders open.", "waive_until": "2026-12-31"}
    assert "Wait" in alice.sends("decisions:change", decision.uuid, **words_now)
    alice.sends("decisions:remove-check", decision.effect_checks.get().uuid)
    alice.sends("decisions:remove-pull", decision.pulls.get().uuid)
    assert alice.sees("decisions:plan-check", decision.uuid)
    alice.sends("decisions:drop", decision.uuid)
    decision.refresh_from_db()
    assert decision.state == DecisionState.UNDONE


def test_a_deviation_rests_and_comes_back(scene: Scene, victor: Visitor) -> None:
    deviation = scene.deviation()
    refused = victor.is_refused("deviations:waive", deviation.uuid, until="2026-03-01", reason="Later.")
    assert "Choose a day to come." in refused
    page = victor.sends("deviations:waive", deviation.uuid, until="2026-09-01", reason="After summer.")
    assert "It rests until 1 September 2026." in page
    assert "After summer." in page
    victor.sends("deviations:end-waiver", deviation.uuid)
    deviation.refresh_from_db()
    assert deviation.state == DeviationState.ON_AGENDA


def test_a_deviation_gets_an_owner_and_a_cause(scene: Scene, alice: Visitor) -> None:
    deviation = scene.deviation()
    alice.sends("deviations:assign", deviation.uuid, owner=scene.carla.pk)
    page = alice.sends("deviations:cause", deviation.uuid, note="One host country closed its borders.")
    assert "One host country closed its borders." in page
    assert scene.carla.name in page


def test_a_deviation_that_no_body_takes_is_brought(scene: Scene, alice: Visitor) -> None:
    scene.committee.entry_points.update(by_rule=False)
    deviation = scene.deviation(title="Nobody's")
    assert "stands on no agenda" in alice.sees("agenda:list")
    assert "It stands on no agenda." in alice.sees("deviations:detail", deviation.uuid)
    assert scene.committee.name in alice.sees("deviations:bring", deviation.uuid)
    page = alice.sends("deviations:bring", deviation.uuid, body=scene.committee.uuid)
    assert "It stands on the agenda." in page


def test_what_did_not_help_is_taken_up_again(scene: Scene, client: Client) -> None:
    decision = scene.decided()
    office = Visitor(client, scene.alice, NEW_YEAR_2028)
    agenda.enter_due_checks(today=NEW_YEAR_2028)
    assert "Check the effect" in office.sees("deviations:detail", decision.deviation.uuid)  # type: ignore[union-attr]
    office.sends("effects:check", decision.effect_checks.get().uuid)
    page = office.sends("deviations:reopen", decision.deviation.uuid, reason="Too slow.")  # type: ignore[union-attr]
    assert "It is on the agenda again." in page


def test_the_order_of_an_agenda_is_arranged_by_buttons(scene: Scene, alice: Visitor) -> None:
    scene.deviation(title="first")
    second = scene.item(scene.deviation(title="second"))
    alice.sends("agenda:move", second.uuid, "up")
    assert [item.title for item in list_open_items(scene.committee)] == ["second", "first"]
    alice.sends("agenda:prioritise", second.uuid, priority=5)
    assert [item.title for item in list_open_items(scene.committee)] == ["first", "second"]
    page = alice.sees("agenda:body", scene.committee.uuid)
    assert "2 of them wait for a meeting." in page


def test_something_is_brought_and_withdrawn(scene: Scene, alice: Visitor) -> None:
    alice.sees("agenda:bring", scene.committee.uuid)
    alice.sends("agenda:bring", scene.committee.uuid, title="A summer school", text="For teachers.")
    item = AgendaItem.objects.get()
    alice.sends("agenda:withdraw", item.uuid, reason="Not this year.")
    item.refresh_from_db()
    assert (item.kind, item.state) == (ItemKind.PROPOSAL, ItemState.WITHDRAWN)


def test_a_member_objects_on_the_page(scene: Scene, client: Client) -> None:
    scene.committee.entry_points.update(discussion=DiscussionRule.CONSENT)
    scene.committee.members.add(scene.carla)
    item = scene.item(scene.deviation())
    member = Visitor(client, scene.carla, MONDAY)
    assert "I object: discuss it" in member.sees("agenda:body", scene.committee.uuid)
    member.sends("agenda:oppose", item.uuid)
    item.refresh_from_db()
    assert item.discussion == DiscussionRule.DISCUSSION


def test_a_body_and_its_ways_are_kept(scene: Scene, alice: Visitor) -> None:
    alice.sees("bodies:new")
    values: dict[str, Any] = {
        "name": "Faculty board",
        "unit": scene.faculty.pk,
        "rhythm_days": 60,
        "members": [scene.carla.pk],
    }
    page = alice.sends("bodies:new", **values)
    assert "Now say what may enter its agenda." in page
    body = Body.objects.get(name="Faculty board")
    alice.sees("bodies:entry", body.uuid, "deviation")
    entry: dict[str, Any] = {
        "by_rule": "on",
        "from_severity": 2,
        "priority": 1,
        "discussion": "two_readings",
        "deadline_days": 30,
    }
    page = alice.sends("bodies:entry", body.uuid, "deviation", **entry)
    assert "Enters by itself from severity “Serious” on." in page
    told = entry | {"discussion": "information"}
    assert "Select a valid choice" in alice.is_refused("bodies:entry", body.uuid, "deviation", **told)
    alice.sends("bodies:entry", body.uuid, "proposal", **told)
    alice.sends("bodies:close-entry", body.uuid, "deviation")
    assert [entry.kind for entry in body.entry_points.all()] == [ItemKind.PROPOSAL]
    alice.sends("bodies:change", body.uuid, **(values | {"name": "Board"}))
    assert "Board" in alice.sees("bodies:list")


def test_a_meeting_is_moved_and_called_off(scene: Scene, alice: Visitor) -> None:
    scene.deviation()
    alice.day = MONDAY
    alice.sends("reviews:new", query=f"?body={scene.committee.uuid}", held_at="2026-03-12T14:00", place="")
    review = Review.objects.get()
    alice.sees("reviews:move", review.uuid)
    alice.sends("reviews:move", review.uuid, held_at="2026-03-19T10:00", place="Hall")
    assert "Hall" in alice.sees("reviews:detail", review.uuid)
    alice.sends("reviews:cancel", review.uuid, reason="Strike.")
    review.refresh_from_db()
    assert review.state == ReviewState.CANCELLED


def test_minutes_and_attendance(scene: Scene, alice: Visitor) -> None:
    scene.committee.members.add(scene.carla)
    scene.deviation()
    review = scene.meeting()
    alice.sends("reviews:take-minutes", review.uuid, present=[str(scene.carla.uuid)], minutes="Short.")
    page = alice.sees("reviews:minutes", review.uuid)
    assert "Short." in page
    assert scene.carla.name in page
    assert "not closed yet" in page


def test_a_meeting_whose_day_is_over_says_so(scene: Scene, client: Client) -> None:
    scene.deviation()
    office = Visitor(client, scene.alice, MONDAY)
    office.sends("reviews:new", query=f"?body={scene.committee.uuid}", held_at="2026-03-12T14:00", place="")
    office.day = MEETING.date() + dt.timedelta(days=5)
    assert "The day of this meeting is over." in office.sees("reviews:detail", Review.objects.get().uuid)


def test_a_failed_change_is_tried_again(scene: Scene, victor: Visitor) -> None:
    decision = scene.decided()
    pull = decision.pulls.get()
    pull.state, pull.failure = PullState.FAILED, "The line was closed."
    pull.save()
    assert "The line was closed." in victor.sees("decisions:detail", decision.uuid)
    page = victor.sends("decisions:retry-pull", pull.uuid)
    assert "The change is in effect." in page


@pytest.mark.parametrize("name", ["deviations:list", "decisions:list", "effects:list", "reviews:list"])
def test_lists_open_with_something_and_with_nothing(scene: Scene, alice: Visitor, name: str) -> None:
    alice.sees(name)
    decision = scene.decided()
    page = alice.sees(name)
    titles = {
        "deviations:list": decision.deviation.title,  # type: ignore[union-attr]
        "decisions:list": decision.title,
        "effects:list": "Tide",
        "reviews:list": "12 March 2026",
    }
    assert titles[name] in page
    assert decision.effect_checks.get().state == EffectState.DUE


@pytest.mark.parametrize("address", ["deviations:list", "agenda:list", "bodies:list"])
def test_lists_ask_the_database_as_often_for_many_rows(client: Client, scene: Scene, address: str) -> None:
    client.force_login(scene.alice)
    rows: dict[str, Callable[[], object]] = {
        "deviations:list": scene.deviation,
        "agenda:list": lambda: BodyFactory.create(institution=scene.institution, unit=scene.faculty),
        "bodies:list": lambda: BodyFactory.create(institution=scene.institution, unit=scene.faculty),
    }
    assert_constant_queries(client, reverse(address), rows[address])


def test_an_agenda_asks_as_often_for_many_items(client: Client, scene: Scene) -> None:
    scene.committee.entry_points.update(discussion=DiscussionRule.CONSENT)
    client.force_login(scene.alice)
    url = reverse("agenda:body", args=[scene.committee.uuid])
    assert_constant_queries(client, url, scene.deviation)


@pytest.mark.parametrize("address", ["decisions:list", "effects:list", "reviews:list"])
def test_lists_of_what_was_done_ask_as_often_for_many_rows(
    client: Client, scene: Scene, address: str
) -> None:
    client.force_login(scene.alice)

    def another() -> None:
        before = Decision.objects.count()
        deviation = scene.deviation(measure=f"tests.{before}")
        scene.meeting()
        scene.take(scene.ready(deviation, value=str(60 + before)))

    assert_constant_queries(client, reverse(address), another)
