"""Running cases moved to a version whose parallel ways differ: no join may wait for ever."""

import datetime as dt

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.enums import CaseState, NodeKind, VersionState
from periplus.paths.models import Case, ProcedureVersion
from periplus.paths.services import switching
from periplus.paths.services.procedures import draft_version, enact_version
from periplus.paths.services.switching import preview_switch, switch_cases
from periplus.paths.services.timers import strike_due_timers
from periplus.paths.services.work import complete_work
from tests.paths.scene import AT, Scene, chain, standing, task, work

DAY = dt.timedelta(days=1)
TWO = "fork>a a>meet fork>b b>meet"


def block(ways: str, *more: ChartNode, key: str = "block") -> Chart:
    """Ask, then several ways at once as `ways` tell, then sign."""
    flows = f"start>ask ask>fork {ways} meet>sign sign>end".split()
    keys = dict.fromkeys(end for flow in flows for end in flow.split(">"))
    kinds = {"start": NodeKind.START, "end": NodeKind.END}
    kinds |= dict.fromkeys(("fork", "meet", "inner", "inner_meet"), NodeKind.PARALLEL)
    known = {node.key for node in more}
    nodes = [
        ChartNode(each, kinds[each], {"en": each.title()}, outcome="done" if each == "end" else "")
        if each in kinds
        else task(each)
        for each in keys
        if each not in known
    ]
    ends = [flow.split(">") for flow in flows]
    drawn = [ChartFlow(f"{source}_{target}", source, target) for source, target in ends]
    return Chart(key, {"en": key.title()}, nodes=(*nodes, *more), flows=tuple(drawn))


def finish(scene: Scene, case: Case, *steps: str) -> None:
    for step in steps:
        complete_work(actor=scene.alice, item=work(case, step), outputs={}, at=AT)


def switch(scene: Scene, source: ProcedureVersion, target: ProcedureVersion, **mapping: str) -> int:
    return switch_cases(actor=scene.alice, source=source, target=target, mapping=mapping, at=AT)


def blocked(source: ProcedureVersion, target: ProcedureVersion, **mapping: str) -> list[str]:
    """Which steps block; each says why, and what to do."""
    found = [fate for fate in preview_switch(source, target, mapping).fates if fate.blocks]
    for fate in found:
        assert "would wait for ever. Choose another step, or let these cases end first." in fate.sentence
    return sorted(fate.node for fate in found)


def demand_end(scene: Scene, case: Case, *steps: str) -> None:
    finish(scene, case, *steps)
    case.refresh_from_db()
    assert (case.state, standing(case)) == (CaseState.ENDED, [])


def test_a_way_more_in_a_block_in_which_cases_stand_blocks(scene: Scene) -> None:
    first = scene.version(block(TWO))
    case = scene.case_of(first)
    finish(scene, case, "ask")
    second = scene.version(block(f"{TWO} fork>c c>meet"))
    assert blocked(first, second) == ["a", "b"]
    finish(scene, case, "a")
    assert blocked(first, second) == ["b"]
    with pytest.raises(Invalid):
        switch(scene, first, second)
    finish(scene, case, "b")
    assert switch(scene, first, second) == 1
    demand_end(scene, case, "sign")


def test_cases_before_and_after_a_changed_block_move(scene: Scene) -> None:
    first = scene.version(block(TWO))
    before, after = scene.case_of(first), scene.case_of(first)
    finish(scene, after, "ask", "a", "b")
    assert switch(scene, first, scene.version(block(f"{TWO} fork>c c>meet"))) == 2
    demand_end(scene, before, "ask", "a", "b", "c", "sign")
    demand_end(scene, after, "sign")


def test_a_step_that_lies_on_another_way_blocks_only_cases_that_stand_at_it(scene: Scene) -> None:
    first = scene.version(block("fork>a a>c c>meet fork>b b>meet"))
    early, late = scene.case_of(first), scene.case_of(first)
    finish(scene, early, "ask")
    second = scene.version(block("fork>a a>meet fork>b b>c c>meet"))
    assert blocked(first, second) == []
    finish(scene, late, "ask", "a")
    assert blocked(first, second) == ["b", "c"]
    assert blocked(first, second, c="a") == []
    assert switch(scene, first, second, c="a") == 2
    demand_end(scene, early, "b", "a", "c", "sign")
    demand_end(scene, late, "a", "b", "c", "sign")


def test_in_which_order_the_ways_are_told_blocks_nothing(scene: Scene) -> None:
    first = scene.version(block(TWO))
    case = scene.case_of(first)
    finish(scene, case, "ask", "b")
    assert switch(scene, first, scene.version(block("fork>b b>meet fork>c c>a a>meet"))) == 1
    demand_end(scene, case, "a", "sign")


def test_a_way_fewer_blocks_also_when_what_stands_there_goes_on_elsewhere(scene: Scene) -> None:
    first = scene.version(block(f"{TWO} fork>c c>meet"))
    finish(scene, scene.case_of(first), "ask", "a")
    second = scene.version(block(TWO))
    assert blocked(first, second, c="a") == ["b", "c"]
    assert blocked(first, second, c="sign") == ["b", "c"]


def test_only_the_inner_block_that_changed_blocks(scene: Scene) -> None:
    inner = "fork>a a>meet fork>inner inner>b b>inner_meet inner>c c>inner_meet inner_meet>meet"
    first = scene.version(block(inner))
    case = scene.case_of(first)
    finish(scene, case, "ask")
    second = scene.version(block(f"{inner} inner>d d>inner_meet"))
    assert blocked(first, second) == ["b", "c"]
    finish(scene, case, "b", "c")
    assert switch(scene, first, second) == 1
    demand_end(scene, case, "a", "sign")


def test_steps_at_once_that_follow_each_other_now_block(scene: Scene) -> None:
    first = scene.version(block(TWO))
    finish(scene, scene.case_of(first), "ask")
    assert blocked(first, scene.version(chain("block", task("ask"), task("a"), task("b")))) == ["a", "b"]


LATE = ChartNode(
    "late", NodeKind.TIMER, {"en": "Late"}, attached_to="ask", allowance_days=3, interrupting=False
)
OVER = ChartNode("over", NodeKind.END, {"en": "Over"})


def test_a_side_way_stays_beside_and_does_not_come_into_the_main_one(scene: Scene) -> None:
    first = scene.version(block(f"{TWO} late>aside aside>over", LATE, OVER))
    case = scene.case_of(first)
    strike_due_timers(at=AT + 4 * DAY)
    assert standing(case) == ["aside", "ask"]
    moved = scene.version(block("fork>a a>aside aside>meet fork>b b>meet late>x x>over", LATE, OVER))
    assert blocked(first, moved) == ["aside"]
    same = scene.version(block(f"{TWO} fork>c c>meet late>aside aside>over", LATE, OVER))
    assert switch(scene, first, same) == 1
    demand_end(scene, case, "aside", "ask", "a", "b", "c", "sign")


# ------------------------------------------------------------------ what happens meanwhile, and too early


def test_a_case_begun_meanwhile_stays_by_the_version_by_which_it_was_begun(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scene.version(chain("simple", task("do")))
    early, late = scene.case_of(first), []
    second = scene.version(chain("simple", task("other")))
    ProcedureVersion.objects.filter(pk=first.pk).update(effective_from="2026-02-01", effective_until=None)
    hold = switching._hold

    def hold_and_begin(version: ProcedureVersion) -> list[int]:
        held = hold(version)
        late.append(scene.case_of(first))
        return held

    monkeypatch.setattr(switching, "_hold", hold_and_begin)
    assert switch(scene, first, second, do="other") == 1
    late[0].refresh_from_db()
    assert late[0].version_id == first.pk
    demand_end(scene, late[0], "do")
    demand_end(scene, early, "other")


def test_cases_are_moved_once_the_version_is_in_force(scene: Scene) -> None:
    first = scene.version(chain("simple", task("do")))
    scene.case_of(first)
    draft = draft_version(actor=scene.alice, origin=first, reason="", at=AT)
    day = AT.date() + 30 * DAY
    second = enact_version(actor=scene.alice, version=draft, effective_from=day, reason="Decided", at=AT)
    with pytest.raises(Refused, match="in force"):
        switch(scene, first, second)
    later = AT + 30 * DAY
    assert switch_cases(actor=scene.alice, source=first, target=second, mapping={}, at=later) == 1


def test_a_version_that_is_to_be_retired_can_still_be_moved_to(scene: Scene) -> None:
    first = scene.version(chain("simple", task("do")))
    scene.case_of(first)
    second = scene.version(chain("simple", task("do")))
    ProcedureVersion.objects.filter(pk=second.pk).update(
        state=VersionState.RETIRED, effective_until=AT.date() + 30 * DAY
    )
    second.refresh_from_db()
    assert switch(scene, first, second) == 1
