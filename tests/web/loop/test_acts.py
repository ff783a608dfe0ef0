"""What people do on the pages of the loop, from the form to the change."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from periplus.loop.enums import PlanState, RuleState, SignalState
from periplus.loop.models import Deviation, Goal, Measurement, Plan, Replay, Signal, SignalRule, Target
from periplus.people.enums import Role
from tests.factories.loop import DeviationFactory, SignalFactory
from tests.factories.people import PersonFactory, person_as
from tests.loop.scene import Scene
from tests.loop.stretch import Tide
from tests.web.loop.conftest import SignIn

TIDE = "tests.tide"


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_plan_grows_from_draft_to_force(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    answer = client.post(
        reverse("loop:draft_plan"),
        {"title": "Next", "summary": "", "starts_on": "2027-01-01", "ends_on": "2030-12-31"},
    )
    plan = Plan.objects.get(title="Next")
    assert answer.status_code == 303
    goal_values = {
        "title": "More tide",
        "dimension": "both",
        "unit": scene.university.pk,
        "accountable": scene.alice.pk,
        "priority": 1,
        "rhythm_days": 90,
    }
    client.post(reverse("loop:add_goal", args=[plan.uuid]), goal_values)
    goal = Goal.objects.get(plan=plan)
    target_values = {
        "measure": TIDE,
        "period_kind": "calendar_year",
        "value": "90",
        "tolerance": "5",
        "due_on": "2030-12-31",
        "country": "BR",
    }
    client.post(reverse("loop:add_target", args=[goal.uuid]), target_values)
    target = Target.objects.get(goal=goal)
    assert target.scope == {"institution": str(scene.institution.uuid), "country": "BR"}
    assert client.post(reverse("loop:enact_plan", args=[plan.uuid])).status_code == 403
    sign_in(scene.victor).post(reverse("loop:enact_plan", args=[plan.uuid]))
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_FORCE


def test_a_refused_value_comes_back_beside_its_field(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.victor)
    values = {"measure": TIDE, "period_kind": "month", "value": "9", "tolerance": "0", "due_on": "2030-12-31"}
    answer = client.post(reverse("loop:add_target", args=[scene.goal.uuid]), values)
    assert answer.status_code == 422
    assert "Give a tolerance above nought" in answer.content.decode()


def test_a_target_in_per_cent_is_kept_as_a_share(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.victor)
    values = {
        "measure": "loop.closure",
        "period_kind": "calendar_year",
        "value": "80",
        "tolerance": "5",
        "due_on": "2030-12-31",
    }
    client.post(reverse("loop:add_target", args=[scene.goal.uuid]), values)
    target = Target.objects.get(measure="loop.closure")
    assert (float(target.value), float(target.tolerance)) == (0.8, 0.05)
    form = client.get(reverse("loop:change_target", args=[target.uuid])).content.decode()
    assert 'value="80"' in form


def test_goals_are_worked_on_changed_handed_over_and_settled(scene: Scene, sign_in: SignIn) -> None:
    heir = PersonFactory.create(institution=scene.institution)
    goal = scene.goal
    client = sign_in(scene.alice)
    client.post(reverse("loop:note", args=[goal.uuid]), {"text": "Wrote to all."})
    client.post(
        reverse("loop:hand_over", args=[goal.uuid]), {"accountable": heir.pk, "deputy": "", "reason": ""}
    )
    goal.refresh_from_db()
    assert goal.accountable == heir
    change = {
        "title": "Less is enough",
        "reference": goal.reference,
        "dimension": goal.dimension,
        "unit": goal.unit.pk,
        "accountable": heir.pk,
        "priority": 2,
        "rhythm_days": 100,
    }
    assert client.post(reverse("loop:change_goal", args=[goal.uuid]), change).status_code == 422
    client = sign_in(scene.victor)
    client.post(reverse("loop:change_goal", args=[goal.uuid]), change)
    client.post(reverse("loop:settle_goal", args=[goal.uuid]), {"state": "reached", "reason": "Done"})
    goal.refresh_from_db()
    assert (goal.title, goal.state) == ("Less is enough", "reached")


@pytest.mark.parametrize("leads_to", ["open", "join", "dismiss"])
def test_a_reported_signal_opens_joins_or_is_dismissed(scene: Scene, sign_in: SignIn, leads_to: str) -> None:
    teacher = person_as(Role.TEACHER, institution=scene.institution)
    client = sign_in(teacher)
    values = {"text": "They no longer answer.", "goal": scene.goal.pk, "severity": "2"}
    answer = client.post(reverse("loop:report_signal"), values)
    signal = Signal.objects.get(kind="reported")
    assert answer.headers["Location"] == reverse("loop:signal", args=[signal.uuid])
    refused = client.post(reverse("loop:open_deviation", args=[signal.uuid]))
    assert refused.status_code == 403
    client = sign_in(scene.alice)
    other = DeviationFactory.create(institution=scene.institution)
    match leads_to:
        case "open":
            client.post(reverse("loop:open_deviation", args=[signal.uuid]))
        case "join":
            client.post(reverse("loop:join_deviation", args=[signal.uuid]), {"deviation": other.pk})
        case _:
            client.post(reverse("loop:dismiss_signal", args=[signal.uuid]), {"reason": "A holiday"})
    signal.refresh_from_db()
    expected = {
        "open": (SignalState.IN_DEVIATION, scene.goal),
        "join": (SignalState.IN_DEVIATION, None),
        "dismiss": (SignalState.DISMISSED, None),
    }
    goal = signal.deviation.goal if signal.deviation else None
    assert (signal.state, goal) == expected[leads_to]
    assert (signal.deviation == other) == (leads_to == "join")


def test_several_signals_are_dismissed_at_once(scene: Scene, sign_in: SignIn) -> None:
    signals = SignalFactory.create_batch(3, institution=scene.institution)
    client = sign_in(scene.alice)
    chosen = [str(signal.pk) for signal in signals[:2]]
    client.post(
        reverse("loop:signals"),
        {"bulk": "dismiss", "row": chosen, "confirmed": "1", "reason": "Exam weeks"},
    )
    states = [Signal.objects.get(pk=signal.pk).state for signal in signals]
    assert states == [SignalState.DISMISSED, SignalState.DISMISSED, SignalState.OPEN]


def test_a_rule_is_tried_saved_and_switched_on(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    values = {
        "title": "Low water",
        "measure": TIDE,
        "period_kind": "calendar_year",
        "severity": "1",
        "past": "56",
        "side": "below",
        "persistence": "1",
        "of": "1",
    }
    address = reverse("loop:write_rule") + "?kind=threshold"
    tried = client.post(address, values | {"try": "1"}).content.decode()
    assert "It would have raised" in tried
    assert "Tide: 20 in 2025, below the limit of 56." in tried
    assert not SignalRule.objects.filter(title="Low water").exists()
    client.post(address, values)
    rule = SignalRule.objects.get(title="Low water")
    assert rule.parameters == {"past": "56", "side": "below", "persistence": "1", "of": "1"}
    assert client.post(reverse("loop:switch_on", args=[rule.uuid])).status_code == 403
    sign_in(scene.victor).post(reverse("loop:switch_on", args=[rule.uuid]), {"effective_on": "2026-03-02"})
    rule.refresh_from_db()
    assert rule.state == RuleState.ACTIVE


def test_a_rule_that_makes_no_sense_is_neither_tried_nor_saved(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    values = {"title": "Odd", "measure": TIDE, "period_kind": "month", "severity": "1", "baseline": "2"}
    for button in ({"try": "1"}, {}):
        answer = client.post(reverse("loop:write_rule") + "?kind=trend&method=ewma", values | button)
        assert answer.status_code == 422
        assert "Give a number from 3 to 120." in answer.content.decode()
    assert not SignalRule.objects.filter(title="Odd").exists()


def test_a_rule_switched_on_is_changed_by_a_new_version(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in(scene.alice)
    rule = SignalRule.objects.get()
    values = {
        "title": rule.title,
        "measure": rule.measure,
        "period_kind": rule.period_kind,
        "goal": scene.goal.pk,
        "severity": "3",
        "at": "2",
        "persistence": "1",
        "of": "1",
    }
    client.post(reverse("loop:revise_rule", args=[rule.uuid]), values)
    draft = SignalRule.objects.get(replaces=rule)
    assert (draft.version, draft.severity, draft.parameters["at"]) == (2, 3, "2")
    shown = client.get(reverse("loop:rule", args=[draft.uuid])).content.decode()
    assert "What this version changes" in shown
    client.post(reverse("loop:discard_rule", args=[draft.uuid]))
    assert not SignalRule.objects.filter(pk=draft.pk).exists()


def test_measuring_now_says_what_changed(scene: Scene, tide: Tide, sign_in: SignIn) -> None:
    tide.levels["2025"] = 21
    answer = sign_in(scene.alice).post(reverse("loop:measure_now"))
    assert "1 of them new" in said(answer)[0]
    assert Measurement.objects.get(measure=TIDE, period_key="2025", current=True).value == 21


def test_a_replay_is_started_from_the_page(scene: Scene, sign_in: SignIn) -> None:
    teacher = person_as(Role.TEACHER, institution=scene.institution)
    client = sign_in(teacher)
    years = {"title": "", "period_kind": "calendar_year", "first_year": "2015", "last_year": "2025"}
    answer = client.post(reverse("loop:start_replay"), years)
    replay = Replay.objects.get()
    assert answer.headers["Location"] == reverse("loop:replay", args=[replay.uuid])
    assert (replay.started_by, replay.title) == (teacher, "2015–2025")
    assert ProcrastinateJob.objects.filter(task_name="loop.run_replay").count() == 1
    shown = client.get(reverse("loop:replay", args=[replay.uuid])).content.decode()
    assert "Waits for the worker." in shown
    wrong = client.post(reverse("loop:start_replay"), years | {"last_year": "2014"})
    assert "The last year has to follow the first." in wrong.content.decode()


def test_reading_changes_nothing(scene: Scene, sign_in: SignIn) -> None:
    before = (Signal.objects.count(), Deviation.objects.count(), Measurement.objects.count())
    client = sign_in(scene.victor)
    for name in ("board", "indicators", "signals", "rules", "replays", "plans"):
        assert client.get(reverse(f"loop:{name}")).status_code == 200
    assert (Signal.objects.count(), Deviation.objects.count(), Measurement.objects.count()) == before
