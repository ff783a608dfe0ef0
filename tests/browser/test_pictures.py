"""The pictures of the guide, taken of the told demo: PERIPLUS_PICTURES=1 ./dev test tests/browser/test_pictures.py.

Without that variable the pages are only opened, so that no picture shows a page that is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from periplus.core import clock
from periplus.demo.services import tell_story
from periplus.loop.enums import DecisionState, PlanState, ReviewState
from periplus.loop.models import Decision, Deviation, Goal, Replay, Review
from periplus.people.enums import Role
from tests.browser.chromium import ROOT
from tests.browser.scenes import import_something, replay_something

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django import Settings

DESK, PHONE = (1280, 800), (390, 844)
LARGEST = 200_000
PICTURES = ROOT / "docs" / "pictures"
BRAZIL, GATHERING = "G3", "G2"


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who looks, at which page, how large, in which light."""

    name: str
    role: Role
    address: Callable[[], str]
    size: tuple[int, int] = DESK
    scheme: str = "light"


def goal(reference: str) -> Goal:
    return Goal.objects.get(reference=reference, plan__state=PlanState.IN_FORCE)


def deviation(reference: str) -> Deviation:
    return Deviation.objects.filter(goal__reference=reference).latest("opened_on", "id")


def last_review() -> Review:
    return Review.objects.filter(state=ReviewState.CLOSED).latest("held_at")


def last_decision() -> Decision:
    taken = Decision.objects.filter(state=DecisionState.TAKEN, goal__reference=GATHERING)
    return taken.latest("taken_on", "id")


def brazil() -> str:
    return reverse("loop:indicator", args=["partners.use_of_places"]) + "?country=BR&kind=calendar_year"


WANTED = (
    Picture("board", Role.VICE_RECTOR, lambda: reverse("loop:board")),
    Picture("dark-board", Role.VICE_RECTOR, lambda: reverse("loop:board"), scheme="dark"),
    Picture("goal", Role.VICE_RECTOR, lambda: reverse("loop:goal", args=[goal(BRAZIL).uuid])),
    Picture("indicator", Role.VICE_RECTOR, brazil),
    Picture("deviation", Role.VICE_RECTOR, lambda: reverse("deviations:detail", args=[deviation(BRAZIL).uuid])),
    Picture("review", Role.VICE_RECTOR, lambda: reverse("reviews:detail", args=[last_review().uuid])),
    Picture("decision", Role.VICE_RECTOR, lambda: reverse("decisions:detail", args=[last_decision().uuid])),
    Picture("replay", Role.OFFICE, lambda: reverse("loop:replay", args=[Replay.objects.latest("id").uuid])),
    Picture("partner", Role.OFFICE, lambda: reverse("partners:detail", args=[replay_something.partner()])),
    Picture("import", Role.OFFICE, lambda: reverse("imports:detail", args=[import_something.run()])),
    Picture("home", Role.OFFICE, lambda: reverse("shell:home")),
    Picture("phone-home", Role.OFFICE, lambda: reverse("shell:home"), size=PHONE),
)
