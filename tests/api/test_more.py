"""Doubtful names, notifications and files by machine."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import Settings

from periplus.core import clock
from periplus.core.documents.services import store_document
from periplus.core.enums import Confidentiality
from periplus.core.ledger.queries import list_events_about
from periplus.core.ledger.services import System
from periplus.loop.services.plans import draft_plan
from periplus.loop.values import PlanValues
from periplus.partners.matching import Match, Written
from periplus.partners.models import NameMatch
from periplus.partners.services.naming import stand_in_for
from periplus.people.enums import Role
from periplus.people.models import Notification
from tests.api.conftest import Machine
from tests.factories.partners import PartnerFactory, agreement_with
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db
MachineOf = Callable[..., Machine]
NOBODY = uuid.UUID(int=7)


def test_a_doubtful_name_is_settled_and_taken_back(machine_of: MachineOf) -> None:
    office, lyon = machine_of(person_as(Role.OFFICE)), PartnerFactory.create(name="Université de Lyon")
    written = Written("Lyon Univ. II", "FR")
    with transaction.atomic():
        stand_in_for({written: Match(None, ())})
    (doubt,) = office.get("/names").json()["items"]
    assert (doubt["written"], doubt["state"], doubt["chosen"]) == ("Lyon Univ. II", "open", None)
    place = f"/names/{doubt['uuid']}"
    assert office.post(f"{place}/settle", {"partner": str(NOBODY)}).status_code == 422
    settled = office.post(f"{place}/settle", {"partner": str(lyon.uuid)}).json()
    assert (settled["state"], settled["chosen"]) == ("confirmed", str(lyon.uuid))
    assert office.get("/names").json()["items"] == []
    assert len(office.get("/names?state=confirmed").json()["items"]) == 1
    assert office.post(f"{place}/settle", {"partner": None}).status_code == 422
    assert office.post(f"{place}/reopen").json()["state"] == "open"
    assert office.post(f"{place}/settle", {"partner": None}).json()["state"] == "new"
    assert NameMatch.objects.get().provisional.state == "registered"


def test_what_one_was_told_is_read_once(machine_of: MachineOf) -> None:
    alice, bea = person_as(Role.OFFICE), person_as(Role.OFFICE)
    assert alice.institution is not None
    values = PlanValues(title="Plan", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2027, 1, 1))
    plan = draft_plan(actor=System("tests"), institution=alice.institution, values=values, on=clock.today())
    event = list_events_about(plan.uuid).get()
    for person in (alice, alice, bea):
        kept = None if Notification.objects.filter(person=person).exists() else event
        Notification.objects.create(person=person, event=kept, made_at=clock.now())
    machine = machine_of(alice)
    told = machine.get("/notifications").json()["items"]
    assert [one["event"] and one["event"]["type"] for one in told] == ["loop.plan.drafted", None]
    hers = Notification.objects.get(person=bea)
    assert machine.post("/notifications/read", {"numbers": [told[0]["number"], hers.pk]}).json() == {
        "read": 1
    }
    assert len(machine.get("/notifications?unread=true").json()["items"]) == 1
    assert machine.post("/notifications/read", {}).json() == {"read": 1}
    hers.refresh_from_db()
    assert hers.read_at is None


def test_files_are_handed_out_to_those_who_may_read_them(machine_of: MachineOf) -> None:
    alice, guest = person_as(Role.OFFICE), person_as(Role.STUDENT)
    agreement = agreement_with(PartnerFactory.create(), institution=alice.institution)
    document = store_document(
        actor=alice,
        file=io.BytesIO(b"%PDF-1.7 signed"),
        name="signed.pdf",
        subject=agreement,
        confidentiality=Confidentiality.INTERNAL,
    )
    of_it, content = f"/documents?object={agreement.uuid}", f"/documents/{document.uuid}/content"
    reader, stranger = machine_of(alice, read_only=True), machine_of(guest)
    (shown,) = reader.get(of_it).json()
    assert (shown["name"], shown["size"], shown["sha256"]) == ("signed.pdf", 15, document.sha256)
    answer = reader.get(content)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 signed"
    assert "signed.pdf" in answer.headers["Content-Disposition"]
    again = reader.get(content, **{"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.get(of_it).json() == []
    assert stranger.get(content).status_code == 404


def test_a_file_is_added_withdrawn_and_put_back_by_machine(
    machine_of: MachineOf, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    alice, teacher = person_as(Role.OFFICE), person_as(Role.TEACHER)
    agreement = agreement_with(PartnerFactory.create(), institution=alice.institution)
    machine, other = machine_of(alice), machine_of(teacher)
    about = {
        "object_type": "partners.agreement",
        "object": str(agreement.uuid),
        "confidentiality": "internal",
    }

    def hand_in(one: Machine, name: str = "signed.pdf", **changes: str) -> Any:
        file = SimpleUploadedFile(name, b"%PDF-1.7 signed")
        return one.client.post("/api/v1/documents", {**about, **changes, "file": file})

    shown = hand_in(machine)
    assert (shown.status_code, shown.json()["name"]) == (201, "signed.pdf")
    place = f"/documents/{shown.json()['uuid']}"
    again = hand_in(machine, "again.pdf")
    assert again.status_code == 422
    assert "This file is here already, as “signed.pdf”." in str(again.json()["errors"])
    assert hand_in(machine, "signed.exe").status_code == 422
    assert hand_in(other).status_code == 403
    assert hand_in(machine, object_type="people.unit").status_code == 404
    assert hand_in(machine_of(alice, read_only=True)).status_code == 403
    assert machine.post(f"{place}/withdraw", {"reason": ""}).status_code == 422
    assert other.post(f"{place}/withdraw", {"reason": "no"}).status_code == 403
    assert machine.post(f"{place}/withdraw", {"reason": "The wrong one"}).json()["withdrawn_at"]
    assert machine.get(f"{place}/content").status_code == 404
    assert machine.get(f"/documents?object={agreement.uuid}").json() == []
    assert other.post(f"{place}/restore").status_code == 403
    assert machine.post(f"{place}/restore").json()["withdrawn_at"] is None
    assert len(machine.get(f"/documents?object={agreement.uuid}").json()) == 1
