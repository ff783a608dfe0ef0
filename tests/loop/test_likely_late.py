"""Warnings become signals: once for each goal, gone when the danger is, and only where the hint is good."""

import datetime as dt
from typing import Any

import pytest

from periplus.loop.enums import Binding, Severity, SignalKind, SignalState
from periplus.loop.models import Goal, Signal
from periplus.loop.sentences import sentence_of
from periplus.loop.services.signals import raise_signals
from periplus.paths.models import Case, Outlook, OutlookQuality
from tests.loop.procedures import MORNING, Works, after, put_in_force
from tests.loop.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(scene: Scene) -> Works:
    """Finished cases took ten days from “Ask”, four in five at most fifteen; the hint proved a good one."""
    Goal.objects.filter(pk=scene.goal.pk).update(accountable=scene.victor, rhythm_days=5000)
    scene.goal.refresh_from_db()
    works = put_in_force(scene)
    for key in ("", "ask"):
        Outlook.objects.create(
            procedure=works.procedure,
            state_key=key,
            cases=40,
            median_days=10,
            late_after_days=15,
            late_share=0.2,
        )
    OutlookQuality.objects.create(
        procedure=works.procedure,
        learnt_from=40,
        tested_on=10,
        hit_rate=0.7,
        error_days=2,
        worked_out_at=MORNING,
    )
    return works


def begin(works: Works, **more: Any) -> Case:
    return works.begin(due_on=after(4).date(), **more)


def signals(works: Works, days: int) -> list[Signal]:
    raise_signals(institution=works.scene.institution, today=after(days).date())
    return list(Signal.objects.filter(kind=SignalKind.AHEAD, state=SignalState.OPEN))


def test_told_once_and_gone_with_the_danger(works: Works) -> None:
    package = works.package()
    case = begin(works, package=package.uuid)
    (signal,) = signals(works, 1)
    assert (signal.goal, signal.severity, signal.deviation) == (works.scene.goal, Severity.NOTICE, None)
    assert sentence_of(signal) == (
        f"Cases for the goal “{works.scene.goal.title}” that are not late yet and likely will be: 1."
    )
    assert signals(works, 2) == [signal]
    Case.objects.filter(pk=case.pk).update(due_on=after(60).date())
    assert signals(works, 3) == []


def test_a_package_at_the_step_where_it_stands(works: Works) -> None:
    works.package(Binding.NODE, node="ask")
    begin(works)
    assert len(signals(works, 1)) == 1


def test_no_goal_no_signal(works: Works) -> None:
    begin(works)
    assert signals(works, 1) == []


def test_a_guess_warns_nobody(works: Works) -> None:
    OutlookQuality.objects.update(hit_rate=0.55)
    package = works.package()
    begin(works, package=package.uuid)
    assert signals(works, 1) == []


def test_what_is_late_already_is_no_warning(works: Works) -> None:
    package = works.package()
    case = begin(works, package=package.uuid)
    assert case.due_on == dt.date(2026, 3, 6)
    assert signals(works, 6) == []
