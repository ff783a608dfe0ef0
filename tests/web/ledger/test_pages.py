"""The ledger as pages: filtered, walked, downloaded."""

import json

import pytest
from django.test import Client

from periplus.core.ledger.services import System, record
from periplus.core.models import Event
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.core.ocel_schema import validate
from tests.factories.people import UnitFactory, person_as
from tests.web.lists import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Person:
    person = person_as(Role.OFFICE, name="Ana Reis")
    client.force_login(person)
    return person


def praise(actor: Person | System, *, cause: Event | None = None) -> Event:
    unit = UnitFactory.create()
    return record(
        "people.unit.added", actor=actor, objects={"unit": unit}, attributes={"marks": 5}, cause=cause
    )


def shown(client: Client, **query: str) -> list[Event]:
    return [told.event for told in client.get("/ledger/", query).context["told"]]


def test_entries_are_narrowed(client: Client, ana: Person) -> None:
    own, other = praise(ana), praise(System("rule"))
    third = record("core.document.stored", actor=ana, objects={"subject": own.objects_touched.none()})
    assert shown(client) == [third, other, own]
    assert shown(client, about="people") == [other, own]
    assert shown(client, actor=str(ana.uuid)) == [third, own]
    thing = own.objects_touched.get().object_uuid
    assert shown(client, thing=str(thing)) == [own]
    assert shown(client, since="2020-01-01", until="2020-02-01") == []
    assert shown(client, since="nonsense", actor="nonsense", before="nonsense") == [third, other, own]
    page = client.get("/ledger/", {"actor": str(ana.uuid)}).content.decode()
    assert "By: Ana Reis" in page


def test_long_ledgers_are_turned_page_by_page(client: Client, ana: Person) -> None:
    made = [praise(ana) for _ in range(60)]
    first = client.get("/ledger/")
    assert len(first.context["told"]) == 50
    second = client.get(f"/ledger/{first.context['older']}")
    assert [told.event for told in second.context["told"]] == made[:10][::-1]
    assert not second.context["older"]


def test_the_page_asks_as_often_for_one_entry_as_for_twenty(client: Client, ana: Person) -> None:
    praise(ana)
    client.get("/ledger/")
    before = count_queries(client, "/ledger/")
    for _ in range(19):
        praise(ana)
    assert count_queries(client, "/ledger/") == before


def test_an_entry_opens_with_its_things_and_its_cause(client: Client, ana: Person) -> None:
    cause = praise(ana)
    effect = praise(System("rule"), cause=cause)
    page = client.get(f"/ledger/{effect.uuid}/").content.decode()
    unit = effect.objects_touched.get().object_uuid
    assert f"/units/{unit}/" in page
    assert f"/ledger/{cause.uuid}/" in page
    assert "Periplus (rule)" in page
    assert f"/ledger/{effect.uuid}/" in client.get(f"/ledger/{cause.uuid}/").content.decode()


def test_the_download_is_what_other_tools_read(client: Client, ana: Person) -> None:
    praise(ana)
    response = client.get("/ledger/periplus-ledger.ocel.json")
    assert response["Content-Disposition"].startswith("attachment")
    document = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    validate(document)
    assert [event["type"] for event in document["events"]] == ["people.unit.added"]


def test_teachers_do_not_find_it(client: Client) -> None:
    client.force_login(person_as(Role.TEACHER))
    for path in ("/ledger/", "/ledger/periplus-ledger.ocel.json"):
        assert client.get(path).status_code == 404
