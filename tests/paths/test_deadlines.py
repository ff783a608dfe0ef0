"""Deadlines that strike although something is wrong, and side ways that are begun twice."""

import datetime as dt

import pytest

from periplus.core.models import Event
from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.enums import CaseState, NodeKind, UnitRule, ValueType
from periplus.paths.models import Case, Timer, WorkItem
from periplus.paths.services import timers
from periplus.paths.services import work as working
from periplus.paths.services.holding import hold_with_called
from periplus.paths.stepping import find_step
from periplus.people.enums import Role
from tests.factories.people import person_as
from tests.paths.scene import APPROVAL, AT, Scene, chain, item, standing, task, work

DAY = dt.timedelta(days=1)


pytestmark = pytest.mark.django_db


def built(key: str, nodes: list[ChartNode], ways: list[tuple[str, str]]) -> Chart:
    ends = (ChartNode("start", NodeKind.START, {}), ChartNode("end", NodeKind.END, {}, outcome="done"))
    flows = tuple(ChartFlow(f"{a}_{b}", a, b) for a, b in ways)
    return Chart(key, {"en": key}, nodes=(*ends, *nodes), flows=flows)


def own(key: str) -> ChartNode:
    """A step for the owner of the case."""
    return task(key, role=Role.TEACHER, unit_rule=UnitRule.OWNER)


def finish(scene: Scene, case: Case, node: str, *, at: dt.datetime = AT, **outputs: object) -> None:
    working.complete_work(actor=scene.alice, item=work(case, node), outputs=outputs, at=at)


def breaking(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case at whose deadline an automatic step divides by nothing."""
    step = find_step("paths.count_entries")
    monkeypatch.setattr(type(step), "run", lambda *_given: 1 / 0)
    late = ChartNode("late", NodeKind.TIMER, {"en": "L"}, attached_to="wait", allowance_days=3)
    count = ChartNode("count", NodeKind.STEP, {}, step="paths.count_entries", role=Role.OFFICE)
    ways = [("start", "wait"), ("wait", "end"), ("late", "count"), ("count", "end")]
    return scene.case(built("bad", [task("wait"), late, count], ways))


def test_a_step_that_breaks_off_waits_for_a_human(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = breaking(scene, monkeypatch), scene.case()
    finish(scene, good, "ask", amount=3)
    assert timers.strike_due_timers(at=AT + 30 * DAY).struck == 2
    assert "broke off" in work(bad, "count").trouble
    assert "aside" in standing(good)


def test_a_deadline_that_breaks_off_keeps_no_other_waiting(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = scene.case(), scene.case()
    for case in (bad, good):
        finish(scene, case, "ask", amount=3)
    real = hold_with_called

    def broken(pk: int, **more: object) -> object:
        return 1 / 0 if pk == bad.pk else real(pk, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(timers, "hold_with_called", broken)
    at = AT + 30 * DAY
    assert timers.strike_due_timers(at=at) == timers.Struck(struck=1, left=1)
    assert ("aside" in standing(good), "aside" in standing(bad)) == (True, False)
    assert Timer.objects.get().due_at == at + DAY
    told = Event.objects.get(type="paths.step.failed")
    assert (told.attributes["node"], told.attributes["procedure"]) == ("remind", "approval")
    monkeypatch.setattr(timers, "hold_with_called", real)
    assert timers.strike_due_timers(at=at + DAY).struck == 1
    assert "aside" in standing(bad)


def test_a_side_way_begun_twice_is_gone_twice(scene: Scene) -> None:
    tick = ChartNode("tick", NodeKind.TIMER, {}, attached_to="check", allowance_days=3, interrupting=False)
    gates = [ChartNode(key, NodeKind.PARALLEL, {}) for key in ("split", "join")]
    nodes = [
        task("ask"),
        task("check"),
        tick,
        *gates,
        task("a"),
        task("b"),
        ChartNode("off", NodeKind.END, {}),
    ]
    ways = [("start", "ask"), ("ask", "check"), ("check", "end"), ("tick", "split"), ("split", "a")]
    ways += [("split", "b"), ("a", "join"), ("b", "join"), ("join", "off")]
    case = scene.case(built("sides", nodes, ways))
    finish(scene, case, "ask")
    timers.strike_due_timers(at=AT + 5 * DAY)
    at = AT + 5 * DAY
    working.send_work_back(actor=scene.alice, item=work(case, "check"), target="ask", reason="No.", at=at)
    finish(scene, case, "ask", at=at)
    timers.strike_due_timers(at=AT + 10 * DAY)
    assert standing(case) == ["a", "a", "b", "b", "check"]
    for node in ("a", "a", "b", "b"):
        first = WorkItem.objects.filter(case=case, node__key=node, state="open").first()
        assert first
        working.complete_work(actor=scene.alice, item=first, outputs={}, at=AT + 10 * DAY)
    finish(scene, case, "check", at=AT + 10 * DAY)
    case.refresh_from_db()
    assert case.state == CaseState.ENDED
    assert not WorkItem.objects.filter(case=case, state="arrived").exists()


def test_whoever_is_named_for_work_is_told_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the first step of a case, and of one that comes after an automatic step."""
    tess = person_as(Role.TEACHER, institution=scene.institution, name="Tess")
    monkeypatch.setattr(type(find_step("paths.count_entries")), "run", lambda *_given: {})
    count = ChartNode("count", NodeKind.STEP, {}, step="paths.count_entries", role=Role.OFFICE)
    scene.case(chain("at_once", own("first")), owner=tess)
    later = scene.case(chain("later", task("before"), count, own("second")), owner=tess)
    finish(scene, later, "before")
    told = Event.objects.filter(type="paths.work.assigned").order_by("id")
    assert [event.attributes["node"] for event in told] == ["first", "second"]


def test_a_table_that_does_not_know_is_told_in_the_ledger(scene: Scene) -> None:
    level = next(node for node in APPROVAL.nodes if node.key == "level")
    amount = item("amount", ValueType.NUMBER, required=False)
    case = scene.case(chain("unsure", task("before", amount), level, tables=APPROVAL.tables))
    finish(scene, case, "before")
    told = Event.objects.get(type="paths.step.failed")
    assert told.attributes["trouble"] == work(case, "level").trouble
