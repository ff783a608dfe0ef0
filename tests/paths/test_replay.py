"""A draft is tried on what happened: which way past cases would have gone, and where that cannot be told."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.paths import editing
from periplus.paths.chart import Chart, ChartNode, TableColumn
from periplus.paths.editing.blocks import Check
from periplus.paths.enums import NodeKind, ValueType, VersionState, WorkState
from periplus.paths.models import Case, Procedure, ProcedureVersion, WorkItem
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.library import copy_procedure, install_chart
from periplus.paths.services.procedures import draft_version
from periplus.paths.services.testing import Replay, replay_cases
from periplus.paths.trying import find_way
from tests.factories.paths import past_case
from tests.paths.by_hand import chart, deadline, line, makes, node
from tests.paths.scene import APPROVAL, AT, Scene

K = NodeKind
AMOUNT = TableColumn("amount", {"en": "Amount"}, ValueType.NUMBER)


def with_check(before: Chart, at: str, limit: str = "> 500") -> Chart:
    """Sums above a limit are read once more."""
    step = ChartNode("reread", K.TASK, {"en": "Read again"}, role="office")
    made = editing.insert_check(before, at, Check({"en": "Large?"}, AMOUNT, {"en": "Large?"}, step))
    table = next(each for each in made.tables if each.key == "large")
    rule = table.rules[0]
    rules = (replace(rule, cells=(limit,)), replace(rule, cells=(f"not({limit})",), results=("false",)))
    return editing.put_table(made, replace(table, rules=rules))


def draft(scene: Scene, version: ProcedureVersion, changed: Chart) -> ProcedureVersion:
    return draft_version(actor=scene.alice, origin=version, reason="", at=AT, chart=changed)


def replayed(scene: Scene, version: ProcedureVersion, **more: Any) -> Replay:
    since, until = AT - dt.timedelta(days=365), AT + dt.timedelta(days=1)
    return replay_cases(actor=scene.alice, version=version, **({"since": since, "until": until} | more))


def past(version: ProcedureVersion, amount: int | None, *, days: int = 30) -> Case:
    values = {} if amount is None else {"amount": amount}
    return past_case(version, at=AT - dt.timedelta(days=days), values=values, title=f"Sum of {amount}")


def test_cases_that_would_meet_the_new_check_are_found(scene: Scene) -> None:
    version = scene.version()
    small, large = past(version, 100), past(version, 2000)
    found = replayed(scene, draft(scene, version, with_check(APPROVAL, "ask_check")))
    assert {(trial.title, trial.more, trial.spared) for trial in found.trials} == {
        (small.title, (), ()),
        (large.title, ("reread",), ()),
    }
    assert [trial.case for trial in found.differing] == [large.uuid]
    assert dict(found.applied) == {("large", 1): 1, ("large", 2): 1, ("level", 1): 1, ("level", 2): 1}
    assert found.passed["reread"] == 1
    assert found.titles["reread"] == "Read again"
    assert Case.objects.count() == 2
    assert WorkItem.objects.filter(case=small).count() == 3


def test_a_step_that_is_gone_is_spared(scene: Scene) -> None:
    version = scene.version()
    past(version, 100)
    found = replayed(scene, draft(scene, version, editing.remove_node(APPROVAL, "sign")))
    assert [trial.spared for trial in found.trials] == [("sign",)]
    assert found.titles["sign"] == "Sign"


def test_what_nobody_recorded_is_said(scene: Scene) -> None:
    version = scene.version()
    past(version, 100)
    asked = editing.wrap_choice(
        APPROVAL, "sign", title={"en": "Abroad?"}, condition="abroad = true", usual_title={}
    )
    (trial,) = replayed(scene, draft(scene, version, asked)).stopped
    assert list(trial.stops.values()) == ["It depends on “abroad”, which nobody recorded then."]
    assert trial.spared == ()


def test_a_table_without_an_answer_stops_the_case(scene: Scene) -> None:
    version = scene.version()
    past(version, 100)
    gap = with_check(APPROVAL, "ask_check", "> 500")
    table = gap.table["large"]
    gap = editing.put_table(gap, replace(table, rules=table.rules[:1]))
    (trial,) = replayed(scene, draft(scene, version, gap)).stopped
    assert list(trial.stops) == [trial.answers[0].node]
    assert trial.answers[0].problem


def test_running_cases_are_told_by_what_still_lay_before_them(scene: Scene) -> None:
    case = scene.case()
    changed = editing.put_after(APPROVAL, "ask", ChartNode("talk", K.TASK, {"en": "Talk"}, role="office"))
    found = replayed(scene, draft(scene, case.version, changed))
    assert [(trial.more, trial.spared, dict(trial.stops)) for trial in found.trials] == [(("talk",), (), {})]


def test_only_the_span_and_what_the_person_may_see(scene: Scene) -> None:
    version = scene.version()
    past(version, 100, days=400)
    later = past(version, 200, days=10)
    made = draft(scene, version, APPROVAL)
    assert [trial.case for trial in replayed(scene, made).trials] == [later.uuid]
    assert replayed(scene, made, since=AT).trials == ()
    hidden = replay_cases(actor=scene.carla, version=made, since=AT - dt.timedelta(days=365), until=AT)
    assert hidden.trials == ()


def test_a_deadline_that_struck_is_followed(scene: Scene) -> None:
    late = [node("a"), node("b"), deadline(interrupting=True), node("after")]
    version = scene.version(chart(late, "start a\na b\nb end\nlate after\nafter end"))
    case = past_case(version, at=AT - dt.timedelta(days=3), values={})
    WorkItem.objects.filter(case=case, node__key="a").update(state=WorkState.OVERTAKEN)
    (trial,) = replayed(scene, draft(scene, version, get_chart(version))).trials
    assert trial.more == ("after",)


# ------------------------------------------------------------------ the way itself


def test_a_loop_is_passed_once_and_both_ways_at_once() -> None:
    nodes = [
        node("a", items=(makes("again", ValueType.YES_NO),)),
        node("x", K.EXCLUSIVE),
        node("s", K.PARALLEL),
    ]
    nodes += [node("b"), node("c"), node("j", K.PARALLEL)]
    drawn = chart(nodes, "start a\na x\nx a again = true\nx s else\ns b\ns c\nb j\nc j\nj end")
    assert find_way(drawn, {"again": False}).human(drawn) == ["a", "b", "c"]
    assert find_way(drawn, {"again": True}).human(drawn) == ["a"]
    way = find_way(drawn, {"again": False})
    assert (way.outcome, way.stops) == ("done", {})


def test_a_broken_condition_and_a_missing_table_are_told() -> None:
    drawn = chart([node("x", K.EXCLUSIVE), node("a")], "start x\nx a ((\nx end else\na end")
    assert "x" in find_way(drawn, {}).stops
    decision = ChartNode("d", K.DECISION, {"en": "D"}, table="gone")
    assert find_way(line(decision), {}).stops == {"d": "There is no such decision table."}


# ------------------------------------------------------------------ the library, and copies


def test_a_ready_procedure_is_taken_over_as_a_draft_or_in_force(scene: Scene) -> None:
    at = clock.now()
    first = install_chart(actor=scene.alice, institution=scene.institution, chart=APPROVAL, at=at)
    assert first.state == VersionState.DRAFT
    with pytest.raises(Invalid, match="already"):
        install_chart(actor=scene.alice, institution=scene.institution, chart=APPROVAL, at=at)
    other = replace(line(node("a")), key="simple")
    second = install_chart(
        actor=scene.alice,
        institution=scene.institution,
        chart=other,
        at=at,
        effective_from=at.date(),
        reason="Ready",
    )
    assert second.state == VersionState.ENACTED


def test_a_copy_has_a_key_of_its_own(scene: Scene) -> None:
    origin = scene.version()
    made = copy_procedure(actor=scene.alice, origin=origin, title={"en": "Approval"}, at=AT)
    again = copy_procedure(actor=scene.alice, origin=origin, title={"zh": "批准"}, at=AT)
    assert (made.procedure.key, again.procedure.key) == ("approval_2", "approval_copy")
    assert Procedure.objects.count() == 3
