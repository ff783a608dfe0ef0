"""The ledger: written with its change, never altered, told after the commit."""

import datetime as dt
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from periplus.cli.roles import APP_ROLE, LEDGER, grant
from periplus.core import clock
from periplus.core.ledger.entries import WRITING_ENTRIES, confirm_entries, draft_entry, entries_text
from periplus.core.ledger.listeners import listen, stop_listening
from periplus.core.ledger.pages import Wanted, read_sheet
from periplus.core.ledger.queries import list_entries, list_events_about, parts_of, total_of
from periplus.core.ledger.services import System, record
from periplus.core.models import Event, EventObject
from tests.factories.people import PersonFactory, UnitFactory

ON = dt.date(2026, 3, 2)
TEST = System("test")


@pytest.mark.django_db
def test_an_entry_names_every_object_and_its_part() -> None:
    ana, units = PersonFactory.create(), UnitFactory.create_batch(2)
    event = record("test.units.given", actor=ana, objects={"person": ana, "unit": units}, on=ON)
    links = set(event.objects_touched.values_list("object_type", "object_uuid", "qualifier"))
    assert links == {
        ("people.person", ana.uuid, "person"),
        ("people.unit", units[0].uuid, "unit"),
        ("people.unit", units[1].uuid, "unit"),
    }
    assert (event.actor_uuid, event.actor_label, event.happened_on) == (ana.uuid, "", ON)
    assert list(list_events_about(units[1].uuid)) == [event]


@pytest.mark.django_db
def test_entries_are_written_with_the_change_they_report() -> None:
    """In their order, each with its own objects, by the statement of the change."""
    unit, person = UnitFactory.create(name="Port"), PersonFactory.create()
    entries = [
        draft_entry(
            "test.unit.named", actor=person, objects={"unit": unit}, attributes={"to": "Quay"}, on=ON
        ),
        draft_entry("test.unit.seen", actor=TEST, objects={"unit": unit, "by": [person]}, on=ON),
    ]
    statement = f"""
        WITH {WRITING_ENTRIES},
        named AS (UPDATE people_unit SET name = 'Quay' WHERE id = %s RETURNING uuid, id)
        SELECT uuid, id FROM entry UNION ALL SELECT uuid, id FROM named
    """  # noqa: S608 -- made of constants only
    with connection.cursor() as cursor:
        cursor.execute(statement, [entries_text(entries), unit.pk])
        made = dict(cursor.fetchall())
    confirm_entries(entries, made)
    unit.refresh_from_db()
    assert (unit.name, made[unit.uuid]) == ("Quay", unit.pk)
    named, seen = (Event.objects.get(pk=entry.event.pk) for entry in entries)
    assert named.pk < seen.pk
    assert (named.attributes, seen.actor_label, seen.happened_on) == ({"to": "Quay"}, "test", ON)
    assert [part.qualifier for part in parts_of(named)] == ["unit"]
    assert [part.qualifier for part in parts_of(seen)] == ["unit", "by"]


@pytest.mark.django_db
def test_the_product_acts_under_a_name() -> None:
    event = record("test.done", actor=TEST, objects={}, attributes={"rows": 3})
    assert (event.actor_uuid, event.actor_label) == (None, "test")
    assert event.happened_on == clock.today()


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_of_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="transaction of the change"):
        record("test.done", actor=None, objects={})


@pytest.mark.django_db(transaction=True)
def test_an_entry_shares_the_fate_of_its_change() -> None:
    def fail() -> None:
        with transaction.atomic():
            PersonFactory.create()
            record("test.done", actor=None, objects={})
            message = "the change fails"
            raise ValueError(message)

    with pytest.raises(ValueError, match="the change fails"):
        fail()
    assert not Event.objects.filter(type="test.done").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_not_even_the_owner_alters_an_entry(table: str, statement: str) -> None:
    record("test.done", actor=None, objects={"person": PersonFactory.create()})
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert Event.objects.filter(type="test.done").exists()


@pytest.fixture
def as_application() -> Callable[[str], None]:
    """Runs SQL with the application's role, with exactly the rights that `periplus migrate` grants."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {APP_ROLE} LOGIN")
    options = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    grant(psycopg.conninfo.make_conninfo(**{key: options[key] for key in keys if options.get(key)}), APP_ROLE)

    def run(statement: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
            cursor.execute(statement)

    return run


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", LEDGER)
def test_the_application_holds_no_right_to_alter_entries(
    as_application: Callable[[str], None], table: str
) -> None:
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(DatabaseError, match="permission denied"):
            as_application(statement.format(table))
    for trick in (
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TABLE {table} CASCADE",
        "SET LOCAL session_replication_role = replica",
    ):
        with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
            as_application(trick)


@pytest.mark.django_db(transaction=True)
def test_the_application_may_write_and_read_entries(as_application: Callable[[str], None]) -> None:
    as_application("SELECT count(*) FROM core_event")
    as_application(
        "INSERT INTO core_event (uuid, type, happened_on, attributes, actor_label)"
        " VALUES (gen_random_uuid(), 'test.done', '2026-03-02', '{}', '')"
    )
    assert Event.objects.filter(type="test.done").count() == 1


@pytest.mark.django_db
def test_listeners_hear_of_it_after_the_commit(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    heard: list[str] = []

    def listener(event: Event) -> None:
        heard.append(event.type)

    listen(listener, beginning="test.")
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            record("test.done", actor=None, objects={})
            record("other.done", actor=None, objects={})
            assert heard == []
    finally:
        stop_listening(listener)
    assert heard == ["test.done"]


@pytest.mark.django_db
def test_a_page_reads_only_the_first_things_of_a_long_entry() -> None:
    units, person = UnitFactory.create_batch(7), PersonFactory.create()
    record("test.units.given", actor=None, objects={"unit": units, "person": person})
    event = list_entries()[0]
    parts = parts_of(event)
    assert [part.qualifier for part in parts] == ["unit", "unit", "unit", "person"]
    assert [total_of(part) for part in parts] == [7, 7, 7, 1]
    assert EventObject.objects.filter(event=event).count() == 8


@pytest.mark.django_db
def test_reading_page_by_page_misses_and_repeats_nothing() -> None:
    ana = PersonFactory.create()
    made = [record(f"test.done{n % 2}", actor=ana, objects={}).uuid for n in range(7)]
    seen, before = [], None
    while True:
        sheet = read_sheet(Wanted(actor=ana.uuid), before=before, size=3)
        seen += [entry.uuid for entry in sheet.entries]
        before = sheet.older
        if before is None:
            break
    assert seen == made[::-1]
    odd = read_sheet(Wanted(types=("test.done1",)), before=None, size=10)
    assert [entry.uuid for entry in odd.entries] == [made[5], made[3], made[1]]
    assert read_sheet(Wanted(until=dt.date(2020, 1, 1)), before=None, size=3).entries == []
