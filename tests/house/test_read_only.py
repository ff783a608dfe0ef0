"""A GET never writes, and the guard sees it when one does."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from periplus.core import clock
from periplus.people.models import Person
from periplus.web.shell.read_only import ReadOnlyMiddleware, WritesOnRead, guarded
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO core_event (type) VALUES ('x')",
        "UPDATE people_person SET name = 'x'",
        "  delete from people_person",
        "WITH gone AS (DELETE FROM people_person RETURNING id) SELECT * FROM gone",
        "TRUNCATE people_person",
        "CREATE TABLE x (id int)",
        "SELECT nextval('people_person_id_seq')",
        "SELECT procrastinate_defer_jobs_v1(ARRAY[]::procrastinate_job_to_defer_v1[])",
        'UPDATE "people_person" SET "last_login" = now(), "name" = \'x\'',
    ],
)
def test_writing_statements_are_refused(sql: str) -> None:
    with guarded(), pytest.raises(WritesOnRead):
        run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "(SELECT 1) UNION (SELECT 2)",
        "SAVEPOINT a",
        "SET LOCAL work_mem = '8MB'",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "SELECT 'delete from' AS words",
    ],
)
def test_reading_statements_pass(sql: str) -> None:
    with guarded():
        run(sql)


def test_somebody_was_here_is_not_a_change() -> None:
    person = PersonFactory.create()
    with guarded():
        person.last_login = clock.now()
        person.save(update_fields=["last_login"])
    with guarded(), pytest.raises(WritesOnRead), transaction.atomic():
        person.save(update_fields=["last_login", "name"])


@pytest.fixture
def answer(rf: RequestFactory) -> Callable[[str], HttpResponse]:
    """A view that writes, behind the guard."""

    def writing_view(_request: HttpRequest) -> HttpResponse:
        PersonFactory.create(name="Written")
        return HttpResponse("written")

    def answer(method: str) -> HttpResponse:
        return ReadOnlyMiddleware(writing_view)(rf.generic(method, "/somewhere/"))

    return answer


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_page_that_writes_while_it_is_read_turns_red(
    answer: Callable[[str], HttpResponse], method: str
) -> None:
    with pytest.raises(WritesOnRead, match="only read"), transaction.atomic():
        answer(method)
    assert not Person.objects.filter(name="Written").exists()


def test_posting_writes(answer: Callable[[str], HttpResponse]) -> None:
    assert answer("POST").status_code == 200
    assert Person.objects.filter(name="Written").exists()


def test_the_guard_stands_in_tests_and_can_be_switched_off(
    answer: Callable[[str], HttpResponse], settings: Settings
) -> None:
    assert settings.GUARD_READS
    settings.GUARD_READS = False
    assert answer("GET").status_code == 200
