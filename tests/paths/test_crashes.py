"""Killed at any write, a case stands as before and goes on; two people at once lose and double nothing."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, connections, models, transaction

from periplus.core.copying import rows_of
from periplus.core.models import Event, EventObject
from periplus.core.verdicts import Refused
from periplus.paths.models import Case, Participant, Timer, WorkItem
from periplus.paths.services import steering, timers
from periplus.paths.services import work as working
from periplus.paths.services.switching import switch_cases
from tests.paths.scene import APPROVAL, AT, Scene, make_scene, standing, work

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = 9


class Killer:
    """Ends the process, without any clean-up, just before its n-th write."""

    def __init__(self, before: int) -> None:
        self.left = before

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's wrapper
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "WITH")):
            if self.left == 0:
                os._exit(KILLED)
            self.left -= 1
        return execute(sql, params, many, context)


def killed_before(write: int, deed: Callable[[], object]) -> bool:
    """Do something in a child that is killed before its n-th write; False when it had fewer writes."""
    child = os.fork()
    if child == 0:
        _kept = connection.connection  # closing it would end the parent's session too
        connection.connection = None
        try:
            with connection.execute_wrapper(Killer(write)):
                deed()
        except BaseException:  # noqa: BLE001 -- the parent is told by the exit code
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, KILLED}
    return code == KILLED


def photograph() -> list[Any]:
    """Everything that a move may change."""
    several: tuple[type[models.Model], ...] = (Case, WorkItem, Timer, Participant, Event, EventObject)
    return [list(rows_of(model).order_by("id").values()) for model in several]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_killed_completion_left_nothing_and_can_be_done_again() -> None:
    scene = make_scene()
    case = scene.case()
    working.complete_work(actor=scene.alice, item=work(case, "ask"), outputs={"amount": 5}, at=AT)
    here, before = work(case, "check"), photograph()

    def finish() -> None:
        working.complete_work(actor=scene.carla, item=here, outputs={"fine": True}, at=AT)

    writes = 0
    while killed_before(writes, finish):
        connection.close()
        assert photograph() == before, f"killed before write {writes}"
        writes += 1
    assert writes == 2, "the lock, taken by a WITH; then all that moves and the ledger, in one statement"
    assert standing(case) == ["sign"]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_killed_sweep_strikes_each_deadline_once() -> None:
    scene = make_scene()
    case = scene.case()
    working.complete_work(actor=scene.alice, item=work(case, "ask"), outputs={"amount": 5}, at=AT)
    late = AT.replace(month=4)
    writes = 0
    while killed_before(writes, lambda: timers.strike_due_timers(at=late)):
        connection.close()
        assert standing(case) == ["check"]
        writes += 1
    assert writes == 3, "the lock, the deadline, and all that moves with the ledger"
    assert standing(case) == ["aside", "check"]


DEEDS: dict[str, Callable[[Scene, Case], object]] = {
    "start": lambda scene, case: scene.case_of(case.version),
    "draft": lambda scene, case: working.save_draft(
        actor=scene.carla, item=work(case, "check"), draft={"fine": "perhaps"}, at=AT
    ),
    "take": lambda scene, case: working.take_work(actor=scene.carla, item=work(case, "check"), at=AT),
    "hand over": lambda scene, case: working.hand_work_over(
        actor=scene.alice, item=work(case, "check"), person=scene.victor, reason="Busy", at=AT
    ),
    "send back": lambda scene, case: working.send_work_back(
        actor=scene.carla, item=work(case, "check"), target="ask", reason="Wrong amount", at=AT
    ),
    "suspend": lambda scene, case: steering.suspend_case(actor=scene.alice, case=case, reason="Wait", at=AT),
    "cancel": lambda scene, case: steering.cancel_case(actor=scene.alice, case=case, reason="No use", at=AT),
    "priority": lambda scene, case: steering.set_case_priority(
        actor=scene.alice, case=case, priority=1, at=AT
    ),
    "follow": lambda scene, case: steering.add_participant(
        actor=scene.alice, case=case, person=scene.victor, at=AT
    ),
}


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("name", DEEDS)
def test_whatever_is_killed_at_any_write_changed_nothing(name: str) -> None:
    scene = make_scene()
    case = scene.case()
    working.complete_work(actor=scene.alice, item=work(case, "ask"), outputs={"amount": 5}, at=AT)
    before, entries, writes = photograph(), Event.objects.count(), 0
    while killed_before(writes, lambda: DEEDS[name](scene, case)):
        connection.close()
        if photograph() != before:
            break  # it was through, and only those who are told of it were not told yet
        writes += 1
    assert writes > 0
    assert photograph() != before
    assert Event.objects.count() == entries + (name != "draft"), "never a change without its entry"


def side_by_side(*deeds: Callable[[], object]) -> list[BaseException | None]:
    """Do several things at the same moment; what each raised."""
    raised: list[BaseException | None] = [None] * len(deeds)
    barrier = threading.Barrier(len(deeds))

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            deed()
        except Refused as refusal:
            raised[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def finishing(scene: Scene, item: WorkItem, amount: int) -> Callable[[], object]:
    return lambda: working.complete_work(actor=scene.alice, item=item, outputs={"amount": amount}, at=AT)


def test_two_people_finishing_at_once_finish_once() -> None:
    scene = make_scene()
    case = scene.case()
    here = work(case, "ask")
    raised = side_by_side(finishing(scene, here, 1), finishing(scene, here, 2), finishing(scene, here, 3))
    assert sum(each is None for each in raised) == 1
    case.refresh_from_db()
    assert case.values["amount"] == 1 + raised.index(None)
    assert standing(case) == ["check"]
    assert Event.objects.filter(type="paths.work.done").count() == 1


def test_two_branches_finished_at_once_meet_at_their_join() -> None:
    from periplus.paths.chart import Chart, ChartFlow, ChartNode  # noqa: PLC0415 -- only here
    from periplus.paths.enums import NodeKind  # noqa: PLC0415 -- only here
    from tests.paths.scene import chain, task  # noqa: PLC0415 -- only here

    base = chain("both", task("left"), task("right"))
    nodes = (
        *base.nodes,
        ChartNode("split", NodeKind.PARALLEL, {"en": "Split"}),
        ChartNode("join", NodeKind.PARALLEL, {"en": "Join"}),
    )
    ways = [("start", "split"), ("split", "left"), ("split", "right")]
    ways += [("left", "join"), ("right", "join"), ("join", "end")]
    flows = tuple(ChartFlow(f"{source}_{target}", source, target) for source, target in ways)
    scene = make_scene()
    case = scene.case(Chart("both", {"en": "Both"}, nodes=nodes, flows=flows))

    def finish(node: str) -> Callable[[], object]:
        item = work(case, node)
        return lambda: working.complete_work(actor=scene.alice, item=item, outputs={}, at=AT)

    assert side_by_side(finish("left"), finish("right")) == [None, None]
    case.refresh_from_db()
    assert (case.state, standing(case)) == ("ended", [])
    assert Event.objects.filter(type="paths.case.ended").count() == 1


def test_a_switch_waits_for_a_case_that_is_being_moved_and_takes_its_new_work_along() -> None:
    scene = make_scene()
    case = scene.case()
    first = case.version
    nodes = [replace(each, title={"en": f"{each.key} anew"}) for each in APPROVAL.nodes]
    second = scene.version(replace(APPROVAL, nodes=tuple(nodes)))
    begun, switching = threading.Event(), threading.Event()

    def finish() -> None:
        with transaction.atomic():
            working.complete_work(actor=scene.alice, item=work(case, "ask"), outputs={"amount": 5}, at=AT)
            begun.set()
            assert switching.wait(10)
            assert waits_for_a_lock()
        connections.close_all()

    worker = threading.Thread(target=finish)
    worker.start()
    assert begun.wait(10)
    switching.set()
    assert switch_cases(actor=scene.alice, source=first, target=second, mapping={}, at=AT) == 1
    worker.join()
    here = work(case, "check")
    assert (here.node.version_id, here.node.title) == (second.pk, {"en": "check anew"})
    assert Timer.objects.get().node.version_id == second.pk


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_killed_switch_moved_nothing_and_can_be_done_again() -> None:
    scene = make_scene()
    first = scene.case().version
    other = scene.case_of(first)
    working.complete_work(actor=scene.alice, item=work(other, "ask"), outputs={"amount": 5}, at=AT)
    nodes = [replace(each, title={"en": f"{each.key} anew"}) for each in APPROVAL.nodes]
    second = scene.version(replace(APPROVAL, nodes=tuple(nodes)))

    def switch() -> None:
        switch_cases(actor=scene.alice, source=first, target=second, mapping={}, at=AT)

    def placed() -> list[Any]:
        standing_at = (
            WorkItem.objects.filter(state="open").order_by("id").values_list("node__version", "case__version")
        )
        return [*photograph(), list(standing_at), list(Timer.objects.values_list("node__version"))]

    before, writes = placed(), 0
    while killed_before(writes, switch):
        connection.close()
        assert placed() == before, f"killed before write {writes}"
        writes += 1
    assert writes == 6, "what stands and how, read by two WITH; then work, deadlines, cases, the ledger"
    assert {*WorkItem.objects.filter(state="open").values_list("node__version", "case__version")} == {
        (second.pk, second.pk)
    }


def waits_for_a_lock() -> bool:
    """Whether some other session comes to wait for a lock within half a minute."""
    for _try in range(1500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.02)
    return False
