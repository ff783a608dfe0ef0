"""An import by machine: hand in, match, preview, begin, follow, read how every row ended, undo."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from periplus.exchange.tasks import run_import
from periplus.mobility.models import Stay
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.api.conftest import Machine
from tests.factories.partners import PartnerFactory, twin_of
from tests.factories.people import person_as

MachineOf = Callable[..., Machine]
Committing = DjangoCaptureOnCommitCallbacks
# Four rows: two good ones, one without a day that exists, one that says nothing.
FILE = """receiving,country_to,starts_on,ends_on
Haven College,France,2024-09-01,2025-01-31
Haven College,France,2024-09-15,2025-02-28
Haven College,France,2024-09-31,2025-02-28
,,2024-09-15,2025-02-28
"""


@pytest.fixture
def office(db: None) -> Person:  # noqa: ARG001 -- opens the database
    person = person_as(Role.OFFICE)
    assert person.institution is not None
    twin_of(person.institution)
    PartnerFactory.create(name="Haven College")
    return person


def hand_in(machine: Machine, person: Person, content: str = FILE, **changes: str) -> Any:
    assert person.institution is not None
    about = {"kind": "stays", "source": "Office list", "institution": str(person.institution.uuid)}
    file = SimpleUploadedFile("stays.csv", content.encode(), "text/csv")
    return machine.client.post("/api/v1/imports", {**about, **changes, "file": file})


def work() -> None:
    """What the worker does with the job that was left for it."""
    job = ProcrastinateJob.objects.latest("id")
    assert job.task_name == "exchange.run_import"
    run_import(**job.args)
    with connection.cursor() as cursor:  # the worker takes it off the queue
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])


def test_a_list_comes_in_and_goes_out_again(
    office: Person, machine_of: MachineOf, django_capture_on_commit_callbacks: Committing
) -> None:
    machine = machine_of(office)
    fields = machine.get("/import-kinds").json()
    assert "receiving" in {
        one["name"] for kind in fields if kind["kind"] == "stays" for one in kind["fields"]
    }
    handed = hand_in(machine, office)
    assert handed.status_code == 201, handed.content
    run = handed.json()
    assert (run["state"], run["headings"][0], run["preview"]) == ("uploaded", "receiving", None)
    place = f"/imports/{run['uuid']}"
    shown = machine.send("PUT", f"{place}/mapping", {"mapping": run["mapping"]}).json()
    assert shown["state"] == "previewed"
    counts = shown["preview"]["counts"]
    assert shown["preview"]["total"] == sum(counts.values()) == 4
    assert not Stay.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert machine.post(f"{place}/begin").status_code == 202
    work()
    done = machine.get(place).json()
    assert (done["state"], done["counts"], done["rows_left"]) == ("done", counts, 0)
    assert Stay.objects.count() == counts["created"] > 0
    rows = machine.get(f"{place}/rows").json()["items"]
    assert [row["number"] for row in rows] == [1, 2, 3, 4]
    refused = machine.get(f"{place}/rows?outcome=refused").json()["items"]
    assert len(refused) == counts["refused"] > 0
    assert all(problem["sentence"] for row in refused for problem in row["problems"])
    with django_capture_on_commit_callbacks(execute=True):
        assert machine.post(f"{place}/undo").status_code == 202
    work()
    assert machine.get(place).json()["state"] == "undone"
    assert not Stay.objects.exists()


def test_steps_out_of_turn_are_refused_with_a_sentence(office: Person, machine_of: MachineOf) -> None:
    machine = machine_of(office)
    place = f"/imports/{hand_in(machine, office).json()['uuid']}"
    for step in ("begin", "resume", "undo", "stop"):
        answer = machine.post(f"{place}/{step}")
        assert answer.status_code == 403, step
        assert answer.json()["detail"].endswith("."), step
    wrong = machine.send("PUT", f"{place}/mapping", {"mapping": {"receiving": "nowhere", "colour": "x"}})
    assert wrong.status_code == 422
    assert {error["pointer"] for error in wrong.json()["errors"]} >= {"/receiving", "/colour"}


def test_a_file_that_is_none_is_refused(office: Person, machine_of: MachineOf) -> None:
    machine = machine_of(office)
    assert hand_in(machine, office, "").status_code == 422
    assert hand_in(machine, office, source="  ").status_code == 422
    assert hand_in(machine, office, kind="colours").status_code == 422
    assert hand_in(machine, office, institution="").status_code == 422
    assert machine.get("/imports").json()["items"] == []


def test_the_same_file_with_the_same_key_is_handed_in_once(office: Person, machine_of: MachineOf) -> None:
    machine = machine_of(office)
    machine.client.defaults["HTTP_IDEMPOTENCY_KEY"] = "list-1"
    content = {"kind": "institutions", "source": "Names"}
    for _ in range(2):
        file = SimpleUploadedFile("names.csv", b"name,country\nHaven College,France\n", "text/csv")
        answer = machine.client.post("/api/v1/imports", {**content, "file": file})
        assert answer.status_code == 201, answer.content
    assert len(machine.get("/imports").json()["items"]) == 1


def test_imports_are_for_the_office(office: Person, machine_of: MachineOf) -> None:
    place = f"/imports/{hand_in(machine_of(office), office).json()['uuid']}"
    teacher = machine_of(person_as(Role.TEACHER))
    assert teacher.get(place).status_code == 404
    assert teacher.get("/imports").status_code == 404
    assert teacher.post(f"{place}/begin").status_code == 403
