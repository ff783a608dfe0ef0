"""Conflicts in responsibility lists become signals of the goals whose work they divide."""

import pytest

from periplus.loop.attention import worries
from periplus.loop.enums import Severity, SignalKind, SignalState
from periplus.loop.models import Signal
from periplus.loop.sentences import sentence_of
from periplus.loop.services.signals import raise_signals
from periplus.paths.enums import Duty
from periplus.paths.models import WorkPlan
from periplus.paths.services import modules, workplans
from periplus.paths.services.modules import ModuleTerms, Someone
from tests.loop.procedures import Works, let_lie, put_in_force
from tests.loop.scene import MONDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(scene: Scene) -> Works:
    """The goal has an owner and may lie still, so that only responsibility lists are spoken of."""
    let_lie(scene)
    return put_in_force(scene)


@pytest.fixture
def plan(works: Works) -> WorkPlan:
    return workplans.make_workplan_of_procedure(actor=works.scene.alice, procedure=works.procedure, on=MONDAY)


def unanswered(works: Works, plan: WorkPlan) -> None:
    modules.add_module(actor=works.scene.alice, plan=plan, terms=ModuleTerms("Report"), on=MONDAY)


def told(works: Works) -> list[Signal]:
    return [
        signal
        for signal in raise_signals(institution=works.scene.institution, today=MONDAY)
        if signal.kind == SignalKind.DUTIES
    ]


def test_a_conflict_is_told_once_and_ends_when_it_is_settled(works: Works, plan: WorkPlan) -> None:
    works.package()
    assert told(works) == []
    unanswered(works, plan)
    (signal,) = told(works)
    assert (signal.goal, signal.severity) == (works.scene.goal, Severity.SERIOUS)
    assert sentence_of(signal).startswith(f"Conflicts in the responsibility list “{plan}”")
    assert sentence_of(signal).endswith(": 1.")
    assert told(works) == []
    module = plan.modules.get(title="Report")
    to = Someone(person=works.scene.victor)
    modules.give_duty(actor=works.scene.alice, module=module, duty=Duty.ACCOUNTABLE, to=to, on=MONDAY)
    told(works)
    assert not Signal.objects.filter(kind=SignalKind.DUTIES, state=SignalState.OPEN).exists()


def test_whoever_checks_own_work_is_a_notice(works: Works, plan: WorkPlan) -> None:
    works.package()
    unanswered(works, plan)
    module = plan.modules.get(title="Report")
    for duty in (Duty.ACCOUNTABLE, Duty.RESPONSIBLE):
        to = Someone(person=works.scene.victor)
        modules.give_duty(actor=works.scene.alice, module=module, duty=duty, to=to, on=MONDAY)
    found = [each for each in worries(works.scene.institution, today=MONDAY).all if each.kind == "duties"]
    assert [each.severity for each in found] == [Severity.NOTICE]


def test_lists_that_serve_no_goal_and_closed_ones_are_left_alone(works: Works, plan: WorkPlan) -> None:
    unanswered(works, plan)
    assert told(works) == []
    works.package()
    workplans.close_workplan(actor=works.scene.alice, plan=plan, on=MONDAY)
    assert told(works) == []
