"""The same request is carried out once, also when it comes twice at the same time."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from periplus.api.models import KeptAnswer
from periplus.api.tasks import forget_answers
from periplus.core import clock
from periplus.loop.models import Signal
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.api.conftest import Machine
from tests.factories.people import person_as

MachineOf = Callable[..., Machine]
KEY = {"idempotency-key": "a-1"}
BODY = {"text": "Nobody answers in Lodz."}


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_do_it_once(machine_of: MachineOf) -> None:
    office = machine_of(person_as(Role.OFFICE))
    start = threading.Barrier(4)
    answers: list[tuple[int, str, bool]] = []

    def ask() -> None:
        start.wait(timeout=10)
        answer = Machine(office.secret).post("/signals", BODY, **KEY)
        answers.append((answer.status_code, answer.json()["uuid"], "Idempotency-Replayed" in answer.headers))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert {(status, uuid) for status, uuid, _again in answers} == {(201, answers[0][1])}
    assert sorted(again for _status, _uuid, again in answers) == [False, True, True, True]
    assert Signal.objects.count() == 1


@pytest.mark.django_db
def test_a_key_stands_for_one_request_of_one_caller(machine_of: MachineOf) -> None:
    alice, bea = machine_of(person_as(Role.OFFICE)), machine_of(person_as(Role.OFFICE))
    assert alice.post("/signals", BODY, **KEY).status_code == 201
    assert alice.post("/signals", {"text": "Something else"}, **KEY).status_code == 422
    assert alice.post("/notifications/read", {}, **KEY).status_code == 422
    assert bea.post("/signals", BODY, **KEY).status_code == 201
    assert Signal.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_request_may_be_tried_again(machine_of: MachineOf) -> None:
    alice = machine_of(person_as(Role.OFFICE))
    assert alice.post("/signals", {"text": " "}, **KEY).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert alice.post("/signals", BODY, **KEY).status_code == 201


@pytest.mark.django_db
def test_a_key_too_long_is_refused(machine_of: MachineOf) -> None:
    alice = machine_of(person_as(Role.OFFICE))
    assert alice.post("/signals", BODY, **{"idempotency-key": "x" * 129}).status_code == 400
    assert not Signal.objects.exists()


@pytest.mark.django_db
def test_answers_are_forgotten_after_two_days(machine_of: MachineOf) -> None:
    person: Person = person_as(Role.OFFICE)
    machine_of(person).post("/signals", BODY, **KEY)
    with clock.moved_to(clock.today() + dt.timedelta(days=1)):
        assert forget_answers(0) == 0
    with clock.moved_to(clock.today() + dt.timedelta(days=3)):
        assert forget_answers(0) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/signals", "/me", "/indicators", "/levers", "/partners"])
def test_what_did_not_change_is_not_sent_again(machine_of: MachineOf, path: str) -> None:
    alice = machine_of(person_as(Role.OFFICE))
    first = alice.get(path)
    tag = first.headers["ETag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = alice.get(path, **{"if-none-match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert alice.get(path, **{"if-none-match": '"other"'}).status_code == 200


@pytest.mark.django_db
def test_a_changed_list_has_another_tag(machine_of: MachineOf) -> None:
    alice = machine_of(person_as(Role.OFFICE))
    before = alice.get("/signals").headers["ETag"]
    alice.post("/signals", BODY)
    assert alice.get("/signals", **{"if-none-match": before}).status_code == 200
