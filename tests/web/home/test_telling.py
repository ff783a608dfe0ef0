"""An event in words: what the reader may see is named and linked, the rest is not."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from periplus.core.ledger import notices
from periplus.core.ledger.notices import Notice, declare, list_notices
from periplus.core.ledger.queries import list_entries
from periplus.core.ledger.services import System, record
from periplus.core.models import Event
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.web.shell.telling import Told, tell
from tests.factories.people import PersonFactory, UnitFactory, person_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_notices", dict(notices._notices))
    declare(
        Notice("test.unit.praised", "%(actor)s praised %(unit)s for %(marks)s & more"),
        Notice(
            "test.role.given",
            "%(person)s is %(role)s",
            words=lambda e: {"role": Role(e.attributes["role"]).label},
        ),
        Notice("test.work.lent", "%(helper)s helps %(person)s", parties=("helper", "person")),
    )


def told(reader: Person, event: Event) -> Told:
    return tell(reader, list_entries().filter(pk=event.pk))[0]


def test_things_are_named_and_linked() -> None:
    ana, unit = person_as(Role.OFFICE, name="Ana <b>"), UnitFactory.create(name="Law & Order")
    event = record("test.unit.praised", actor=ana, objects={"unit": unit}, attributes={"marks": 5})
    one = told(ana, event)
    assert one.text == "Ana <b> praised Law & Order for 5 & more"
    assert one.sentence == (
        f'Ana &lt;b&gt; praised <a href="/units/{unit.uuid}/">Law &amp; Order</a> for 5 &amp; more'
    )
    assert one.url == f"/units/{unit.uuid}/"


def test_the_parties_of_an_event_know_one_another() -> None:
    """Whoever stands in for somebody has to know for whom; to others it is told as before."""
    rui, rita = person_as(Role.TEACHER, name="Rui"), person_as(Role.OFFICE, name="Rita")
    event = record("test.work.lent", actor=rita, objects={"helper": rui, "person": rita})
    assert told(rui, event).text == "Rui helps Rita"
    assert "Rita" not in told(person_as(Role.STUDENT), event).text


def test_what_the_reader_may_not_see_is_not_named() -> None:
    student = person_as(Role.STUDENT)
    event = record(
        "test.unit.praised", actor=student, objects={"unit": UnitFactory.create(name="Secret unit")}
    )
    one = told(student, event)
    assert "Secret" not in one.text + one.sentence
    assert "something you may not see" in one.text
    assert not one.seen


def test_many_things_are_counted() -> None:
    office = person_as(Role.OFFICE)
    units = [UnitFactory.create(name=f"Unit {n}") for n in range(5)]
    event = record("test.unit.praised", actor=None, objects={"unit": units}, attributes={"marks": 1})
    assert told(office, event).text == "Periplus praised Unit 0, Unit 1, Unit 2 and 2 more for 1 & more"


def test_codes_are_said_in_words_of_the_readers_language() -> None:
    office = person_as(Role.OFFICE, name="Ana")
    event = record(
        "test.role.given", actor=office, objects={"person": office}, attributes={"role": "vice_rector"}
    )
    with translation.override("en"):
        assert told(office, event).text == "Ana is Vice-rector"


def test_days_are_written_in_words() -> None:
    office = person_as(Role.OFFICE, name="Ana")
    event = record("test.unit.praised", actor=office, objects={}, attributes={"marks": "2026-03-02"})
    assert told(office, event).text == "Ana praised something for 2 March 2026 & more"


def test_missing_parts_break_no_sentence() -> None:
    office = person_as(Role.OFFICE)
    event = record("test.unit.praised", actor=System("rule"), objects={})
    assert told(office, event).text == "Periplus praised something for something & more"
    strange = Event.objects.create(
        type="test.100%.strange", happened_on="2026-03-02", actor_uuid=uuid.uuid4()
    )
    assert told(office, strange).text == "test.100%.strange"


def test_one_query_for_each_kind_however_many_events() -> None:
    office = person_as(Role.OFFICE)

    def queries(count: int) -> int:
        for _ in range(count):
            objects = {"unit": UnitFactory.create(), "person": PersonFactory.create()}
            record("test.unit.praised", actor=office, objects=objects)
        with CaptureQueriesContext(connection) as captured:
            tell(office, list_entries())
        return len(captured)

    queries(1)
    assert queries(1) == queries(6)


def test_every_declared_sentence_can_be_told() -> None:
    office = person_as(Role.OFFICE)
    for notice in list_notices():
        assert "%(" in str(notice.sentence) or notice.sentence, notice.event
        attributes = {"role": "office"}
        event = record(notice.event, actor=office, objects={}, attributes=attributes)
        try:
            text = told(office, event).text
        except KeyError:  # its words need attributes that only its service gives
            assert notice.words is not notices._no_words, notice.event
            continue
        assert "%(" not in text, notice.event
