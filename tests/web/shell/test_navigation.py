"""The side navigation: who sees which entry, and which is the current one."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from periplus.web.shell import icons, navigation
from periplus.web.shell.navigation import Entry, Group


def nowhere(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", nowhere, name="home"),
    path("goals/", nowhere, name="goals"),
    path("goals/tree/", nowhere, name="tree"),
]
ENTRIES = [
    Entry("Home", "home", Group.HOME, "home", count=lambda person: person["turns"]),
    Entry("Goals", "goals", Group.REVIEWS, "flag"),
    Entry("Tree", "tree", Group.REVIEWS, "flag", allowed=lambda person: person["admin"]),
    Entry("Nowhere", "not:built", Group.PATH, "flag"),
    Entry("Bell", "goals", Group.BELL, "bell"),
]
ANA = {"turns": 5, "admin": True}
BEN = {"turns": 0, "admin": False}

pytestmark = pytest.mark.urls(__name__)


def labels(person: object, place: str = "/") -> list[str]:
    return [str(entry.label) for entry in navigation.shown(person=person, path=place, entries=ENTRIES)]


def test_entries_without_an_address_or_a_right_are_left_out() -> None:
    assert labels(ANA) == ["Home", "Goals", "Tree", "Bell"]
    assert labels(BEN) == ["Home", "Goals", "Bell"]


@pytest.mark.parametrize(
    ("place", "current"),
    [("/", ["Home"]), ("/goals/7/", ["Goals", "Bell"]), ("/goals/tree/3/", ["Tree"]), ("/other/", [])],
)
def test_the_longest_address_is_the_current_one(place: str, current: list[str]) -> None:
    shown = navigation.shown(person=ANA, path=place, entries=ENTRIES)
    assert [entry.label for entry in shown if entry.current] == current


def test_entries_stand_under_their_headings_with_their_counts() -> None:
    shown = navigation.shown(person=ANA, path="/", entries=ENTRIES)
    sections = navigation.sections(shown)
    assert [(section.key, len(section.entries)) for section in sections] == [("home", 1), ("reviews", 2)]
    assert sections[0].entries[0].count == 5
    assert [entry.label for entry in navigation.of_group(shown, Group.BELL)] == ["Bell"]


def test_every_area_declares_entries_with_known_icons() -> None:
    assert {entry.icon for entry in navigation.declared()} <= set(icons.STROKES)
