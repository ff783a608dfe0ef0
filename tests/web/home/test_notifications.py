"""People are told once, after the commit, in their language, as often as they like."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from periplus.core import clock
from periplus.core.ledger import notices
from periplus.core.ledger.notices import Notice, declare
from periplus.core.ledger.services import System, record
from periplus.people.enums import AffiliationKind, Digest, Role
from periplus.people.models import Notification, Person
from periplus.people.queries.attention import count_unread, list_unmailed
from periplus.people.services.affiliations import affiliate
from periplus.people.services.attention import mark_read, tell_audience
from periplus.web.home.letters import compose, write_to
from periplus.web.home.tasks import list_due, write_at_once
from tests.factories.people import PersonFactory, UnitFactory, person_as

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)
Capture = Callable[..., object]


@pytest.fixture(autouse=True)
def known_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_notices", dict(notices._notices))
    declare(
        Notice(
            "test.praised",
            "%(actor)s praised %(person)s",
            lambda _event: Person.objects.values_list("uuid", flat=True),
        )
    )


def praise(actor: Person, *persons: Person) -> None:
    event = record("test.praised", actor=actor, objects={"person": persons})
    tell_audience(event=event, at=clock.now())


def test_the_audience_is_told_after_the_commit_but_not_the_actor(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    unit, ana, office = UnitFactory.create(), PersonFactory.create(), person_as(Role.OFFICE)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        affiliate(actor=office, person=ana, unit=unit, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON)
        affiliate(actor=office, person=office, unit=unit, kind=AffiliationKind.ACADEMIC, valid_from=ON, on=ON)
        assert not Notification.objects.exists()
    assert [one.person for one in Notification.objects.all()] == [ana]


def test_history_told_afterwards_is_no_news(django_capture_on_commit_callbacks: Capture) -> None:
    ana = PersonFactory.create()
    for days, told in ((40, 0), (3, 1)):
        past = clock.today() - dt.timedelta(days=days)
        with django_capture_on_commit_callbacks(execute=True), clock.moved_to(past):  # type: ignore[attr-defined]
            record("test.praised", actor=None, objects={"person": ana})
        assert Notification.objects.count() == told
    assert Notification.objects.get().made_at.date() == past


def test_nobody_is_told_twice_and_the_gone_are_told_nothing() -> None:
    ana, gone = PersonFactory.create(), PersonFactory.create(is_active=False)
    event = record("test.praised", actor=None, objects={"person": ana})
    for _ in range(2):
        tell_audience(event=event, at=clock.now())
    assert [one.person for one in Notification.objects.all()] == [ana]
    assert gone not in {one.person for one in Notification.objects.all()}


def test_reading_is_for_oneself() -> None:
    ana, bo = person_as(Role.OFFICE), person_as(Role.OFFICE)
    praise(PersonFactory.create(), ana)
    assert (
        mark_read(actor=ana, notifications=Notification.objects.values_list("pk", flat=True), at=clock.now())
        == 1
    )
    assert (count_unread(ana), count_unread(bo)) == (0, 1)


def test_the_page_shows_and_marks(client: Client) -> None:
    ana, bo = person_as(Role.OFFICE, name="Ana"), PersonFactory.create(name="Bo")
    praise(bo, ana)
    client.force_login(ana)
    page = client.get("/notifications/")
    assert "1 thing you have not read" in page.content.decode()
    assert "Bo praised" in page.content.decode()
    assert client.post("/notifications/read/").status_code == 303
    assert "You have read everything" in client.get("/notifications/").content.decode()


def test_a_letter_is_written_in_the_readers_language_and_sent_once() -> None:
    ana = person_as(Role.OFFICE, name="Ana", language="es")
    praise(PersonFactory.create(name="Bo"), ana)
    assert write_to(ana)
    assert not write_to(ana)
    [letter] = mail.outbox
    assert letter.to == [ana.email]
    assert letter.subject == "Bo praised Ana"
    assert f"/people/{ana.uuid}/" in letter.body
    html, kind = letter.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert '<html lang="es">' in html
    assert not list_unmailed(ana).exists()


def test_what_was_read_is_not_written_about() -> None:
    ana = person_as(Role.OFFICE)
    praise(PersonFactory.create(), ana)
    mark_read(actor=ana, notifications=Notification.objects.values_list("pk", flat=True), at=clock.now())
    assert not write_to(ana)
    assert mail.outbox == []


def test_a_long_letter_says_how_much_more_there_is() -> None:
    ana, bo = person_as(Role.OFFICE, name="Ana"), PersonFactory.create(name="Bo")
    for _ in range(33):
        praise(bo, ana)
    letter = compose(person=ana, notifications=list(list_unmailed(ana)))
    assert letter.subject == "33 things happened: Bo praised Ana"
    assert letter.text.count("Bo praised Ana") == 30
    assert "And 3 more things." in letter.text


@pytest.mark.parametrize(
    ("digest", "zone", "due"),
    [
        (Digest.DAILY, "Europe/Lisbon", "2026-03-03 07:05"),
        (Digest.DAILY, "Asia/Shanghai", "2026-03-03 07:05"),
        (Digest.WEEKLY, "America/Sao_Paulo", "2026-03-02 07:05"),
    ],
)
def test_digests_come_in_the_morning_of_the_reader(digest: Digest, zone: str, due: str) -> None:
    ana = person_as(Role.OFFICE, digest=digest, time_zone=zone)
    praise(PersonFactory.create(digest=Digest.NEVER), ana)
    morning = dt.datetime.fromisoformat(due).replace(tzinfo=ZoneInfo(zone))
    assert list_due(morning) == [ana]
    assert list_due(morning + dt.timedelta(hours=1)) == []
    next_day = [ana] if digest == Digest.DAILY else []
    assert list_due(morning + dt.timedelta(days=1)) == next_day


def test_at_once_is_a_job_and_one_letter(django_capture_on_commit_callbacks: Capture) -> None:
    ana = person_as(Role.OFFICE, digest=Digest.AT_ONCE, name="Ana")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        for _ in range(2):
            record("test.praised", actor=System("test"), objects={"person": ana})
    assert ProcrastinateJob.objects.filter(task_name="web.write_at_once").count() == 1
    assert write_at_once() == 1
    [letter] = mail.outbox
    assert letter.subject.startswith("2 things happened")


def test_never_means_never() -> None:
    ana = person_as(Role.OFFICE, digest=Digest.NEVER)
    praise(PersonFactory.create(digest=Digest.NEVER), ana)
    assert write_at_once() == 0
    for hour in range(24):
        assert list_due(dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC)) == []
