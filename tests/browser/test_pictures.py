"""The pictures of the guide, taken of the told demo by `./dev test tests/browser/test_pictures.py`.

They are written with PERIPLUS_PICTURES=1 only. Without it the pages are opened all the same, so that no
picture shows a page that is gone.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from periplus.demo.roles import find_part
from periplus.demo.services import tell_story
from periplus.exchange.models import ImportRun
from periplus.loop.enums import DecisionState, PlanState, ReviewState
from periplus.loop.models import Decision, Deviation, Goal, Replay, Review
from periplus.partners.models import Partner
from periplus.paths.models import Case, Procedure, WorkPlan
from periplus.people.enums import Role
from tests.browser.chromium import ROOT
from tests.browser.scenes import preview_an_import, replay_the_last_years

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

DESK, PHONE = (1280, 700), (390, 844)
LARGEST = 200_000
DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
BRAZIL, GATHERING = "G3", "G2"  # goals of the story


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who looks, at which page, how large, in which light."""

    name: str
    role: Role
    address: Callable[[], str]
    size: tuple[int, int] = DESK
    scheme: str = "light"


def a_goal() -> str:
    goal = Goal.objects.get(reference=BRAZIL, plan__state=PlanState.IN_FORCE)
    return reverse("loop:goal", args=[goal.uuid])


def an_indicator() -> str:
    return reverse("loop:indicator", args=["mobility.country_concentration"])


def a_deviation() -> str:
    found = Deviation.objects.filter(goal__reference=GATHERING).latest("opened_on", "id")
    return reverse("deviations:detail", args=[found.uuid])


def a_review() -> str:
    """The last one that decided something."""
    closed = Review.objects.filter(state=ReviewState.CLOSED, items__decisions__isnull=False)
    return reverse("reviews:detail", args=[closed.latest("held_at").uuid])


def a_decision() -> str:
    taken = Decision.objects.filter(state=DecisionState.TAKEN, goal__reference=GATHERING)
    return reverse("decisions:detail", args=[taken.latest("taken_on", "id").uuid])


def a_partner() -> str:
    name = "Universidad de Granada"
    return reverse("partners:detail", args=[Partner.objects.get(name=name).uuid])


def a_late_case() -> str:
    """The one that the package of the goal for Brazil waits for."""
    case = Case.objects.get(title__contains="Research on estuaries")
    return reverse("cases:detail", args=[case.uuid])


def a_panel() -> str:
    return f"{reverse('panel:detail', args=[agreements().uuid])}#drawing"


def a_procedure() -> str:
    return reverse("procedures:detail", args=[agreements().uuid])


def a_table() -> str:
    newest = agreements().versions.latest("number")
    return reverse("versions:table", args=[newest.uuid, newest.tables.order_by("position")[0].key])


def agreements() -> Procedure:
    found: Procedure = Procedure.objects.get(key="agreement_life")
    return found


def a_list() -> str:
    plan = WorkPlan.objects.filter(procedure=None).order_by("id")[0]
    return reverse("workplans:detail", args=[plan.uuid])


WANTED = (
    Picture("board", Role.VICE_RECTOR, lambda: reverse("loop:board")),
    Picture("dark-board", Role.VICE_RECTOR, lambda: reverse("loop:board"), scheme="dark"),
    Picture("goal", Role.VICE_RECTOR, a_goal),
    Picture("indicator", Role.VICE_RECTOR, an_indicator),
    Picture("deviation", Role.VICE_RECTOR, a_deviation),
    Picture("review", Role.VICE_RECTOR, a_review),
    Picture("decision", Role.VICE_RECTOR, a_decision),
    Picture("replay", Role.OFFICE, lambda: reverse("loop:replay", args=[Replay.objects.latest("id").uuid])),
    Picture("partner", Role.OFFICE, a_partner),
    Picture(
        "import", Role.OFFICE, lambda: reverse("imports:run", args=[ImportRun.objects.latest("id").uuid])
    ),
    Picture("home", Role.OFFICE, lambda: reverse("shell:home"), size=(1280, 640)),
    Picture("phone-home", Role.OFFICE, lambda: reverse("shell:home"), size=PHONE),
    Picture("work", Role.OFFICE, lambda: reverse("work:list")),
    Picture("case", Role.VICE_RECTOR, a_late_case),
    Picture("panel", Role.VICE_RECTOR, a_panel),
    Picture("procedure", Role.OFFICE, a_procedure),
    Picture("table", Role.OFFICE, a_table),
    Picture("responsibilities", Role.VICE_RECTOR, a_list),
)


@pytest.mark.usefixtures("transactional_db")
def test_the_page_of_every_picture_opens(
    browser: Browser, live_server: LiveServer, settings: Settings
) -> None:
    settings.DEMO = True
    tell_story()
    office = find_part(Role.OFFICE)
    assert office is not None
    replay_the_last_years(office.person)
    preview_an_import(office.person)
    for picture in WANTED:
        take(picture, browser, live_server.url)


def take(picture: Picture, browser: Browser, server: str) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=server,
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en",
    )
    page = context.new_page()
    enter(page, picture.role)
    answer = page.goto(picture.address(), wait_until="networkidle")
    assert answer is not None
    assert answer.status == HTTPStatus.OK, picture.name
    if os.environ.get("PERIPLUS_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{picture.name}.png", animations="disabled")
    context.close()


def enter(page: Page, role: Role) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name=str(role.label)).first.click()
    page.wait_for_url("**/")


def test_every_picture_is_taken_shown_and_light() -> None:
    texts = [file.read_text(encoding="utf-8") for file in [ROOT / "README.md", *DOCS.rglob("*.md")]]
    shown = {name for text in texts for name in re.findall(r"pictures/([a-z-]+)\.png", text)}
    taken = {file.stem for file in PICTURES.glob("*.png")}
    assert shown == taken == {picture.name for picture in WANTED}
    assert [file.name for file in PICTURES.glob("*.png") if file.stat().st_size > LARGEST] == []
