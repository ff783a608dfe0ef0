"""The ledger as OCEL 2.0, read as another tool would."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from periplus.core.ledger.ocel import Counts, write_ocel
from periplus.core.ledger.ocel_attributes import plain_value
from periplus.core.ledger.services import System, record
from periplus.core.models import Event
from tests.core.ocel_schema import validate
from tests.factories.people import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def exported(**period: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads("".join(write_ocel(**period)))
    validate(document)
    return document


def test_an_empty_ledger_is_a_valid_document() -> None:
    assert exported() == {"objectTypes": [], "eventTypes": [], "objects": [], "events": []}


def test_everything_that_is_referred_to_is_declared() -> None:
    ana, unit = PersonFactory.create(name="Ana Secret"), UnitFactory.create(name="Law", code="LAW")
    record("test.unit.praised", actor=ana, objects={"unit": unit}, attributes={"marks": 5, "why": ["a", "b"]})
    record(
        "test.done",
        actor=System("test"),
        objects={"institution": unit.institution},
        attributes={"kept": True},
    )
    document = exported()
    ids = {thing["id"] for thing in document["objects"]}
    linked = {
        link["objectId"]
        for each in (*document["events"], *document["objects"])
        for link in each["relationships"]
    }
    assert linked <= ids
    assert len(ids) == len(document["objects"]) == 3
    declared = {one["name"]: {a["name"] for a in one["attributes"]} for one in document["eventTypes"]}
    for event in document["events"]:
        assert {attribute["name"] for attribute in event["attributes"]} <= declared[event["type"]]
    assert {thing["type"] for thing in document["objects"]} == {
        one["name"] for one in document["objectTypes"]
    }


def test_what_a_tool_reads_out_of_it() -> None:
    ana, unit = PersonFactory.create(), UnitFactory.create(name="Law", code="LAW")
    event = record(
        "test.unit.praised",
        actor=ana,
        objects={"unit": unit, "institution": unit.institution},
        attributes={"marks": 5, "kept": False, "nothing": None},
        on=dt.date(2026, 3, 2),
    )
    document = exported()
    [told] = document["events"]
    assert told["id"] == str(event.uuid)
    assert {a["name"]: a["value"] for a in told["attributes"]} == {
        "happened_on": "2026-03-02",
        "marks": 5,
        "kept": False,
    }
    assert {(link["qualifier"], link["objectId"]) for link in told["relationships"]} == {
        ("unit", str(unit.uuid)),
        ("institution", str(unit.institution.uuid)),
        ("actor", str(ana.uuid)),
    }
    types = {a["name"]: a["type"] for a in document["eventTypes"][0]["attributes"]}
    assert (types["marks"], types["kept"]) == ("float", "boolean")
    thing = next(one for one in document["objects"] if one["type"] == "people.unit")
    assert {"name": "code", "time": "1970-01-01T00:00:00Z", "value": "LAW"} in thing["attributes"]
    assert thing["relationships"] == [{"objectId": str(unit.institution.uuid), "qualifier": "institution"}]


def test_people_are_numbers_only() -> None:
    ana = PersonFactory.create(name="Ana Secret", email="ana@secret.example")
    record("test.done", actor=ana, objects={"person": ana})
    text = "".join(write_ocel())
    assert "ecret" not in text
    assert str(ana.uuid) in text


def test_a_period_holds_its_first_day_and_not_its_last() -> None:
    for day in (1, 2, 3):
        at = dt.datetime(2026, 3, day, tzinfo=dt.UTC)
        Event.objects.create(type=f"test.day{day}", at=at, happened_on=at.date())
    document = exported(since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 3))
    assert [event["type"] for event in document["events"]] == ["test.day2"]
    assert [one["name"] for one in document["eventTypes"]] == ["test.day2"]


def test_an_attribute_of_several_kinds_is_text() -> None:
    for value in (1, "one"):
        record("test.done", actor=None, objects={}, attributes={"mixed": value})
    types = {a["name"]: a["type"] for a in exported()["eventTypes"][0]["attributes"]}
    assert types["mixed"] == "string"


def test_things_that_are_gone_are_still_there() -> None:
    unit = UnitFactory.create()
    record("test.done", actor=None, objects={"unit": unit})
    reference = str(unit.uuid)
    unit.delete()
    [thing] = exported()["objects"]
    assert (thing["id"], thing["attributes"]) == (reference, [])


def test_it_counts_what_it_wrote() -> None:
    ana, unit = PersonFactory.create(), UnitFactory.create()
    for _ in range(3):
        record("test.done", actor=ana, objects={"unit": unit})
    counts = Counts()
    "".join(write_ocel(counts=counts))
    assert (counts.events, counts.objects, counts.links) == (3, 2, 6)


@given(st.lists(st.text(max_size=5), max_size=3) | st.booleans() | st.integers() | st.text(max_size=20))
@settings(max_examples=50)
def test_every_value_becomes_one_that_ocel_knows(value: Any) -> None:
    assert isinstance(plain_value(value), str | int | float | bool)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "periplus.cli", "export", "ocel", str(tmp_path / "no" / "folder.json")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert "cannot be written" in result.stderr
    backwards = [*command[:-1], str(tmp_path / "a.json"), "--from", "2026-03-02", "--to", "2026-03-01"]
    result = subprocess.run(backwards, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr.strip()) == (1, "The first day must lie before the end.")
