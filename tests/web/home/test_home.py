"""Home, search, the calendar feed, the sign of life, the reader's language and time."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from periplus.core import clock
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.services.profile import close_calendar, reset_calendar_key
from periplus.web.home import deadlines, search, turns
from periplus.web.home.deadlines import Deadline
from periplus.web.home.desk import headline
from periplus.web.home.search import Hit, rank
from periplus.web.home.turns import Turn, Waiting
from tests.factories.people import InstitutionFactory, PersonFactory, UnitFactory, person_as

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


def offer(monkeypatch: pytest.MonkeyPatch, module: object, **offered: object) -> None:
    """Let one area offer this, and no other."""
    monkeypatch.setattr(module, "offered", lambda _name: (SimpleNamespace(**offered),))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Nothing needs you"),
        (1, "One thing needs you"),
        (5, "Five things need you"),
        (9, "Nine things need you"),
        (10, "10 things need you"),
    ],
)
def test_the_headline_answers(count: int, words: str) -> None:
    assert headline(count) == words


def test_home_shows_the_most_pressing_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, today = person_as(Role.OFFICE), clock.today()
    mine = [
        Turn("Someday", "no date", "/someday/"),
        Turn("Later", "next week", "/later/", until=today + dt.timedelta(days=7)),
        Turn("Overdue <b>", "it was due", "/overdue/", until=today - dt.timedelta(days=2), verb="Answer"),
    ]
    waits = [Waiting("Two agreements to read", "Legal office", "/legal/")]
    offer(
        monkeypatch,
        turns,
        turns_for=lambda person, _today: mine if person == ana else [],
        waiting_for_others=lambda _person, _today: waits,
    )
    client.force_login(ana)
    page = client.get("/").content.decode()
    assert "Three things need you" in page
    assert "1 is overdue" in page
    assert page.index("Overdue &lt;b&gt;") < page.index("Later") < page.index("Someday")
    assert "2 days overdue" in page
    assert "Legal office" in page
    client.force_login(person_as(Role.OFFICE))
    assert "Nothing needs you" in client.get("/").content.decode()


def test_search_ranks_whole_names_before_beginnings_before_parts() -> None:
    titles = ["Porto Alegre", "Universidade do Porto", "Porto", "Opportunity", "Aportado"]
    hits = [Hit(title, "/") for title in titles]
    ranked = [hit.title for hit in rank("porto", hits)]
    assert ranked[:3] == ["Porto", "Porto Alegre", "Universidade do Porto"]
    by_other_name = rank("up", [Hit("Porto", "/", names=("UP",)), Hit("Upsala", "/")])
    assert by_other_name[0].title == "Porto"


def test_search_finds_only_what_one_may_see(client: Client) -> None:
    jose = PersonFactory.create(name="José da Silva")
    unit = UnitFactory.create(name="Silvicultura")
    client.force_login(person_as(Role.OFFICE))
    page = client.get("/search/", {"q": "SILV"}).content.decode()
    assert f"/people/{jose.uuid}/" in page
    assert f"/units/{unit.uuid}/" in page
    assert "José da Silva" in client.get("/search/suggestions/", {"q": "jose"}).content.decode()
    client.force_login(person_as(Role.STUDENT))
    page = client.get("/search/", {"q": "silva"}).content.decode()
    assert "José" not in page
    assert "Nothing is called" in page


def test_one_letter_finds_nothing_but_one_chinese_sign_does(client: Client) -> None:
    PersonFactory.create(name="李明")
    office = person_as(Role.OFFICE)
    assert search.find_everything(person=office, text="l", limit=5) == []
    [found] = search.find_everything(person=office, text="李", limit=5)
    assert [hit.title for hit in found.hits] == ["李明"]
    client.force_login(office)
    assert "What are you looking for?" in client.get("/search/").content.decode()


@pytest.fixture
def subscribed(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Ana in São Paulo, with a review and a day of notice."""
    ana = person_as(Role.OFFICE, name="Ana", time_zone="America/Sao_Paulo")
    due = [
        Deadline(
            "review-1", "Review of the plan", "/reviews/1/", at=dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
        ),
        Deadline("notice-1", "Last day for notice", "/agreements/1/", on=TODAY, note="A–B"),
    ]
    offer(monkeypatch, deadlines, deadlines_for=lambda person, _today: due if person == ana else [])
    reset_calendar_key(actor=ana, on=TODAY)
    return ana


def test_the_feed_is_a_calendar_in_the_readers_time(client: Client, subscribed: Person) -> None:
    response = client.get(f"/calendar/{subscribed.calendar_key}.ics")
    assert response["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(response.content)
    entries: list[Any] = list(calendar.walk("VEVENT"))
    review, notice = entries
    assert review["dtstart"].dt.isoformat() == "2026-03-02T14:00:00-03:00"
    assert str(review["dtstart"].params["TZID"]) == "America/Sao_Paulo"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Sao_Paulo"]
    assert notice["dtstart"].dt == TODAY
    assert notice["dtend"].dt == dt.date(2026, 3, 3)
    assert str(notice["url"]) == "http://testserver/agreements/1/"
    assert {str(one["uid"]) for one in (review, notice)} == {"review-1@periplus", "notice-1@periplus"}


def test_the_address_of_the_feed_is_the_key_to_it(client: Client, subscribed: Person) -> None:
    old = subscribed.calendar_key
    new = reset_calendar_key(actor=subscribed, on=TODAY)
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200
    close_calendar(actor=subscribed, on=TODAY)
    assert client.get(f"/calendar/{new}.ics").status_code == 404
    assert client.get("/calendar/%20.ics").status_code == 404


def test_whoever_has_left_has_no_feed(client: Client, subscribed: Person) -> None:
    subscribed.is_active = False
    subscribed.save()
    assert client.get(f"/calendar/{subscribed.calendar_key}.ics").status_code == 404


def test_the_sign_of_life(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "good"})


def test_a_page_is_written_in_the_readers_language_and_time(client: Client) -> None:
    institution = InstitutionFactory.create(time_zone="Asia/Shanghai")
    ana = person_as(Role.OFFICE, language="pt", institution=institution)
    client.force_login(ana)
    page = client.get("/", headers={"Accept-Language": "es"})
    assert page["Content-Language"] == "pt"
    assert '<html lang="pt-BR"' in page.content.decode()
    assert client.get("/me/").context["facts"][3].value == "Asia/Shanghai"


def test_a_stranger_reads_in_the_browsers_language(client: Client) -> None:
    page = client.get("/accounts/login/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert page["Content-Language"] == "zh-hans"
    assert "Accept-Language" in page["Vary"]


def test_choosing_a_language_is_remembered_for_the_person(client: Client) -> None:
    ana = person_as(Role.OFFICE)
    client.force_login(ana)
    response = client.post("/language/", {"language": "es", "next": "/people/?q=ana"})
    assert response["Location"] == "/people/?q=ana"
    ana.refresh_from_db()
    assert ana.language == "es"
    assert client.get("/me/")["Content-Language"] == "es"
