"""Cases that wait for cases which they called: one stops, ends, is taken back; the other knows it."""

import datetime as dt
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from periplus.core.models import Event
from periplus.core.verdicts import Refused
from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.enums import CaseState, NodeKind, ValueType
from periplus.paths.models import Case
from periplus.paths.services import holding, steering, timers
from periplus.paths.services import work as working
from periplus.paths.services.holding import Held
from periplus.people.enums import Role
from tests.paths.scene import AT, Scene, chain, item, make_scene, standing, task, work

DAY = dt.timedelta(days=1)
INNER = chain("inner", task("inside"))
CALL = ChartNode("call", NodeKind.CALL, {"en": "Call"}, calls="inner", role=Role.OFFICE)


pytestmark = pytest.mark.django_db


def finish(scene: Scene, case: Case, node: str) -> None:
    working.complete_work(actor=scene.alice, item=work(case, node), outputs={}, at=AT)


def called(scene: Scene, *more: ChartNode, extra: tuple[ChartFlow, ...] = ()) -> tuple[Case, Case]:
    """A case that waits, and the one that it waits for."""
    scene.version(INNER)
    outer = scene.case(chain("outer", task("before"), CALL, *more, extra=extra))
    finish(scene, outer, "before")
    return outer, Case.objects.get(call__case=outer)


def suspend(scene: Scene, case: Case) -> None:
    steering.suspend_case(actor=scene.alice, case=case, reason="The partner is on strike.", at=AT)


def cancel(scene: Scene, case: Case) -> None:
    steering.cancel_case(actor=scene.alice, case=case, reason="The partner withdrew.", at=AT)


def state_of(case: Case) -> str:
    case.refresh_from_db()
    return case.state


@pytest.mark.parametrize("more", [(), (task("after"),)], ids=["its last step", "a step before others"])
def test_what_returns_to_a_suspended_case_waits_until_it_runs_again(
    scene: Scene, more: tuple[ChartNode, ...]
) -> None:
    outer, inner = called(scene, *more)
    suspend(scene, outer)
    finish(scene, inner, "inside")
    assert standing(outer) == ["call"]
    steering.resume_case(actor=scene.alice, case=outer, at=AT + DAY)
    assert standing(outer) == [node.key for node in more]
    assert state_of(outer) == (CaseState.RUNNING if more else CaseState.ENDED)
    assert Event.objects.filter(type="paths.call.returned").count() == 1


def test_a_case_takes_back_what_it_called_suspended_or_not(scene: Scene) -> None:
    outer, inner = called(scene)
    suspend(scene, inner)
    cancel(scene, outer)
    assert (state_of(outer), state_of(inner)) == (CaseState.CANCELLED, CaseState.CANCELLED)
    assert standing(inner) == []
    assert Event.objects.filter(type="paths.case.cancelled").count() == 2
    assert not Event.objects.filter(type="paths.step.failed").exists()


def test_a_deadline_that_ends_a_call_takes_back_what_was_called(scene: Scene) -> None:
    late = ChartNode("late", NodeKind.TIMER, {"en": "Late"}, attached_to="call", allowance_days=3)
    outer, inner = called(scene, late, extra=(ChartFlow("late_end", "late", "end"),))
    assert timers.strike_due_timers(at=AT + 5 * DAY).struck == 1
    assert (state_of(outer), state_of(inner)) == (CaseState.ENDED, CaseState.CANCELLED)


def test_a_case_sent_back_calls_anew(scene: Scene) -> None:
    nodes = (
        *chain("", task("ask")).nodes,
        ChartNode("split", NodeKind.PARALLEL, {"en": "Split"}),
        ChartNode("join", NodeKind.PARALLEL, {"en": "Join"}),
        CALL,
        task("other"),
    )
    ways = [("start", "ask"), ("ask", "split"), ("split", "call"), ("split", "other")]
    ways += [("call", "join"), ("other", "join"), ("join", "end")]
    flows = tuple(ChartFlow(f"{a}_{b}", a, b) for a, b in ways)
    scene.version(INNER)
    outer = scene.case(Chart("outer", {"en": "Outer"}, nodes=nodes, flows=flows))
    finish(scene, outer, "ask")
    working.send_work_back(
        actor=scene.alice, item=work(outer, "other"), target="ask", reason="Too early.", at=AT
    )
    finish(scene, outer, "ask")
    states = Case.objects.filter(call__case=outer).order_by("id").values_list("state", flat=True)
    assert list(states) == [CaseState.CANCELLED, CaseState.RUNNING]


def test_a_called_case_taken_back_by_itself_is_said_where_it_is_waited_for(scene: Scene) -> None:
    outer, inner = called(scene, task("after"))
    cancel(scene, inner)
    waiting = work(outer, "call")
    assert waiting.trouble == f"{inner.reference}, which this step waits for, was cancelled."
    assert waiting.role == Role.OFFICE
    working.retry_work(actor=scene.alice, item=waiting, at=AT)
    finish(scene, Case.objects.get(call__case=outer, state=CaseState.RUNNING), "inside")
    assert standing(outer) == ["after"]


def test_a_call_that_lacks_what_the_other_asks_at_its_start_says_so(scene: Scene) -> None:
    start = replace(INNER.nodes[0], items=(item("budget", ValueType.NUMBER),))
    scene.version(replace(INNER, nodes=(start, *INNER.nodes[1:])))
    outer = scene.case(chain("outer", task("before"), CALL, task("after")))
    finish(scene, outer, "before")
    assert "could not begin" in work(outer, "call").trouble
    assert Case.objects.count() == 1
    assert Event.objects.filter(type="paths.step.failed").count() == 1


def test_nothing_in_a_suspended_case_is_skipped_or_sent_back(scene: Scene) -> None:
    case = scene.case(chain("two", task("first", skippable=True), task("second", skippable=True)))
    finish(scene, case, "first")
    suspend(scene, case)
    second = work(case, "second")
    with pytest.raises(Refused, match="suspended"):
        working.skip_work(actor=scene.alice, item=second, reason="No need.", at=AT)
    with pytest.raises(Refused, match="suspended"):
        working.send_work_back(actor=scene.alice, item=second, target="first", reason="Again.", at=AT)
    steering.resume_case(actor=scene.alice, case=case, at=AT)
    working.skip_work(actor=scene.alice, item=work(case, "second"), reason="No need.", at=AT)
    assert state_of(case) == CaseState.ENDED


def meeting(real: Callable[..., Held], both: threading.Barrier) -> Callable[..., Held]:
    """Whoever holds a case waits a little until the other holds one, too."""

    def held(*args: Any, **more: Any) -> Held:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return real(*args, **more)

    return held


@pytest.mark.django_db(transaction=True)
def test_the_last_step_of_a_called_case_and_the_end_of_its_caller_do_not_block_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    outer, inner = called(scene)
    here = work(inner, "inside")
    both, raised = threading.Barrier(2), []
    monkeypatch.setattr(holding, "held_from", meeting(holding.held_from, both))

    def attempt(deed: str) -> None:
        try:
            if deed == "finish":
                working.complete_work(actor=scene.alice, item=here, outputs={}, at=AT)
            else:
                cancel(scene, outer)
        except Refused as refusal:
            raised.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(deed,)) for deed in ("finish", "cancel")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (state_of(outer), state_of(inner)) in {
        (CaseState.CANCELLED, CaseState.CANCELLED),  # the work is closed then
        (CaseState.ENDED, CaseState.ENDED),  # the case has ended then
    }
    assert len(raised) == 1
