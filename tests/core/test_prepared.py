"""Prepared statements are seen by Django like all others; rows become instances; ids are in order."""

import threading
import time
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from periplus.config.database import from_url
from periplus.config.environment import BadSetting
from periplus.core.base import uuid7
from periplus.core.ledger.services import System, record
from periplus.core.models import Event
from periplus.core.prepared import columns_of, from_row, prepared_cursor

URL = "postgresql://somebody@localhost/periplus"


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_statement_is_prepared_and_counted_and_wrapped() -> None:
    seen = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's wrapper
        seen.append(sql)
        return execute(sql, params, many, context)

    statement = "SELECT %s::int + 1"
    with CaptureQueriesContext(connection) as queries, connection.execute_wrapper(watch):
        cursor = prepared_cursor()
        cursor.execute(statement, [41])
        assert cursor.fetchone() == (42,)
    assert seen == [statement]
    assert [query["sql"] for query in queries] == ["SELECT 41::int + 1"]
    assert "SELECT $1::int + 1" in prepared()


@pytest.mark.django_db
def test_what_fails_fails_as_everywhere_in_django() -> None:
    with pytest.raises(DatabaseError, match="division by zero"), prepared_cursor() as cursor:
        cursor.execute("SELECT 1 / %s::int", [0])


@pytest.mark.django_db(transaction=True)
def test_a_row_becomes_what_the_orm_reads() -> None:
    with transaction.atomic():
        written = record(
            "test.row.read", actor=System("test"), objects={}, attributes={"a": [1, {"b": None}]}
        )
    with prepared_cursor() as cursor:
        statement = f"SELECT {columns_of(Event, 'e')}, 7 FROM core_event e WHERE id = %s"  # noqa: S608
        cursor.execute(statement, [written.pk])
        row = cursor.fetchone()
    here, there = from_row(Event, row), Event.objects.get(pk=written.pk)
    assert row[-1] == 7
    assert {**vars(here), "_state": None} == {**vars(there), "_state": None}
    assert not here._state.adding


def test_behind_an_old_pooler_nothing_is_prepared() -> None:
    assert from_url(URL)["OPTIONS"]["prepare_threshold"] == 1
    assert from_url(f"{URL}?prepare_threshold=none")["OPTIONS"]["prepare_threshold"] is None
    with pytest.raises(BadSetting, match="whole number or none"):
        from_url(f"{URL}?prepare_threshold=never")


def test_ids_are_in_the_order_in_which_they_were_made() -> None:
    made = []
    for _each in range(200):
        made.append(uuid7())
        time.sleep(0.000_01)
    assert made == sorted(made)
    assert {(each.version, each.variant) for each in made} == {(7, uuid.RFC_4122)}
    assert abs((made[0].int >> 80) / 1000 - time.time()) < 10


def test_ids_made_at_once_differ() -> None:
    found: list[uuid.UUID] = []
    threads = [
        threading.Thread(target=lambda: found.extend(uuid7() for _each in range(2_000))) for _each in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 8_000
