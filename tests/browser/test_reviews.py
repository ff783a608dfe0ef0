"""The meeting in real Chromium: order by keyboard, a change seen before it is kept, decided in one place."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from periplus.core import clock
from periplus.loop.enums import DecisionState
from periplus.loop.models import Decision, Review
from periplus.loop.queries.agenda import list_open_items
from periplus.loop.services import agenda, reviews
from periplus.people.models import Person
from tests.factories.loop import DeviationFactory
from tests.loop.scene import Scene, make_scene
from tests.loop.stretch import Tide, registered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Iterator[Scene]:
    gauge = Tide()
    gauge.levels = {str(year): 20 for year in range(2020, 2040)}
    with registered(gauge):
        yield make_scene()


def sign_in(context: BrowserContext, server: LiveServer, person: Person) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])


def deviate(scene: Scene, title: str) -> None:
    made = DeviationFactory.create(
        institution=scene.institution,
        goal=scene.goal,
        target=scene.target,
        title=title,
        measure=scene.target.measure,
        scope=scene.target.scope,
    )
    agenda.enter_deviation(deviation=made, today=clock.today())


def meeting(scene: Scene) -> Review:
    today = clock.today()
    at = clock.now() + dt.timedelta(hours=1)
    review = reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=at, today=today)
    return reviews.open_review(actor=scene.alice, review=review, today=today)


def test_the_order_of_an_agenda_is_changed_by_keyboard(
    page: Page, context: BrowserContext, live_server: LiveServer, scene: Scene
) -> None:
    for title in ("first", "second", "third"):
        deviate(scene, title)
    sign_in(context, live_server, scene.alice)
    page.goto(f"/agenda/{scene.committee.uuid}/")
    page.get_by_role("button", name="Move up: third").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#agenda ol > li .strong")).to_have_text(["first", "third", "second"])
    expect(page.get_by_role("button", name="Move up: third")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#agenda ol > li .strong")).to_have_text(["third", "first", "second"])
    assert [item.title for item in list_open_items(scene.committee)] == ["third", "first", "second"]
    page.get_by_label("Priority of second").select_option("1")
    expect(page.locator("#agenda ol > li .strong")).to_have_text(["second", "third", "first"])


def test_a_decision_is_put_together_and_taken_without_leaving_the_meeting(
    page: Page, context: BrowserContext, live_server: LiveServer, scene: Scene
) -> None:
    deviate(scene, "Too few students went abroad")
    review = meeting(scene)
    sign_in(context, live_server, scene.victor)
    page.goto(f"/reviews/{review.uuid}/")
    page.get_by_text("Draft a decision").click()
    page.get_by_label("What is decided").fill("Half the way first")
    page.get_by_label("Why", exact=True).fill("The target is old.")
    page.get_by_role("button", name="Write the draft").click()

    page.get_by_label("Lever", exact=True).select_option("loop.target_value")
    page.get_by_label("What is to be changed").press_sequentially("goal", delay=20)
    page.get_by_label("Tide").check()
    page.get_by_label("Value in metres").fill("60")
    page.get_by_label("Takes effect on").press("Tab")
    expect(page.get_by_role("status").get_by_text("60 metres")).to_be_visible()
    assert not Decision.objects.get().pulls.exists()
    page.get_by_role("button", name="Add this change to the draft").click()

    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Take the decision").click()
    expect(page.get_by_text("The decision is taken.")).to_be_visible()
    assert page.url.startswith(f"{live_server.url}/reviews/{review.uuid}/")
    assert Decision.objects.get().state == DecisionState.TAKEN
    scene.target.refresh_from_db()
    assert scene.target.value == 60


def test_keeping_one_note_loses_nothing_that_is_typed_elsewhere(
    page: Page, context: BrowserContext, live_server: LiveServer, scene: Scene
) -> None:
    scene.committee.members.add(scene.victor)
    for title in ("first", "second"):
        deviate(scene, title)
    review = meeting(scene)
    sign_in(context, live_server, scene.alice)
    page.goto(f"/reviews/{review.uuid}/")
    notes, general = page.get_by_label("What was said"), page.get_by_label("Said in general")
    notes.nth(0).fill("All agree.")
    notes.nth(1).fill("Not yet settled.")
    general.fill("It rained.")
    page.locator("[name=present]").first.check()
    page.get_by_role("button", name="Keep the note").first.click()
    expect(page.locator("#messages")).to_contain_text("The note is kept.")
    expect(notes.nth(0)).to_have_value("All agree.")
    expect(notes.nth(1)).to_have_value("Not yet settled.")
    expect(general).to_have_value("It rained.")
    expect(page.locator("[name=present]").first).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("The minutes are kept.")
    expect(notes.nth(1)).to_have_value("Not yet settled.")
    page.reload()
    expect(notes.nth(0)).to_have_value("All agree.")
    expect(notes.nth(1)).to_have_value("")
    expect(general).to_have_value("It rained.")
    expect(page.locator("[name=present]").first).to_be_checked()
