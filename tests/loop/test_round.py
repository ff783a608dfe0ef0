"""The daily round: everything that is due, once, and not twice."""

import datetime as dt
import threading

import pytest
from django.db import connection

from periplus.core.models import Event
from periplus.loop.enums import DeviationState, PullState, RuleKind, SignalState
from periplus.loop.models import Deviation, Signal
from periplus.loop.scopes import Scope
from periplus.loop.services import rules, waivers
from periplus.loop.services.arranging import AGENDA
from periplus.loop.services.rounds import LOCK, UNLOCK, RoundReport, run_daily_round
from periplus.loop.tasks import daily_round
from periplus.loop.values import RuleValues
from tests.loop.scene import MONDAY, THURSDAY, Scene, make_scene
from tests.loop.stretch import Tide, registered

JUNE = dt.date(2026, 6, 1)


def watch(scene: Scene) -> None:
    """A rule that calls every tide below thirty serious."""
    values = RuleValues(
        title="Too low",
        measure="tests.tide",
        scope=Scope(institution=scene.institution.uuid),
        kind=RuleKind.THRESHOLD,
        parameters={"past": 30, "side": "below"},
        goal=scene.goal,
    )
    rule = rules.draft_rule(actor=AGENDA, institution=scene.institution, values=values, on=MONDAY)
    rules.switch_on(actor=AGENDA, rule=rule, effective_on=MONDAY, on=MONDAY)


@pytest.mark.django_db
def test_a_round_turns_figures_into_signals_deviations_and_agenda_items(scene: Scene) -> None:
    watch(scene)
    report = run_daily_round(today=THURSDAY)
    assert report.signals_raised >= 1
    signal = Signal.objects.get(rule__title="Too low")
    assert signal.state == SignalState.IN_DEVIATION
    deviation = Deviation.objects.get(signals=signal)
    assert deviation.state == DeviationState.ON_AGENDA
    assert scene.item(deviation).body == scene.committee


@pytest.mark.django_db
def test_a_second_round_on_the_same_day_does_nothing(scene: Scene) -> None:
    watch(scene)
    scene.decided(on=JUNE)
    run_daily_round(today=JUNE)
    entries = Event.objects.count()
    assert run_daily_round(today=JUNE) == RoundReport()
    assert Event.objects.count() == entries


@pytest.mark.django_db
def test_a_round_carries_out_what_is_due_and_says_so_once(scene: Scene) -> None:
    decision = scene.decided(on=JUNE)
    waived = scene.deviation(title="Another", measure="")
    waivers.waive_deviation(
        actor=scene.victor, deviation=waived, until=JUNE, reason="Wait for the figures.", today=THURSDAY
    )
    report = run_daily_round(today=JUNE)
    assert (report.pulls_applied, report.waivers_ended) == (1, 1)
    assert decision.pulls.get().state == PullState.IN_EFFECT
    waived.refresh_from_db()
    assert waived.state == DeviationState.ON_AGENDA
    assert Event.objects.get(type="loop.round.run").attributes == report.counts


@pytest.mark.django_db
def test_a_round_puts_due_effect_checks_on_the_agenda(scene: Scene) -> None:
    check = scene.decided().effect_checks.get()
    assert run_daily_round(today=dt.date(2028, 1, 1)).checks_entered == 1
    assert check.agenda_items.get().body == scene.committee


@pytest.mark.django_db
def test_an_empty_installation_has_a_round_without_a_trace() -> None:
    assert run_daily_round(today=MONDAY) == RoundReport()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_the_job_of_the_night_runs_the_round(scene: Scene) -> None:
    scene.decided(on=THURSDAY)
    assert "figures_changed" in daily_round(0)


@pytest.mark.django_db(transaction=True)
def test_two_rounds_never_run_at_once() -> None:
    """Another session of the database holds the lock; this round steps back."""
    held, done = threading.Event(), threading.Event()

    def other() -> None:
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
            held.set()
            done.wait(timeout=10)
            cursor.execute(UNLOCK)
        connection.close()

    worker = threading.Thread(target=other)
    worker.start()
    held.wait(timeout=10)
    try:
        assert run_daily_round(today=MONDAY) == RoundReport(ran=False)
    finally:
        done.set()
        worker.join()
    assert run_daily_round(today=MONDAY).ran


@pytest.mark.django_db(transaction=True)
def test_a_round_that_breaks_off_is_taken_up_by_the_next() -> None:
    class Broken(Tide):
        broken = True

        def compute(self, scope, periods):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            if self.broken:
                message = "The gauge is stuck."
                raise RuntimeError(message)
            return super().compute(scope, periods)

    gauge = Broken()
    gauge.levels = {"2025": 20}
    with registered(gauge):
        gauge.broken = False
        scene = make_scene()
        decision = scene.decided(on=JUNE)
        gauge.broken = True
        with pytest.raises(RuntimeError):
            run_daily_round(today=JUNE)
        assert decision.pulls.get().state == PullState.IN_EFFECT
        gauge.broken = False
        assert run_daily_round(today=JUNE).pulls_applied == 0
