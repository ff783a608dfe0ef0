"""What holds whatever people do, in whatever order (reference: methods, loop invariants)."""

import datetime as dt
import random
from collections.abc import Callable
from typing import TypeVar

import pytest
from django.db.models import Model
from django.utils import timezone

from periplus.core.periods import calendar_year, parse
from periplus.core.verdicts import Invalid, Refused
from periplus.loop.comparing import compare
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    DiscussionRule,
    EffectState,
    ItemState,
    PullState,
    ReviewState,
)
from periplus.loop.models import (
    AgendaItem,
    Decision,
    Deviation,
    EffectCheck,
    LeverPull,
    Measurement,
    Review,
    Target,
)
from periplus.loop.queries.agenda import OPEN_STATES, find_entry_point
from periplus.loop.services import (
    agenda,
    arranging,
    closing,
    decisions,
    effects,
    pulls,
    reviews,
    rounds,
    waivers,
)
from tests.loop.scene import Scene
from tests.loop.stretch import Tide

pytestmark = pytest.mark.django_db
STEPS = 80
M = TypeVar("M", bound=Model)


class Crew:
    """Does something at random; what is refused leaves no trace."""

    def __init__(self, scene: Scene, tide: Tide, seed: int) -> None:
        self.scene, self.tide = scene, tide
        self.chance = random.Random(seed)  # noqa: S311 -- the same voyage for the same seed
        self.today = dt.date(2026, 3, 2)
        self.done = 0
        Target.objects.update(due_on=dt.date(2199, 12, 31))

    def act(self) -> None:
        deeds: list[Callable[[], object]] = [
            self.deviate, self.meet, self.open, self.note, self.draft, self.pull, self.hope, self.take,
            self.session, self.session, self.session, self.close, self.undo, self.waive, self.check,
            self.check, self.settle, self.settle, self.reopen, self.wait, self.arrange, self.drop,
            self.treat, self.round,
        ]  # fmt: skip
        try:
            self.chance.choice(deeds)()
            self.done += 1
        except (Refused, Invalid, IndexError):
            pass  # there was nothing of the kind, or it may not be now

    def any(self, model: type[M]) -> M:
        return self.chance.choice(list(model._default_manager.order_by("pk")))

    def deviate(self) -> None:
        made = self.scene.deviation(measure=f"tests.{self.done}", severity=self.chance.randint(1, 3))
        agenda.enter_deviation(deviation=made, today=self.today)

    def meet(self) -> None:
        at = timezone.make_aware(dt.datetime.combine(self.today, dt.time(14)), dt.UTC)
        reviews.plan_review(actor=self.scene.alice, body=self.scene.committee, held_at=at, today=self.today)

    def open(self) -> None:
        reviews.open_review(actor=self.scene.alice, review=self.any(Review), today=self.today)

    def note(self) -> None:
        reviews.note_item(actor=self.scene.alice, item=self.any(AgendaItem), note="Said.", today=self.today)

    def draft(self) -> Decision:
        item = self.chance.choice(list(AgendaItem.objects.filter(state=ItemState.SCHEDULED).order_by("pk")))
        return decisions.draft_decision(
            actor=self.scene.alice, item=item, title="Do", reasons="Since", today=self.today
        )

    def pull(self, decision: Decision | None = None) -> None:
        value, later = (
            str(self.chance.randint(30, 99)),
            dt.timedelta(days=self.chance.choice([0, 0, 40, 400])),
        )
        order = self.scene.order(value=value, on=self.today + later)
        pulls.add_pull(
            actor=self.scene.alice, decision=decision or self.drafted(), order=order, today=self.today
        )

    def hope(self, decision: Decision | None = None) -> None:
        after = calendar_year(self.today.year + self.chance.choice([0, 1, 2]))
        hope = self.scene.hope(
            before_period=str(self.today.year - 1), after_period=after.key, check_on=after.until
        )
        effects.plan_effect_check(
            actor=self.scene.alice, decision=decision or self.drafted(), hope=hope, today=self.today
        )

    def drafted(self) -> Decision:
        return self.chance.choice(list(Decision.objects.filter(state=DecisionState.DRAFTED).order_by("pk")))

    def take(self, decision: Decision | None = None) -> None:
        decisions.take_decision(
            actor=self.scene.victor, decision=decision or self.drafted(), today=self.today
        )

    def drop(self) -> None:
        decisions.drop_decision(actor=self.scene.alice, decision=self.drafted(), today=self.today)

    def close(self) -> None:
        review = self.any(Review)
        reviews.close_review(actor=self.scene.alice, review=review, at=timezone.now(), today=self.today)

    def undo(self) -> None:
        decisions.undo_decision(
            actor=self.scene.victor, decision=self.any(Decision), reason="Oh.", today=self.today
        )

    def waive(self) -> None:
        if self.chance.random() < 0.5:
            until = self.today + dt.timedelta(days=self.chance.randint(1, 200))
            waivers.waive_deviation(
                actor=self.scene.victor,
                deviation=self.any(Deviation),
                until=until,
                reason="Later.",
                today=self.today,
            )
        else:
            decision = self.drafted()
            until = self.today + dt.timedelta(days=90)
            decisions.change_decision(
                actor=self.scene.alice,
                decision=decision,
                title="Wait",
                reasons="Since",
                waive_until=until,
                today=self.today,
            )

    def check(self) -> None:
        effects.check_effect(actor=self.scene.alice, check=self.any(EffectCheck), today=self.today)

    def settle(self) -> None:
        closing.close_loop(actor=self.scene.alice, deviation=self.any(Deviation), today=self.today)

    def reopen(self) -> None:
        closing.reopen_deviation(
            actor=self.scene.alice, deviation=self.any(Deviation), reason="Again.", today=self.today
        )

    def wait(self) -> None:
        self.today += dt.timedelta(days=self.chance.choice([1, 30, 400]))
        self.tide.levels[str(self.today.year)] = self.chance.randint(0, 60)

    def arrange(self) -> None:
        item = self.any(AgendaItem)
        arranging.prioritise_item(
            actor=self.scene.alice, item=item, priority=self.chance.randint(1, 5), today=self.today
        )

    def session(self) -> None:
        """A meeting as it should be, as far as it gets."""
        for review in Review.objects.filter(state=ReviewState.PLANNED):
            reviews.open_review(actor=self.scene.alice, review=review, today=self.today)
        if not AgendaItem.objects.filter(state=ItemState.SCHEDULED).exists():
            self.meet()
        decision = self.draft()
        self.pull(decision)
        self.hope(decision)
        self.take(decision)

    def treat(self) -> None:
        """From now on items are treated otherwise."""
        rule = self.chance.choice(list(DiscussionRule))
        if rule != DiscussionRule.INFORMATION:
            self.scene.committee.entry_points.update(discussion=rule)

    def round(self) -> None:
        rounds.run_daily_round(today=self.today)


def assert_each_deviation_has_its_place() -> None:
    for deviation in Deviation.objects.all():
        open_items = deviation.agenda_items.filter(state__in=OPEN_STATES).count()
        assert open_items == (deviation.state == DeviationState.ON_AGENDA)
        assert (deviation.waived_until is not None) == (deviation.state == DeviationState.WAIVED)
        if deviation.state == DeviationState.OPEN:
            assert find_entry_point(deviation) is None


def assert_each_decision_names_what_it_changes() -> None:
    for decision in Decision.objects.filter(state=DecisionState.TAKEN):
        changes = decision.pulls.exclude(state=PullState.UNDONE).count()
        assert (changes > 0) != (decision.waive_until is not None)
        if changes and decision.deviation:
            assert decision.effect_checks.exists()


def assert_effects_are_dated_after_the_change() -> None:
    for check in EffectCheck.objects.filter(decision__state=DecisionState.TAKEN):
        for pull in check.decision.pulls.all():
            assert pull.effective_on < check.check_on
            assert pull.effective_on <= parse(check.after_period).start


def assert_closed_loops_have_a_stored_check() -> None:
    for deviation in Deviation.objects.filter(state=DeviationState.CLOSED):
        checks = EffectCheck.objects.filter(
            decision__deviation=deviation, decision__state=DecisionState.TAKEN
        )
        assert {check.state for check in checks} == {EffectState.CHECKED}


def assert_verdicts_follow_from_what_is_stored() -> None:
    for check in EffectCheck.objects.filter(state=EffectState.CHECKED):
        again = compare(
            check.before_value,
            check.after_value,
            direction=check.direction,
            tolerance=check.tolerance,
            hoped=check.hoped_value,
        )
        assert again == check.verdict
        stored = Measurement.objects.filter(measure=check.measure, period_key=check.after_period)
        assert check.after_value in {measurement.value for measurement in stored}


def assert_levers_and_the_world_agree(scene: Scene) -> None:
    scene.target.refresh_from_db()
    if not LeverPull.objects.filter(state=PullState.IN_EFFECT).exists():
        assert scene.target.value == 100


def assert_items_stand_where_they_say() -> None:
    for item in AgendaItem.objects.filter(state__in=OPEN_STATES):
        assert (item.review is not None) == (item.state == ItemState.SCHEDULED)
        if item.review is not None:
            assert item.review.state in {ReviewState.PLANNED, ReviewState.OPENED}


@pytest.mark.parametrize("seed", range(12))
def test_the_invariants_hold_whatever_people_do(scene: Scene, tide: Tide, seed: int) -> None:
    crew = Crew(scene, tide, seed)
    for _step in range(STEPS):
        crew.act()
        assert_each_deviation_has_its_place()
        assert_each_decision_names_what_it_changes()
        assert_effects_are_dated_after_the_change()
        assert_closed_loops_have_a_stored_check()
        assert_verdicts_follow_from_what_is_stored()
        assert_levers_and_the_world_agree(scene)
        assert_items_stand_where_they_say()


def test_the_random_voyages_get_somewhere(scene: Scene, tide: Tide) -> None:
    """A test of the test: over a long voyage decisions are taken, effects checked, loops closed."""
    crew = Crew(scene, tide, seed=4)
    for _step in range(600):
        crew.act()
    assert Decision.objects.filter(state=DecisionState.TAKEN).exists()
    assert LeverPull.objects.filter(state=PullState.IN_EFFECT).exists()
    assert EffectCheck.objects.filter(state=EffectState.CHECKED).exists()
    assert Deviation.objects.filter(state=DeviationState.CLOSED).exists()
