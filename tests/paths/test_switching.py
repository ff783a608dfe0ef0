"""Running cases moved to another version: what stays, what moves, what blocks, and that they go on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.paths import editing
from periplus.paths.chart import Box, Chart, ChartFlow, ChartNode
from periplus.paths.enums import NodeKind, VersionState
from periplus.paths.models import Case, ProcedureVersion, Timer, WorkItem
from periplus.paths.queries.panel import Chosen, loads_of
from periplus.paths.services.switching import preview_switch, switch_cases
from periplus.paths.services.timers import strike_due_timers
from periplus.paths.services.work import complete_work, send_work_back
from tests.paths.scene import APPROVAL, AT, Scene, chain, item, standing, task, work

DAY = dt.timedelta(days=1)


def changed(chart: Chart, key: str, **more: object) -> Chart:
    """The chart with one node that says something else."""
    nodes = [replace(each, **more) if each.key == key else each for each in chart.nodes]  # type: ignore[arg-type]
    return replace(chart, nodes=tuple(nodes))


def renamed(chart: Chart, old: str, new: str) -> Chart:
    nodes = tuple(replace(each, key=new) if each.key == old else each for each in chart.nodes)
    flows = tuple(
        replace(f, source=new if f.source == old else f.source, target=new if f.target == old else f.target)
        for f in chart.flows
    )
    return replace(chart, nodes=nodes, flows=flows)


def switch(
    scene: Scene, source: ProcedureVersion, target: ProcedureVersion, mapping: dict[str, str] | None = None
) -> int:
    return switch_cases(actor=scene.alice, source=source, target=target, mapping=mapping or {}, at=AT)


def finish(scene: Scene, case: Case, *steps: str) -> None:
    values: dict[str, dict[str, Any]] = {
        "ask": {"amount": 50},
        "check": {"fine": True},
        "sign": {"signed_on": "2026-03-09"},
    }
    people = {"ask": scene.alice, "check": scene.carla, "sign": scene.victor}
    for step in steps:
        actor = people.get(step, scene.alice)
        complete_work(actor=actor, item=work(case, step), outputs=values.get(step, {}), at=AT)


def rows(case: Case) -> set[int]:
    return set(WorkItem.objects.filter(case=case).values_list("node", flat=True))


def test_work_at_a_step_that_says_the_same_stays_and_goes_on_by_the_new_version(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    second = scene.version(editing.put_after(APPROVAL, "check", task("weigh")))
    before = rows(case)
    assert switch(scene, first, second) == 1
    assert rows(case) == before
    case.refresh_from_db()
    assert case.version_id == second.pk
    finish(scene, case, "ask", "check")
    assert standing(case) == ["weigh"]
    finish(scene, case, "weigh", "sign")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("ended", "done")


def test_work_at_a_step_that_says_otherwise_stands_at_the_new_step(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    second = scene.version(changed(APPROVAL, "ask", title={"en": "Ask politely"}))
    switch(scene, first, second)
    assert work(case, "ask").node.title == {"en": "Ask politely"}
    assert work(case, "ask").node.version_id == second.pk


def test_where_a_step_is_drawn_moves_nothing(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    drawn = changed(APPROVAL, "ask", box=Box(10, 20, 100, 80))
    before = rows(case)
    switch(scene, first, scene.version(drawn))
    assert rows(case) == before


def test_what_is_done_stays_with_the_version_in_which_it_was_done(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    finish(scene, case, "ask")
    second = scene.version(changed(changed(APPROVAL, "ask", title={"en": "A"}), "check", title={"en": "B"}))
    switch(scene, first, second)
    titles = WorkItem.objects.filter(case=case).order_by("id").values_list("state", "node__title__en")
    assert list(titles) == [("done", "Ask"), ("open", "B")]


@pytest.mark.parametrize("title", ["Remind", "Remind them"])
def test_deadlines_run_on_and_strike_in_the_new_version(scene: Scene, title: str) -> None:
    first = scene.version()
    case = scene.case_of(first)
    finish(scene, case, "ask")
    due = Timer.objects.get().due_at
    switch(scene, first, scene.version(changed(APPROVAL, "remind", title={"en": title}, allowance_days=1)))
    timer = Timer.objects.get()
    assert timer.due_at == due
    assert timer.node.title == {"en": title}
    assert strike_due_timers(at=AT + 8 * DAY).struck == 1
    assert standing(case) == ["aside", "check"]


def test_twice_and_back_again(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    second = scene.version(editing.put_after(APPROVAL, "ask", task("weigh")))
    third = scene.version(changed(APPROVAL, "ask", title={"en": "Ask again"}))
    for source, target in ((first, second), (second, third), (third, second)):
        ProcedureVersion.objects.filter(pk=target.pk).update(state=VersionState.ENACTED, effective_until=None)
        target.refresh_from_db()
        assert [fate.node for fate in preview_switch(source, target, {}).fates] == ["ask"]
        assert switch(scene, source, target) == 1
        assert preview_switch(source, target, {}).cases == 0
    finish(scene, case, "ask", "weigh")
    assert standing(case) == ["check"]


def test_cases_of_other_versions_at_the_same_rows_are_left_alone(scene: Scene) -> None:
    first = scene.version()
    early = scene.case_of(first)
    second = scene.version()
    switch(scene, first, second)  # stands at the rows of the first version still
    ProcedureVersion.objects.filter(pk=first.pk).update(state=VersionState.ENACTED, effective_until=None)
    ProcedureVersion.objects.filter(pk=second.pk).update(effective_from=dt.date(2027, 1, 1))
    late = scene.case_of(first)
    assert late.version_id == first.pk
    third = scene.version(renamed(APPROVAL, "ask", "plead"))
    assert switch(scene, first, third, {"ask": "plead"}) == 1
    assert (standing(early), standing(late)) == (["ask"], ["plead"])
    early.refresh_from_db()
    assert early.version_id == second.pk


def test_after_a_switch_a_case_can_still_be_sent_back(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    finish(scene, case, "ask")
    switch(scene, first, scene.version(editing.put_after(APPROVAL, "check", task("weigh"))))
    send_work_back(actor=scene.alice, item=work(case, "check"), target="ask", reason="Wrong amount", at=AT)
    assert standing(case) == ["ask"]
    assert not Timer.objects.exists()


def test_the_panel_counts_a_step_once_whatever_row_it_stands_at(scene: Scene) -> None:
    first = scene.version()
    scene.case_of(first)
    second = scene.version()
    switch(scene, first, second)
    scene.case_of(second)
    loads = loads_of(scene.alice, first.procedure, Chosen(), at=AT)
    assert {key: load.open for key, load in loads.items()} == {"ask": 2}


def test_the_ledger_says_how_many_and_between_which_versions(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    switch(scene, first, scene.version())
    finish(scene, case, "ask")
    [event] = Event.objects.filter(type="paths.cases.switched")
    assert event.attributes == {"cases": 1, "number": 2, "before": 1}
    [done] = Event.objects.filter(type="paths.work.done")
    assert (done.attributes["node"], done.attributes["version"]) == ("ask", 2)


# ------------------------------------------------------------------ what blocks

FORK = ChartNode("fork", NodeKind.PARALLEL, {"en": "Fork"})
MEET = ChartNode("meet", NodeKind.PARALLEL, {"en": "Meet"})


def forked(*, second: bool = True) -> Chart:
    """Ask, then two at once."""
    start, *rest = chain("forked", task("ask", item("amount")), FORK, task("left"), MEET).nodes
    ways: Iterable[tuple[str, str]] = [
        ("start", "ask"),
        ("ask", "fork"),
        ("fork", "left"),
        ("left", "meet"),
        ("fork", "right"),
        ("right", "meet") if second else ("right", "between"),
        ("meet", "end"),
    ]
    nodes = [start, *rest, task("right")]
    if not second:
        nodes.append(task("between"))
        ways = [*ways, ("between", "meet")]
    flows = tuple(ChartFlow(f"{a}_{b}", a, b) for a, b in ways)
    return Chart("forked", {"en": "Forked"}, nodes=tuple(nodes), flows=flows)


def in_line() -> Chart:
    return chain("forked", task("ask", item("amount")), task("left"), task("right"))


def refused(scene: Scene, source: ProcedureVersion, chart: Chart, **mapping: str) -> str:
    target = scene.version(chart)
    with pytest.raises(Invalid) as raised:
        switch(scene, source, target, mapping)
    assert not Case.objects.filter(version=target).exists()
    [sentence] = raised.value.errors.values()
    assert {str(f.sentence) for f in preview_switch(source, target, mapping).fates if f.blocks} == {sentence}
    return str(sentence)


def test_a_step_that_is_gone_blocks_until_another_is_named(scene: Scene) -> None:
    first = scene.version()
    case = scene.case_of(first)
    later = renamed(APPROVAL, "ask", "plead")
    assert "has no such step" in refused(scene, first, later)
    assert "of another kind" in refused(scene, first, later, ask="level")
    target = ProcedureVersion.objects.latest("number")
    assert switch(scene, first, target, {"ask": "plead"}) == 1
    assert standing(case) == ["plead"]


def test_a_step_in_another_block_of_parallel_ways_blocks(scene: Scene) -> None:
    case = scene.case(forked())
    complete_work(actor=scene.alice, item=work(case, "ask"), outputs={"amount": "5"}, at=AT)
    assert standing(case) == ["left", "right"]
    assert "would wait for ever" in refused(scene, case.version, in_line())


def test_a_join_reached_by_a_way_that_is_gone_blocks(scene: Scene) -> None:
    case = scene.case(forked())
    complete_work(actor=scene.alice, item=work(case, "ask"), outputs={"amount": "5"}, at=AT)
    complete_work(actor=scene.alice, item=work(case, "right"), outputs={}, at=AT)
    assert "by a way that the new version does not have" in refused(scene, case.version, forked(second=False))


def test_only_between_versions_of_one_procedure_and_to_one_in_force(scene: Scene) -> None:
    first = scene.version()
    other, draft = scene.version(in_line()), scene.version()
    ProcedureVersion.objects.filter(pk=draft.pk).update(state=VersionState.DRAFT)
    draft.refresh_from_db()
    for target, sentence in ((other, "same procedure"), (first, "same procedure"), (draft, "in force")):
        with pytest.raises(Refused, match=sentence):
            switch(scene, first, target)


def test_only_who_may(scene: Scene) -> None:
    first, second = scene.version(), scene.version()
    with pytest.raises(Refused):
        switch_cases(actor=scene.carla, source=first, target=second, mapping={}, at=AT)
    assert switch_cases(actor=scene.victor, source=first, target=second, mapping={}, at=AT) == 0
