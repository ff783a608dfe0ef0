"""The levers on procedures: each shows in words, changes, and puts back what held before."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from periplus.core import clock
from periplus.core.ledger.queries import list_events_about
from periplus.core.verdicts import Refused
from periplus.loop.changes import clean_change
from periplus.loop.levering import Difference, get_lever
from periplus.loop.services.arranging import AGENDA
from periplus.paths.enums import VersionState
from periplus.paths.models import ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.cases import version_in_force
from periplus.paths.services.procedures import draft_version
from periplus.people.enums import Role
from tests.loop.procedures import MORNING, Works, put_in_force
from tests.loop.scene import MONDAY, THURSDAY, Scene

pytestmark = pytest.mark.django_db
Shown = list[tuple[str, str, str]]


@pytest.fixture(autouse=True)
def on_thursday() -> Iterator[None]:
    with clock.moved_to(THURSDAY):
        yield


@pytest.fixture
def works(scene: Scene) -> Works:
    return put_in_force(scene)


def pull_and_undo(
    key: str, subject: models.Model, raw: dict[str, Any], *, by: uuid.UUID | None = None
) -> Iterator[Shown]:
    """Pull a lever, stop, put everything back, stop; each time with what was shown before."""
    lever = get_lever(key)
    reference: uuid.UUID = subject.uuid  # type: ignore[attr-defined]
    thing = lever.subject(reference)
    assert thing is not None
    change = clean_change(lever.inputs(thing), raw)
    assert lever.check(thing, change, on=THURSDAY)
    shown = words(lever.preview(thing, change))
    before = (
        lever.carry_out(decision=by, subject=thing, change=change, on=THURSDAY)
        if by
        else lever.apply(actor=None, subject=thing, change=change, on=THURSDAY)
    )
    yield shown
    again = lever.subject(reference)
    assert again is not None
    lever.undo(actor=None, subject=again, before=before, on=THURSDAY)
    yield shown


def words(differences: list[Difference]) -> Shown:
    return [(str(each.label), each.before, each.after) for each in differences]


def refusal(key: str, subject: models.Model, raw: dict[str, Any]) -> str:
    lever = get_lever(key)
    return str(lever.check(subject, raw, on=THURSDAY).sentence)


def in_force(works: Works, on: dt.date = THURSDAY) -> ProcedureVersion:
    version = version_in_force(works.procedure, on=on)
    assert version is not None
    return version


def test_a_drafted_version_comes_into_force_by_a_decision_and_the_one_before_comes_back(works: Works) -> None:
    draft = draft_version(actor=AGENDA, origin=works.version, reason="Faster", at=MORNING)
    decision = uuid.uuid4()
    steps = pull_and_undo("loop.procedure_version", draft, {"reason": "It is decided."}, by=decision)
    assert next(steps) == [("Version in force", "1", "2")]
    now = in_force(works)
    assert (now.number, now.decision_uuid, now.reason) == (2, decision, "It is decided.")
    works.version.refresh_from_db()
    assert (works.version.state, works.version.effective_until) == (VersionState.RETIRED, THURSDAY)
    assert in_force(works, MONDAY).number == 1
    next(steps)
    assert in_force(works).number == 1
    draft.refresh_from_db()
    assert draft.state == VersionState.RETIRED
    assert list_events_about(draft.uuid).filter(type="paths.version.undone").exists()


def test_only_a_sound_draft_is_put_in_force(works: Works) -> None:
    assert "no draft" in refusal("loop.procedure_version", works.version, {"reason": "x"})
    offered = get_lever("loop.procedure_version").subjects(text="", limit=10)
    assert list(offered) == []


def test_a_step_gets_more_time(works: Works) -> None:
    steps = pull_and_undo("loop.time_allowance", works.procedure, {"node": "check", "days": "20"})
    assert next(steps) == [("Days for “Check”", "10", "20")]
    assert get_chart(in_force(works)).node["check"].allowance_days == 20
    assert get_chart(works.version).node["check"].allowance_days == 10
    next(steps)
    assert get_chart(in_force(works)).node["check"].allowance_days == 10
    assert "already" in refusal("loop.time_allowance", works.procedure, {"node": "check", "days": 10})
    assert "1000" in refusal("loop.time_allowance", works.procedure, {"node": "check", "days": 0})
    assert "no such step" in refusal("loop.time_allowance", works.procedure, {"node": "gone", "days": 3})


def test_a_step_goes_to_another_role_that_somebody_holds(works: Works) -> None:
    steps = pull_and_undo("loop.step_role", works.procedure, {"node": "check", "role": Role.OFFICE.value})
    (shown,) = next(steps)
    assert shown[0] == "Who does “Check”"
    assert (shown[1], shown[2]) == (str(Role.COORDINATOR.label), str(Role.OFFICE.label))
    assert get_chart(in_force(works)).node["check"].role == Role.OFFICE
    next(steps)
    assert get_chart(in_force(works)).node["check"].role == Role.COORDINATOR
    change = {"node": "check", "role": Role.REVIEWER.value}
    assert "Nobody holds" in refusal("loop.step_role", works.procedure, change)


def test_a_cell_of_a_decision_table_says_something_else(works: Works) -> None:
    raw = {"table": "level", "rule": "2", "column": "level/1", "text": '"top"'}
    steps = pull_and_undo("loop.decision_rule", works.procedure, raw)
    assert next(steps) == [("Rule 2 of “Level”", '>= 1000 → "high"', '>= 1000 → "top"')]
    assert get_chart(in_force(works)).table["level"].rules[1].results == ('"top"',)
    next(steps)
    assert get_chart(in_force(works)).table["level"].rules[1].results == ('"high"',)


def test_rules_are_rewritten_added_and_taken_away_but_never_left_with_gaps(works: Works) -> None:
    lever, procedure = get_lever("loop.decision_rule"), works.procedure
    third = {"table": "level", "rule": 3, "text": '> 5000 | "top"'}
    assert "5000" in words(lever.preview(procedure, third))[0][2]
    assert not lever.check(procedure, third, on=THURSDAY)  # overlaps with rule 2
    taken = {"table": "level", "rule": 2}
    assert words(lever.preview(procedure, taken))[0][2] == "no such rule"
    assert not lever.check(procedure, taken, on=THURSDAY)  # nothing would be said from 1000 on
    assert "2 cells" in refusal("loop.decision_rule", procedure, {"table": "level", "rule": 1, "text": "< 9"})
    assert "2 rules" in refusal("loop.decision_rule", procedure, {"table": "level", "rule": 9, "text": "x"})
    odd = {"table": "level", "rule": 1, "text": '__import__("os") | "low"'}
    assert not lever.check(procedure, odd, on=THURSDAY)
    assert ProcedureVersion.objects.filter(procedure=procedure).count() == 1


def test_all_cases_of_a_procedure_get_another_priority_and_each_its_own_back(works: Works) -> None:
    cases = [works.begin(name, priority=priority) for name, priority in (("A", 3), ("B", 3), ("C", 2))]
    steps = pull_and_undo("loop.procedure_priority", works.procedure, {"priority": "1"}, by=uuid.uuid4())
    assert next(steps) == [("Priority", "2, 3", "1")]
    assert priorities(cases) == [1, 1, 1]
    later = works.begin("D", priority=1, at=MORNING + dt.timedelta(days=20))
    assert "already" in refusal("loop.procedure_priority", works.procedure, {"priority": 1})
    next(steps)
    assert priorities([*cases, later]) == [3, 3, 2, 1]


def test_one_case_gets_another_priority(works: Works) -> None:
    case = works.begin("A")
    steps = pull_and_undo("loop.case_priority", case, {"priority": "1"})
    assert next(steps) == [("Priority", "3", "1")]
    assert priorities([case]) == [1]
    next(steps)
    assert priorities([case]) == [3]


def priorities(cases: list[Any]) -> list[int]:
    for case in cases:
        case.refresh_from_db()
    return [case.priority for case in cases]


def test_nothing_is_put_back_over_a_later_version(works: Works) -> None:
    steps = pull_and_undo("loop.time_allowance", works.procedure, {"node": "check", "days": "20"})
    next(steps)
    later = pull_and_undo("loop.time_allowance", works.procedure, {"node": "sign", "days": "3"})
    next(later)
    with pytest.raises(Refused):
        next(steps)
    next(later)
    chart = get_chart(in_force(works))
    assert (chart.node["check"].allowance_days, chart.node["sign"].allowance_days) == (20, None)
