"""Decisions: what they have to name, what happens when they are taken and undone."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    EffectState,
    ItemState,
    PullState,
)
from periplus.loop.services import agenda, decisions, effects, pulls, targets, waivers
from periplus.loop.services.arranging import AGENDA
from periplus.people.enums import Role
from tests.factories.people import person_as
from tests.loop.scene import MONDAY, THURSDAY, Scene

pytestmark = pytest.mark.django_db

NEXT_YEAR = dt.date(2027, 1, 1)


def test_decisions_are_drafted_only_while_the_review_is_in_session(scene: Scene) -> None:
    deviation = scene.deviation()
    with pytest.raises(Refused, match="waits for a meeting"):
        scene.draft(deviation)
    scene.meeting()
    assert scene.draft(deviation).state == DecisionState.DRAFTED


def test_a_decision_says_what_and_why(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    with pytest.raises(Invalid) as invalid:
        decisions.draft_decision(
            actor=scene.alice, item=scene.item(deviation), title=" ", reasons="", today=THURSDAY
        )
    assert set(invalid.value.errors) == {"title", "reasons"}


def test_a_decision_names_what_it_changes(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    with pytest.raises(Refused, match="at least one lever, or say until when"):
        scene.take(decision)
    pulls.add_pull(actor=scene.alice, decision=decision, order=scene.order(), today=THURSDAY)
    with pytest.raises(Refused, match="how the effect will be checked"):
        scene.take(decision)
    effects.plan_effect_check(actor=scene.alice, decision=decision, hope=scene.hope(), today=THURSDAY)
    assert scene.take(decision).state == DecisionState.TAKEN


def test_only_the_vice_rector_and_the_chair_take_decisions(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    with pytest.raises(Refused):
        decisions.take_decision(actor=scene.alice, decision=decision, today=THURSDAY)
    scene.committee.chair = person_as(Role.TEACHER, institution=scene.institution)
    scene.committee.save()
    taken = decisions.take_decision(actor=scene.committee.chair, decision=decision, today=THURSDAY)
    assert taken.taken_by == scene.committee.chair


def test_what_is_effective_today_happens_at_once(scene: Scene) -> None:
    decision = scene.decided()
    pull, check = decision.pulls.get(), decision.effect_checks.get()
    scene.target.refresh_from_db()
    assert scene.target.value == 60
    assert pull.state == PullState.IN_EFFECT
    assert check.before_value == 20
    deviation = decision.deviation
    assert deviation is not None
    deviation.refresh_from_db()
    assert deviation.state == DeviationState.DECIDED
    assert decision.item.state == ItemState.SETTLED


def test_what_is_effective_later_waits_for_its_day(scene: Scene) -> None:
    decision = scene.decided(on=dt.date(2026, 6, 1))
    assert pulls.apply_due_pulls(today=dt.date(2026, 5, 31)) == pulls.PullCounts()
    scene.target.refresh_from_db()
    assert scene.target.value == 100
    assert pulls.apply_due_pulls(today=dt.date(2026, 6, 1)) == pulls.PullCounts(applied=1)
    assert pulls.apply_due_pulls(today=dt.date(2026, 6, 1)) == pulls.PullCounts()
    scene.target.refresh_from_db()
    assert (scene.target.value, decision.pulls.get().state) == (60, PullState.IN_EFFECT)


def test_the_levers_of_a_draft_move_nothing(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    scene.ready(deviation)
    assert pulls.apply_due_pulls(today=NEXT_YEAR) == pulls.PullCounts()
    scene.target.refresh_from_db()
    assert scene.target.value == 100


def test_a_decision_that_changes_nothing_waits_until_a_date(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    change: dict[str, Any] = {
        "actor": scene.alice,
        "decision": decision,
        "title": "Wait",
        "reasons": "The borders open.",
    }
    with pytest.raises(Invalid, match="a day to come"):
        decisions.change_decision(**change, waive_until=THURSDAY, today=THURSDAY)
    decisions.change_decision(**change, waive_until=NEXT_YEAR, today=THURSDAY)
    scene.take(decision)
    deviation.refresh_from_db()
    assert (deviation.state, deviation.waived_until) == (DeviationState.WAIVED, NEXT_YEAR)
    assert waivers.expire_waivers(today=NEXT_YEAR) == 1
    deviation.refresh_from_db()
    assert deviation.state == DeviationState.ON_AGENDA


def test_levers_and_a_waiver_exclude_each_other(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    decisions.change_decision(
        actor=scene.alice, decision=decision, title="x", reasons="y", waive_until=NEXT_YEAR, today=THURSDAY
    )
    with pytest.raises(Refused, match="Either it pulls levers"):
        scene.take(decision)


def test_undoing_puts_everything_back(scene: Scene) -> None:
    decision = scene.decided()
    decisions.undo_decision(actor=scene.victor, decision=decision, reason="A mistake.", today=THURSDAY)
    scene.target.refresh_from_db()
    pull, check = decision.pulls.get(), decision.effect_checks.get()
    assert (scene.target.value, scene.target.tolerance) == (100, 2)
    assert (pull.state, check.state) == (PullState.UNDONE, EffectState.DROPPED)
    assert decision.deviation is not None
    assert scene.item(decision.deviation).body == scene.committee
    decision.deviation.refresh_from_db()
    assert decision.deviation.state == DeviationState.ON_AGENDA


def test_undoing_calls_off_what_has_not_happened_yet(scene: Scene) -> None:
    decision = scene.decided(on=dt.date(2026, 6, 1))
    decisions.undo_decision(actor=scene.victor, decision=decision, reason="A mistake.", today=THURSDAY)
    assert pulls.apply_due_pulls(today=NEXT_YEAR) == pulls.PullCounts()


def test_undoing_is_all_or_nothing(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    priority = pulls.Order("loop.goal", scene.goal.uuid, {"priority": "1"}, THURSDAY)
    pulls.add_pull(actor=scene.alice, decision=decision, order=priority, today=THURSDAY)
    scene.take(decision)
    targets.change_target(
        actor=AGENDA, target=type(scene.target).objects.get(), changes={"value": Decimal(70)}, on=THURSDAY
    )
    with pytest.raises(Invalid, match="changed again since"):
        decisions.undo_decision(actor=scene.victor, decision=decision, reason="Oh.", today=THURSDAY)
    scene.goal.refresh_from_db()
    decision.refresh_from_db()
    assert (scene.goal.priority, decision.state) == (1, DecisionState.TAKEN)


def test_one_of_several_changes_is_put_back_the_last_is_not(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    priority = pulls.Order("loop.goal", scene.goal.uuid, {"priority": "1"}, THURSDAY)
    first = decision.pulls.get()
    second = pulls.add_pull(actor=scene.alice, decision=decision, order=priority, today=THURSDAY)
    scene.take(decision)
    first.refresh_from_db()
    second.refresh_from_db()
    pulls.undo_pull(actor=scene.victor, pull=second, reason="Not needed.", today=THURSDAY)
    scene.goal.refresh_from_db()
    assert scene.goal.priority == 3
    with pytest.raises(Refused, match="Undo the decision instead"):
        pulls.undo_pull(actor=scene.victor, pull=first, reason="Nor this.", today=THURSDAY)


def test_a_dropped_draft_leaves_the_item_on_the_meeting(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation)
    decisions.drop_decision(actor=scene.alice, decision=decision, today=THURSDAY)
    assert (decision.state, decision.pulls.count()) == (DecisionState.UNDONE, 0)
    assert scene.item(deviation).state == ItemState.SCHEDULED


def test_a_proposal_is_decided_without_an_effect_check(scene: Scene) -> None:
    proposal = agenda.Proposal("Ask for more", goal=scene.goal)
    item = agenda.bring_item(actor=scene.alice, body=scene.committee, proposal=proposal, today=MONDAY)
    scene.meeting()
    item.refresh_from_db()
    decision = decisions.draft_decision(
        actor=scene.alice, item=item, title="More", reasons="We can.", today=THURSDAY
    )
    with pytest.raises(Refused, match="at least one lever"):
        scene.take(decision)
    pulls.add_pull(actor=scene.alice, decision=decision, order=scene.order(value="120"), today=THURSDAY)
    scene.take(decision)
    scene.target.refresh_from_db()
    assert scene.target.value == 120


def test_references_count_up(scene: Scene) -> None:
    first, second = scene.deviation(), scene.deviation(title="Another", measure="")
    scene.meeting()
    assert [scene.draft(first).reference, scene.draft(second).reference] == ["DEC-1", "DEC-2"]
