"""Killed at any write, a case stands as before and goes on; two people at once lose and double nothing."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from periplus.core.models import Event
from periplus.core.verdicts import Refused
from periplus.paths.models import Case, Timer, WorkItem
from periplus.paths.services import timers
from periplus.paths.services import work as working
from tests.paths.scene import AT, Scene, make_scene, standing, work

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
    return [
        list(Case.objects.order_by("id").values("state", "values", "outcome")),
        list(WorkItem.objects.order_by("id").values("id", "state", "person", "trouble")),
        list(Timer.objects.order_by("id").values("item", "due_at")),
        Event.objects.count(),
    ]


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
    assert writes == 2, "the ledger, and all that moves in one statement"
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
    assert writes == 3, "the deadline goes, the ledger, and all that moves"
    assert standing(case) == ["aside", "check"]


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
