"""Effect checks: when they may be, what they say, and that only they close the loop."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periplus.core.verdicts import Invalid, Refused
from periplus.loop.comparing import compare
from periplus.loop.enums import (
    DeviationState,
    Direction,
    EffectState,
    EffectVerdict,
    ItemKind,
    ItemState,
)
from periplus.loop.services import agenda, closing, decisions, effects, pulls
from tests.loop.scene import THURSDAY, Scene
from tests.loop.stretch import Tide

NEW_YEAR_2028 = dt.date(2028, 1, 1)
BETTER, UNCHANGED, WORSE = EffectVerdict.BETTER, EffectVerdict.UNCHANGED, EffectVerdict.WORSE


@pytest.mark.parametrize(
    ("before", "after", "direction", "hoped", "verdict"),
    [
        ("20", "25", Direction.UP, None, BETTER),
        ("20", "22", Direction.UP, None, UNCHANGED),
        ("20", "17", Direction.UP, None, WORSE),
        ("20", "17", Direction.DOWN, None, BETTER),
        ("20", "23", Direction.DOWN, None, WORSE),
        ("20", "26", Direction.BAND, "30", BETTER),
        ("20", "40", Direction.BAND, "30", UNCHANGED),
        ("20", "45", Direction.BAND, "30", WORSE),
        ("20", "45", Direction.BAND, None, EffectVerdict.UNKNOWN),
        (None, "45", Direction.UP, None, EffectVerdict.UNKNOWN),
        ("20", None, Direction.UP, None, EffectVerdict.UNKNOWN),
    ],
)
def test_a_movement_is_judged(
    before: str | None, after: str | None, direction: Direction, hoped: str | None, verdict: EffectVerdict
) -> None:
    numbers = [None if each is None else Decimal(each) for each in (before, after, hoped)]
    judged = compare(numbers[0], numbers[1], direction=direction, tolerance=Decimal(2), hoped=numbers[2])
    assert judged == verdict


@given(before=st.decimals(-1000, 1000), after=st.decimals(-1000, 1000), tolerance=st.decimals(0, 50))
def test_up_and_down_are_mirror_images(before: Decimal, after: Decimal, tolerance: Decimal) -> None:
    mirrored = {BETTER: WORSE, WORSE: BETTER, UNCHANGED: UNCHANGED}
    up = compare(before, after, direction=Direction.UP, tolerance=tolerance)
    down = compare(before, after, direction=Direction.DOWN, tolerance=tolerance)
    back = compare(after, before, direction=Direction.UP, tolerance=tolerance)
    assert mirrored[up] == down == back


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"after_period": "2026"}, "after_period"),
        ({"before_period": "2026"}, "before_period"),
        ({"check_on": dt.date(2027, 12, 31)}, "check_on"),
        ({"after_period": "2027/28"}, "after_period"),
        ({"before_period": "last year"}, "before_period"),
        ({"measure": "tests.ebb"}, "measure"),
        ({"tolerance": Decimal(-1)}, "tolerance"),
    ],
)
def test_an_effect_check_compares_whole_periods_around_the_change(
    scene: Scene, changes: dict[str, object], field: str
) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    pulls.add_pull(actor=scene.alice, decision=decision, order=scene.order(), today=THURSDAY)
    with pytest.raises(Invalid) as invalid:
        effects.plan_effect_check(
            actor=scene.alice, decision=decision, hope=scene.hope(**changes), today=THURSDAY
        )
    assert list(invalid.value.errors) == [field]


@pytest.mark.django_db
def test_an_effect_is_dated_after_the_change_even_if_a_later_one_is_added(scene: Scene) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.draft(deviation)
    with pytest.raises(Invalid, match="levers first"):
        effects.plan_effect_check(actor=scene.alice, decision=decision, hope=scene.hope(), today=THURSDAY)
    pulls.add_pull(actor=scene.alice, decision=decision, order=scene.order(), today=THURSDAY)
    effects.plan_effect_check(actor=scene.alice, decision=decision, hope=scene.hope(), today=THURSDAY)
    late = pulls.Order("loop.goal", scene.goal.uuid, {"priority": "1"}, dt.date(2027, 2, 1))
    pulls.add_pull(actor=scene.alice, decision=decision, order=late, today=THURSDAY)
    with pytest.raises(Invalid, match="begins after the change took effect"):
        scene.take(decision)


@pytest.mark.django_db
def test_the_tolerance_is_the_targets_unless_said_otherwise(scene: Scene) -> None:
    assert scene.decided().effect_checks.get().tolerance == 2


@pytest.mark.django_db
def test_a_due_check_enters_the_agenda_of_the_body_that_decided(scene: Scene) -> None:
    check = scene.decided().effect_checks.get()
    assert agenda.enter_due_checks(today=dt.date(2027, 12, 31)) == 0
    assert agenda.enter_due_checks(today=NEW_YEAR_2028) == 1
    assert agenda.enter_due_checks(today=NEW_YEAR_2028) == 0
    item = check.agenda_items.get()
    assert (item.kind, item.body, item.goal) == (ItemKind.EFFECT_CHECK, scene.committee, scene.goal)


@pytest.mark.django_db
def test_an_effect_is_not_checked_before_its_day(scene: Scene) -> None:
    check = scene.decided().effect_checks.get()
    with pytest.raises(Refused, match="too early"):
        effects.check_effect(actor=scene.alice, check=check, today=dt.date(2027, 12, 31))


@pytest.mark.django_db
def test_a_checked_effect_settles_its_item_and_lets_the_loop_close(scene: Scene) -> None:
    decision = scene.decided()
    check, deviation = decision.effect_checks.get(), decision.deviation
    assert deviation is not None
    agenda.enter_due_checks(today=NEW_YEAR_2028)
    with pytest.raises(Refused, match="still due"):
        closing.close_loop(actor=scene.alice, deviation=deviation, today=NEW_YEAR_2028)
    effects.check_effect(actor=scene.alice, check=check, note="Twice as many.", today=NEW_YEAR_2028)
    assert (check.after_value, check.verdict, check.state) == (40, BETTER, EffectState.CHECKED)
    assert check.agenda_items.get().state == ItemState.SETTLED
    closing.close_loop(actor=scene.alice, deviation=deviation, today=NEW_YEAR_2028)
    assert (deviation.state, deviation.closed_on) == (DeviationState.CLOSED, NEW_YEAR_2028)
    with pytest.raises(Refused, match="loop is closed"):
        decisions.undo_decision(actor=scene.victor, decision=decision, reason="x", today=NEW_YEAR_2028)


@pytest.mark.django_db
def test_what_did_not_help_goes_back_on_the_agenda(scene: Scene, tide: Tide) -> None:
    tide.levels["2027"] = 15
    decision = scene.decided()
    check, deviation = decision.effect_checks.get(), decision.deviation
    assert deviation is not None
    effects.check_effect(actor=scene.alice, check=check, today=NEW_YEAR_2028)
    assert check.verdict == WORSE
    item = closing.reopen_deviation(
        actor=scene.alice, deviation=deviation, reason="Still falling.", today=NEW_YEAR_2028
    )
    assert (item.body, item.text, deviation.state) == (
        scene.committee,
        "Still falling.",
        DeviationState.ON_AGENDA,
    )


@pytest.mark.django_db
def test_missing_figures_are_told_as_such(scene: Scene, tide: Tide) -> None:
    decision = scene.decided()
    tide.levels["2027"] = None
    check = effects.check_effect(actor=scene.alice, check=decision.effect_checks.get(), today=NEW_YEAR_2028)
    assert (check.after_value, check.verdict) == (None, EffectVerdict.UNKNOWN)


@pytest.mark.django_db
def test_the_figure_before_is_that_of_the_day_of_the_decision(scene: Scene, tide: Tide) -> None:
    decision = scene.decided()
    tide.levels["2025"] = 39
    check = effects.check_effect(actor=scene.alice, check=decision.effect_checks.get(), today=NEW_YEAR_2028)
    assert (check.before_value, check.verdict) == (20, BETTER)
