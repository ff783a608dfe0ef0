import datetime as dt
from decimal import Decimal

import pytest

from periplus.core.ledger.queries import list_events_about
from periplus.core.ledger.services import System
from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import (
    Course,
    DeviationState,
    RuleKind,
    RuleState,
    Severity,
    SignalKind,
    SignalState,
)
from periplus.loop.models import Deviation, Goal, Signal
from periplus.loop.sentences import sentence_of
from periplus.loop.services.deviations import assign_deviation, join_deviation, note_cause, open_from_signal
from periplus.loop.services.measuring import measure_regularly
from periplus.loop.services.signals import dismiss_signal, raise_signals, report_signal
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.loop import (
    DeviationFactory,
    GoalFactory,
    RuleFactory,
    SignalFactory,
    TargetFactory,
    scope_of,
)
from tests.factories.people import InstitutionFactory, PersonFactory, person_as
from tests.loop.stretch import Tide

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
ROUND = System("daily round")


@pytest.fixture
def port() -> Institution:
    institution: Institution = InstitutionFactory.create()
    return institution


@pytest.fixture
def goal(port: Institution) -> Goal:
    owner = PersonFactory.create(institution=port)
    found: Goal = GoalFactory.create(plan__institution=port, accountable=owner, touched_on=TODAY)
    return found


def go_round(port: Institution, today: dt.date = TODAY) -> list[Signal]:
    measure_regularly(actor=ROUND, institution=port, today=today)
    return raise_signals(institution=port, today=today)


def test_a_rule_raises_a_signal_with_its_reading_and_says_it_in_words(port: Institution, tide: Tide) -> None:
    rule = RuleFactory.create(institution=port, severity=Severity.NOTICE)
    tide.levels = {"2024": 60, "2025": 40}
    (signal,) = go_round(port)
    assert (signal.rule, signal.kind, signal.state) == (rule, SignalKind.RULE, SignalState.OPEN)
    assert signal.measurement is not None
    assert signal.measurement.value == 40
    assert sentence_of(signal) == "Tide: 40 in 2025, below the limit of 50."
    assert list_events_about(signal.uuid)[0].type == "loop.signal.raised"


def test_history_from_before_the_rule_raises_nothing(port: Institution, tide: Tide) -> None:
    RuleFactory.create(institution=port)
    tide.levels = {"2023": 10, "2024": 10, "2025": 60}
    assert go_round(port) == []


@pytest.mark.parametrize("state", [RuleState.DRAFT, RuleState.RETIRED])
def test_only_rules_in_force_raise_signals(port: Institution, tide: Tide, state: RuleState) -> None:
    RuleFactory.create(institution=port, state=state)
    RuleFactory.create(institution=port, effective_on=dt.date(2026, 4, 1))
    tide.levels = {"2025": 10}
    assert go_round(port) == []


def test_the_same_period_is_told_once_and_the_next_one_again(port: Institution, tide: Tide) -> None:
    RuleFactory.create(institution=port, severity=Severity.NOTICE, parameters={"past": "50"})
    tide.levels = {"2025": 55, "2026": 40}
    assert go_round(port) == []
    tide.levels = {"2025": 40, "2026": 40}
    assert len(go_round(port)) == 1
    assert go_round(port) == []
    (second,) = go_round(port, today=dt.date(2027, 1, 2))
    assert second.facts["period"] == "2026"
    assert [s.state for s in Signal.objects.order_by("id")] == [SignalState.CLEARED, SignalState.OPEN]


def test_a_dismissed_signal_does_not_come_back_for_its_period(port: Institution, tide: Tide) -> None:
    alice = person_as(Role.OFFICE, institution=port)
    RuleFactory.create(
        institution=port, kind=RuleKind.TIME, severity=Severity.NOTICE, parameters={"days": 10}
    )
    tide.levels = {"2024": 40}
    (signal,) = go_round(port)
    with pytest.raises(Invalid):
        dismiss_signal(actor=alice, signal=signal, reason=" ", on=TODAY)
    dismiss_signal(actor=alice, signal=signal, reason="A holiday", on=TODAY)
    signal.refresh_from_db()
    assert (signal.state, signal.settled_reason) == (SignalState.DISMISSED, "A holiday")
    with pytest.raises(Refused):
        dismiss_signal(actor=alice, signal=signal, reason="Twice", on=TODAY)
    assert go_round(port) == []


def test_a_signal_clears_when_a_new_reading_takes_its_reason_away(port: Institution, tide: Tide) -> None:
    RuleFactory.create(institution=port, severity=Severity.NOTICE, parameters={"past": "50"})
    tide.levels = {"2023": 60, "2024": 60, "2025": 40}
    (signal,) = go_round(port)
    tide.levels["2025"] = 51
    assert go_round(port) == []
    signal.refresh_from_db()
    assert signal.state == SignalState.CLEARED
    assert list_events_about(signal.uuid)[0].type == "loop.signal.cleared"


def test_a_serious_signal_opens_a_deviation_with_causes_and_owner(
    port: Institution, goal: Goal, tide: Tide
) -> None:
    target = TargetFactory.create(
        goal=goal, measure="tests.tide", baseline=Decimal(100), baseline_on=dt.date(2023, 12, 31)
    )
    RuleFactory.create(institution=port, goal=goal, kind=RuleKind.STAGE, parameters={}, scope=target.scope)
    tide.levels = {"2023": 100, "2024": 90, "2025": 60}
    tide.parts = {"2023": {"BR": 70, "CL": 30}, "2025": {"BR": 25, "CL": 35}}
    go_round(port)
    deviation = Deviation.objects.get()
    assert (deviation.goal, deviation.target, deviation.owner) == (goal, target, goal.accountable)
    assert (deviation.reference, deviation.course, deviation.severity) == (
        "D-1",
        Course.OFF,
        Severity.SERIOUS,
    )
    assert deviation.title == f"{goal.title} · Tide"
    assert [(c["key"], c["value"], c["share"]) for c in deviation.causes] == [
        ("BR", "-45", "0.9"),
        ("CL", "5", "0.1"),
    ]
    signal = deviation.signals.get()
    assert signal.state == SignalState.IN_DEVIATION


def test_further_signals_join_the_open_deviation(port: Institution, goal: Goal, tide: Tide) -> None:
    TargetFactory.create(goal=goal, measure="tests.tide")
    RuleFactory.create(institution=port)
    RuleFactory.create(institution=port, severity=Severity.CRITICAL, parameters={"past": "45"})
    tide.levels = {"2025": 40, "2026": 30}
    go_round(port)
    go_round(port, today=dt.date(2027, 1, 2))
    deviation = Deviation.objects.get()
    assert deviation.goal == goal
    assert (deviation.signals.count(), deviation.severity) == (4, Severity.CRITICAL)
    assert deviation.measurement is not None
    assert deviation.measurement.period_key == "2026"


def test_after_the_deviation_is_closed_a_new_one_opens(port: Institution, tide: Tide) -> None:
    RuleFactory.create(institution=port)
    tide.levels = {"2025": 40, "2026": 30}
    go_round(port)
    Deviation.objects.update(state=DeviationState.CLOSED, closed_on=TODAY)
    go_round(port, today=dt.date(2027, 1, 2))
    assert list(Deviation.objects.order_by("id").values_list("reference", flat=True)) == ["D-1", "D-2"]


def test_a_surprise_for_the_better_opens_nothing(port: Institution, tide: Tide) -> None:
    RuleFactory.create(institution=port, kind=RuleKind.TREND, parameters={"method": "xmr"})
    tide.levels = {str(2019 + n): level for n, level in enumerate([10, 12, 10, 9, 9, 10, 99])}
    (signal,) = go_round(port)
    assert (signal.severity, signal.state) == (Severity.NOTICE, SignalState.OPEN)
    assert Deviation.objects.count() == 0


@pytest.mark.parametrize("gone", [{"is_active": False}, {"left_on": TODAY}])
def test_a_goal_whose_owner_is_gone_raises_a_signal_that_names_the_deputy(
    port: Institution, goal: Goal, gone: dict[str, object]
) -> None:
    deputy = PersonFactory.create(institution=port, name="Dora Deputy")
    assert goal.accountable is not None
    Person.objects.filter(pk=goal.accountable.pk).update(**gone)
    Goal.objects.update(deputy=deputy)
    (signal,) = go_round(port)
    assert signal.kind == SignalKind.OWNERLESS
    said = sentence_of(Signal.objects.select_related("goal__deputy", "rule").get())
    assert "no longer here" in said
    assert "Dora Deputy stands in" in said
    deviation = Deviation.objects.get()
    assert (deviation.goal, deviation.owner, deviation.measure) == (goal, deputy, "")
    assert go_round(port) == []


@pytest.mark.usefixtures("goal")
def test_a_goal_untouched_for_longer_than_its_rhythm_raises_a_notice(port: Institution) -> None:
    last = TODAY - dt.timedelta(days=180)
    Goal.objects.update(touched_on=last)
    assert go_round(port) == []
    (signal,) = go_round(port, today=TODAY + dt.timedelta(days=1))
    assert (signal.kind, signal.severity) == (SignalKind.STALE, Severity.NOTICE)
    assert Deviation.objects.count() == 0
    Goal.objects.update(touched_on=TODAY)
    go_round(port, today=TODAY + dt.timedelta(days=1))
    signal.refresh_from_db()
    assert signal.state == SignalState.CLEARED


@pytest.mark.usefixtures("goal")
def test_a_dismissed_worry_comes_back_after_the_rhythm_of_the_goal(port: Institution) -> None:
    Goal.objects.update(touched_on=dt.date(2020, 1, 1), rhythm_days=30)
    (signal,) = go_round(port)
    dismiss_signal(actor=ROUND, signal=signal, reason="On leave", on=TODAY)
    assert go_round(port, today=TODAY + dt.timedelta(days=30)) == []
    assert len(go_round(port, today=TODAY + dt.timedelta(days=31))) == 1


def test_goals_of_drafts_and_settled_goals_raise_nothing(port: Institution) -> None:
    GoalFactory.create(plan__institution=port, plan__state="draft", touched_on=dt.date(2020, 1, 1))
    GoalFactory.create(plan__institution=port, state="reached", touched_on=dt.date(2020, 1, 1))
    assert go_round(port) == []


def test_people_report_signals_and_the_unit_settles_them(port: Institution, goal: Goal) -> None:
    teacher = person_as(Role.TEACHER, institution=port)
    stranger = person_as(Role.COORDINATOR, unit=GoalFactory.create(plan__institution=port).unit)
    carla = person_as(Role.COORDINATOR, unit=goal.unit)
    with pytest.raises(Refused):
        report_signal(
            actor=person_as(Role.STUDENT),
            institution=port,
            goal=goal,
            text="Hi",
            severity=Severity.NOTICE,
            on=TODAY,
        )
    signal = report_signal(
        actor=teacher, institution=port, goal=goal, text="100 % silent", severity=Severity.NOTICE, on=TODAY
    )
    assert sentence_of(signal) == "100 % silent"
    for outsider in (teacher, stranger):
        with pytest.raises(Refused):
            open_from_signal(actor=outsider, signal=signal, on=TODAY)
    deviation = open_from_signal(actor=carla, signal=signal, on=TODAY)
    assert (deviation.goal, deviation.title) == (goal, f"{goal.title} · 100 % silent")


def test_a_signal_joins_a_deviation_chosen_by_hand_unless_it_is_closed(port: Institution) -> None:
    alice = person_as(Role.OFFICE, institution=port)
    signal = SignalFactory.create(institution=port, severity=Severity.CRITICAL)
    closed = DeviationFactory.create(institution=port, state=DeviationState.CLOSED)
    with pytest.raises(Invalid):
        join_deviation(actor=alice, signal=signal, deviation=closed, on=TODAY)
    deviation = DeviationFactory.create(institution=port)
    join_deviation(actor=alice, signal=signal, deviation=deviation, on=TODAY)
    deviation.refresh_from_db()
    assert deviation.severity == Severity.CRITICAL


def test_causes_are_noted_by_the_owner_and_owners_named_by_the_office(port: Institution, goal: Goal) -> None:
    owner, alice = person_as(Role.TEACHER, institution=port), person_as(Role.OFFICE, institution=port)
    deviation = DeviationFactory.create(institution=port, goal=goal)
    with pytest.raises(Refused):
        note_cause(actor=owner, deviation=deviation, note="Visas", on=TODAY)
    with pytest.raises(Invalid):
        assign_deviation(
            actor=alice, deviation=deviation, owner=PersonFactory.create(is_active=False), on=TODAY
        )
    assign_deviation(actor=alice, deviation=deviation, owner=owner, on=TODAY)
    note_cause(actor=owner, deviation=deviation, note="Visas take too long", on=TODAY)
    deviation.refresh_from_db()
    assert (deviation.owner, deviation.cause_note) == (owner, "Visas take too long")
    assert scope_of(port).institution == port.uuid
