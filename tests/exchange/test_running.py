"""An import goes on where it was, whoever carries it out."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection, connections

from periplus.core.verdicts import Refused
from periplus.exchange import services, tasks
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.models import ImportRow, ImportRun
from periplus.exchange.queries import is_stalled, list_origins, list_rows, rows_left
from periplus.exchange.spreadsheets import passage, running
from periplus.mobility.models import Stay
from periplus.people.enums import Role
from tests.exchange.scene import TEST, TODAY, hand_in, imported, previewed, register_text, undone
from tests.factories.people import person_as

ROWS = 9_000
CHILD = """
import sys
import django
django.setup()
from periplus.core import clock
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets.running import carry_out
carry_out(ImportRun.objects.get(pk=int(sys.argv[1])), today=clock.today())
"""


def many(rows: int = ROWS) -> str:
    lines = (f"P{n},Home,BR,Away,PT,{2000 + n % 20},8,EUR,{n}" for n in range(rows))
    head = "Reference,Sending institution,Sending country,Receiving institution,Receiving country,Start year,Start month,Currency,Amount"  # noqa: E501 -- one line of a file
    return "\n".join([head, *lines]) + "\n"


def begun(content: str) -> ImportRun:
    return services.begin_import(actor=TEST, run=previewed(hand_in(ImportKind.STAYS, content)))


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_and_the_counts_add_up() -> None:
    before = register_text()
    run = begun(many())
    database = connection.settings_dict["NAME"]
    address = os.environ["PERIPLUS_DATABASE_URL"].replace("/postgres?", f"/{database}?")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(run.pk)], env={**os.environ, "PERIPLUS_DATABASE_URL": address}
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and ImportRun.objects.get(pk=run.pk).next_row == 1:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    while not is_stalled(run):  # the server notices a moment later, and may end what it had begun to write
        time.sleep(0.01)
    run.refresh_from_db()
    assert 1 < run.next_row < ROWS
    assert run.state == RunState.RUNNING
    assert run.rows.count() == Stay.objects.count() == run.next_row - 1 == sum(run.counts.values())
    run = running.carry_out(services.resume_import(actor=TEST, run=run), today=TODAY)
    assert (run.state, run.counts[Outcome.CREATED], run.rows_total) == (RunState.DONE, ROWS, ROWS)
    assert Stay.objects.count() == run.rows.count() == ROWS
    undone(run)
    assert register_text() == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_work_on_one_import() -> None:
    run = begun(many(10))
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [running._LOCK, run.pk])
    assert not is_stalled(run)
    assert running.carry_out(run, today=TODAY).next_row == 1
    other.close()
    while not is_stalled(run):
        time.sleep(0.01)
    assert running.carry_out(run, today=TODAY).state == RunState.DONE


@pytest.mark.django_db
def test_rows_merged_across_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passage, "BATCH", 2)
    lines = many(3).splitlines()
    run = begun("\n".join([*lines, lines[1], lines[2]]) + "\n")
    first = passage.Passage(run, actor=TEST, today=TODAY)
    first.survey()
    batch = next(first.batches(1))
    ended = first.write(batch)
    passage.store_rows(run, ended, "mobility.stay")
    ImportRun.objects.filter(pk=run.pk).update(next_row=3, counts={"created": 2}, rows_total=5)
    run = running.carry_out(run, today=TODAY)
    assert (run.counts["created"], run.counts["merged"]) == (3, 2)
    assert list(Stay.objects.order_by("source_reference").values_list("funding__amount", flat=True)) == [
        *(0, 2, 2),
    ]


@pytest.mark.django_db
def test_an_error_stops_the_import_with_its_reason_and_it_goes_on_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = begun(many(10))

    def broken(*_arguments: object) -> None:
        message = "disk full"
        raise OSError(message)

    with monkeypatch.context() as patched:
        patched.setattr(running, "store_rows", broken)
        with pytest.raises(OSError, match="disk full"):
            running.carry_out(run, today=TODAY)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "The program stopped: disk full")
    assert (Stay.objects.count(), run.next_row) == (0, 1)
    run = running.carry_out(services.resume_import(actor=TEST, run=run), today=TODAY)
    assert (run.state, Stay.objects.count()) == (RunState.DONE, 10)


@pytest.mark.django_db
def test_a_stopped_import_can_go_on_or_be_undone() -> None:
    run = services.stop_import(actor=TEST, run=begun(many(10)))
    assert running.carry_out(run, today=TODAY).state == RunState.FAILED
    assert undone(run).state == RunState.UNDONE


@pytest.mark.django_db
def test_the_worker_carries_out_both_directions() -> None:
    run = begun(many(10))
    tasks.run_import(run.pk)
    run.refresh_from_db()
    assert (run.state, rows_left(run)) == (RunState.DONE, 0)
    services.begin_undo(actor=TEST, run=run)
    tasks.run_import(run.pk)
    run.refresh_from_db()
    assert (run.state, rows_left(run), Stay.objects.count()) == (RunState.UNDONE, 0, 0)


@pytest.mark.django_db
def test_only_the_office_and_administrators_import() -> None:
    for role in Role:
        if role == Role.COORDINATOR:
            continue
        partner = {"partner_uuid": "00000000-0000-0000-0000-000000000001"} if role == Role.PARTNER else {}
        person = person_as(role, **partner)  # type: ignore[arg-type]  # a uuid as text is enough here
        if role in {Role.OFFICE, Role.ADMINISTRATOR}:
            assert hand_in(ImportKind.STAYS, many(1), actor=person).started_by == person
        else:
            with pytest.raises(Refused):
                hand_in(ImportKind.STAYS, many(1), actor=person)


@pytest.mark.django_db
def test_a_thing_knows_which_rows_made_it() -> None:
    office = person_as(Role.OFFICE)
    run = imported(ImportKind.STAYS, many(3))
    changed = imported(
        ImportKind.STAYS, many(3).replace("P1,Home,BR,Away,PT,2001", "P1,Home,BR,Away,PT,1999")
    )
    stay = Stay.objects.get(source_reference="P1")
    origins = list_origins(office, stay.uuid)
    assert [(each.run_id, each.number, each.outcome) for each in origins] == [
        (run.pk, 2, Outcome.CREATED),
        (changed.pk, 2, Outcome.CHANGED),
    ]
    assert list(list_rows(changed, outcome=Outcome.UNCHANGED).values_list("number", flat=True)) == [1, 3]
    undone(changed)
    assert [each.run_id for each in list_origins(office, stay.uuid)] == [run.pk]
    assert ImportRow.objects.filter(run=changed).count() == 3
