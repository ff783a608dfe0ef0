"""One-click roles and a clock that moves: in a demo only."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from periplus.core import clock
from periplus.demo.clock import move_on, shift
from periplus.demo.jobs import in_demo_time, set_up
from periplus.demo.models import DemoClock
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.web.people.reader import zone_of
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_demo(settings: Settings) -> None:
    settings.DEMO = False


@pytest.fixture
def demo(settings: Settings, no_demo: None) -> None:  # noqa: ARG001 -- after it
    settings.DEMO = True


@pytest.fixture(autouse=True)
def own_time() -> object:
    yield
    clock.set_shift(dt.timedelta())


@pytest.fixture
def victor() -> Person:
    return person_as(Role.VICE_RECTOR, name="Victor")


@pytest.mark.usefixtures("demo")
def test_one_click_makes_one_the_vice_rector(client: Client, victor: Person) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "Victor" in page
    response = client.post("/demo/become/vice_rector/")
    assert (response.status_code, response["Location"]) == (303, "/")
    home = client.get("/").content.decode()
    assert "Look around as" in home
    assert client.session["_auth_user_id"] == str(victor.pk)
    assert client.post("/demo/become/teacher/").status_code == 404
    assert client.get("/demo/become/vice_rector/").status_code == 405


def test_without_demo_mode_there_is_none_of_it(client: Client, victor: Person) -> None:
    assert "Victor" not in client.get("/accounts/login/").content.decode()
    assert client.post("/demo/become/vice_rector/").status_code == 404
    assert client.post("/demo/clock/", {"step": "year"}).status_code == 404
    assert "_auth_user_id" not in client.session
    client.force_login(victor)
    assert client.post("/demo/become/vice_rector/").status_code == 404
    assert "Look around as" not in client.get("/").content.decode()
    assert not DemoClock.objects.exists()


@pytest.mark.usefixtures("demo")
def test_the_clock_moves_and_the_round_runs_on_the_way(client: Client, victor: Person) -> None:
    leaver = person_as(Role.TEACHER)
    leaver.left_on = clock.today() + dt.timedelta(days=40)
    leaver.save()
    client.force_login(victor)
    response = client.post("/demo/clock/", {"step": "month", "next": "/me/"})
    assert (response.status_code, response["Location"]) == (303, "/me/")
    assert shift().days == 30
    leaver.refresh_from_db()
    assert leaver.is_active
    client.post("/demo/clock/", {"step": "quarter", "next": "https://evil.example/"})
    assert shift().days == 121
    leaver.refresh_from_db()
    assert not leaver.is_active
    clock.set_shift(dt.timedelta())
    then = timezone.localdate(clock.now() + dt.timedelta(days=121), zone_of(victor))
    assert client.get("/").context["today"] == then


@pytest.mark.usefixtures("demo")
def test_nonsense_moves_nothing(client: Client) -> None:
    response = client.post("/demo/clock/", {"step": "century", "next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert shift().days == 0


def test_time_never_runs_back() -> None:
    move_on(days=5)
    assert move_on(days=-3).days == 5


@pytest.mark.usefixtures("demo")
def test_jobs_live_in_the_same_time() -> None:
    move_on(days=9)
    clock.set_shift(dt.timedelta())
    real = clock.today()
    assert in_demo_time(clock.today, None, None) == real + dt.timedelta(days=9)


def test_the_worker_of_a_demo_moves_its_clock(settings: Settings) -> None:
    class App:
        worker_defaults: dict[str, object] = {}

    app = App()
    set_up(app)  # type: ignore[arg-type]
    assert app.worker_defaults == {}
    settings.DEMO = True
    set_up(app)  # type: ignore[arg-type]
    assert app.worker_defaults == {"task_middleware": [in_demo_time]}
