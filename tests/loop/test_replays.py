import datetime as dt
from decimal import Decimal

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import Course, ReplayState
from periplus.loop.models import Deviation, Measurement, Replay, Signal
from periplus.loop.scopes import Scope
from periplus.loop.services.replays import prepare_replay, resume_replay, run_replay, start_replay
from periplus.loop.values import ReplayValues
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.loop import GoalFactory, RuleFactory, TargetFactory, scope_of
from tests.factories.people import InstitutionFactory, person_as
from tests.loop.stretch import Tide

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
LEVELS = [10, 12, 10, 9, 9, 10, 11, 20, 10, 2]


@pytest.fixture
def port() -> Institution:
    institution: Institution = InstitutionFactory.create()
    return institution


@pytest.fixture
def alice(port: Institution) -> Person:
    return person_as(Role.OFFICE, institution=port)


@pytest.fixture
def replay(alice: Person, port: Institution, tide: Tide) -> Replay:
    tide.levels = {str(2005 + number): level for number, level in enumerate(LEVELS)}
    tide.parts = {"2013": {"BR": 6, "CL": 4}, "2014": {"BR": 1, "CL": 1}}
    return prepare_replay(actor=alice, values=ReplayValues(scope_of(port), 2005, 2014), on=TODAY)


def findings(replay: Replay) -> list[tuple[str, str, str]]:
    rows = replay.findings.filter(measure="tests.tide").order_by("period_key")
    return [(row.period_key, row.sentence, row.course) for row in rows]


def test_without_rules_every_indicator_is_held_against_its_natural_range(replay: Replay) -> None:
    run_replay(replay=replay)
    values = (
        replay.readings.filter(measure="tests.tide").order_by("starts_on").values_list("value", flat=True)
    )
    assert list(values) == LEVELS
    assert findings(replay) == [("2012", "trend_above", Course.ON), ("2014", "trend_below", Course.OFF)]
    causes = replay.findings.get(period_key="2014", measure="tests.tide").causes
    assert [(cause["key"], cause["value"]) for cause in causes] == [("BR", "-5"), ("CL", "-3")]
    assert (replay.state, replay.done_share) == (ReplayState.DONE, 1)


def test_live_figures_are_never_touched(replay: Replay) -> None:
    run_replay(replay=replay)
    assert (Measurement.objects.count(), Signal.objects.count(), Deviation.objects.count()) == (0, 0, 0)


def test_rules_and_targets_in_force_are_applied_as_they_were_at_the_start(
    alice: Person, port: Institution, tide: Tide
) -> None:
    tide.levels = {"2010": 60, "2011": 40, "2012": 60}
    rule = RuleFactory.create(institution=port)
    TargetFactory.create(
        goal=GoalFactory.create(plan__institution=port, title="Grow"),
        measure="tests.tide",
        baseline=Decimal(60),
        baseline_on=dt.date(2010, 12, 31),
        due_on=dt.date(2012, 12, 31),
        value=Decimal(100),
    )
    replay = prepare_replay(actor=alice, values=ReplayValues(scope_of(port), 2010, 2012), on=TODAY)
    rule.delete()
    run_replay(replay=replay)
    assert findings(replay) == [
        ("2011", "stage", Course.OFF),
        ("2011", "threshold_below", Course.OFF),
        ("2012", "stage", Course.OFF),
    ]


def test_a_replay_that_broke_off_goes_on_where_it_stopped(replay: Replay, alice: Person, tide: Tide) -> None:
    tide.broken = True
    with pytest.raises(ConnectionError):
        run_replay(replay=replay)
    replay.refresh_from_db()
    assert (replay.state, "ConnectionError" in replay.failure) == (ReplayState.FAILED, True)
    asked, done = tide.asked, replay.done_share
    tide.broken = False
    resume_replay(actor=alice, replay=replay, on=TODAY)
    assert replay.done_share == done > Decimal("0.5")
    run_replay(replay=replay)
    assert tide.asked == asked
    assert [key for key, *_ in findings(replay)] == ["2012", "2014"]
    with pytest.raises(Refused, match="done"):
        resume_replay(actor=alice, replay=replay, on=TODAY)


def test_a_replay_needs_whose_years_and_which(alice: Person, port: Institution) -> None:
    for values, wrong in (
        (ReplayValues(Scope(), 2010, 2012), "institution"),
        (ReplayValues(scope_of(port), 2012, 2010), "last_year"),
        (ReplayValues(scope_of(port), 1900, 2010), "last_year"),
    ):
        with pytest.raises(Invalid) as refused:
            prepare_replay(actor=alice, values=values, on=TODAY)
        assert set(refused.value.errors) == {wrong}


def test_starting_hands_the_work_to_the_worker(alice: Person, port: Institution) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415 -- after set-up

    replay = start_replay(actor=alice, values=ReplayValues(scope_of(port), 2010, 2012), on=TODAY)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("loop.run_replay", {"replay_id": replay.pk})


def test_students_do_not_run_replays(port: Institution) -> None:
    with pytest.raises(Refused):
        prepare_replay(
            actor=person_as(Role.STUDENT), values=ReplayValues(scope_of(port), 2010, 2012), on=TODAY
        )
