"""The loop's own levers: each shows, changes, and puts back; failures leave nothing behind."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import models

from periplus.core.ledger.queries import list_events_about
from periplus.core.verdicts import YES, Invalid, Refused, Verdict
from periplus.loop import levering
from periplus.loop.changes import clean_change
from periplus.loop.enums import (
    DecisionState,
    GoalState,
    ItemKind,
    PeriodKind,
    PullState,
    RuleKind,
    RuleState,
    Severity,
)
from periplus.loop.levering import Change, Choice, Difference, Input, Lever, get_lever
from periplus.loop.models import EntryPoint, Goal, LeverPull, SignalRule
from periplus.loop.scopes import Scope
from periplus.loop.services import decisions, pulls, rules
from periplus.loop.services.arranging import AGENDA
from periplus.loop.values import RuleValues
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.people import person_as
from tests.loop.scene import THURSDAY, Scene

pytestmark = pytest.mark.django_db

LATER = dt.date(2026, 9, 1)


def pull_and_undo(key: str, subject: models.Model, raw: dict[str, Any]) -> Iterator[list[Difference]]:
    """Pull a lever, stop, put everything back, stop; each time with what was shown before."""
    lever = get_lever(key)
    reference: uuid.UUID = subject.uuid  # type: ignore[attr-defined]
    thing = lever.subject(reference)
    assert thing is not None
    change = clean_change(lever.inputs(thing), raw)
    assert lever.check(thing, change, on=THURSDAY)
    shown = lever.preview(thing, change)
    before = lever.apply(actor=None, subject=thing, change=change, on=THURSDAY)
    subject.refresh_from_db()
    yield shown
    again = lever.subject(reference)
    assert again is not None
    lever.undo(actor=None, subject=again, before=before, on=THURSDAY)
    subject.refresh_from_db()
    yield shown


def test_a_target_gets_another_value_date_and_tolerance(scene: Scene) -> None:
    raw = {"value": "80.5", "tolerance": "", "due_on": "2031-12-31"}
    steps = pull_and_undo("loop.target_value", scene.target, raw)
    shown = next(steps)
    assert [(each.before, each.after) for each in shown] == [
        ("100 metres", "80 metres"),
        ("31 December 2029", "31 December 2031"),
    ]
    assert (str(scene.target.value), scene.target.due_on) == ("80.500000", dt.date(2031, 12, 31))
    next(steps)
    assert (scene.target.value, scene.target.due_on) == (100, dt.date(2029, 12, 31))


def test_a_goal_gets_another_priority_title_and_state(scene: Scene) -> None:
    title = scene.goal.title
    steps = pull_and_undo(
        "loop.goal", scene.goal, {"priority": "1", "title": "Go further", "state": "given_up"}
    )
    next(steps)
    assert (scene.goal.priority, scene.goal.title, scene.goal.state) == (
        1,
        "Go further",
        GoalState.GIVEN_UP,
    )
    next(steps)
    assert (scene.goal.priority, scene.goal.title, scene.goal.state) == (3, title, GoalState.ACTIVE)


def test_a_goal_is_given_to_living_hands_only(scene: Scene) -> None:
    scene.goal.accountable = scene.victor
    scene.goal.save()
    raw = {"accountable": str(scene.alice.uuid), "deputy": str(scene.carla.uuid)}
    steps = pull_and_undo("loop.responsibility", scene.goal, raw)
    next(steps)
    assert (scene.goal.accountable, scene.goal.deputy) == (scene.alice, scene.carla)
    next(steps)
    assert (scene.goal.accountable, scene.goal.deputy) == (scene.victor, None)
    scene.alice.left_on = dt.date(2026, 5, 1)
    scene.alice.save()
    verdict = get_lever("loop.responsibility").check(scene.goal, raw, on=LATER)
    assert not verdict
    assert "here on that day" in str(verdict.sentence)


def test_students_are_not_offered_as_accountable(scene: Scene) -> None:
    student = person_as(Role.STUDENT, institution=scene.institution)
    offered = get_lever("loop.responsibility").inputs(scene.goal)[0].choices
    assert {choice.title for choice in offered} == {scene.victor.name, scene.alice.name, scene.carla.name}
    assert student.name not in {choice.title for choice in offered}


def test_a_rule_gets_a_new_version_and_the_old_one_comes_back(scene: Scene) -> None:
    values = RuleValues(
        title="Too low",
        measure="tests.tide",
        scope=Scope(institution=scene.institution.uuid),
        kind=RuleKind.THRESHOLD,
        period_kind=PeriodKind.CALENDAR_YEAR,
        parameters={"past": 30, "side": "below"},
    )
    rule = rules.draft_rule(actor=AGENDA, institution=scene.institution, values=values, on=THURSDAY)
    rules.switch_on(actor=AGENDA, rule=rule, effective_on=THURSDAY, on=THURSDAY)
    steps = pull_and_undo("loop.rule", rule, {"past": "25", "severity": str(Severity.CRITICAL.value)})
    shown = next(steps)
    assert [(each.before, each.after) for each in shown] == [("30", "25"), ("Serious", "Critical")]
    version = SignalRule.objects.get(replaces=rule)
    assert (rule.state, version.state, version.version) == (RuleState.RETIRED, RuleState.ACTIVE, 2)
    assert (version.parameters["past"], version.severity) == (25, Severity.CRITICAL)
    next(steps)
    version.refresh_from_db()
    assert (rule.state, version.state) == (RuleState.ACTIVE, RuleState.RETIRED)


def test_a_kind_of_item_gets_another_priority(scene: Scene) -> None:
    item = scene.item(scene.deviation())
    entry = EntryPoint.objects.get(body=scene.committee, kind=ItemKind.DEVIATION)
    steps = pull_and_undo("loop.agenda_priority", entry, {"priority": "1"})
    next(steps)
    item.refresh_from_db()
    assert (entry.priority, item.priority) == (1, 1)
    next(steps)
    item.refresh_from_db()
    assert (entry.priority, item.priority) == (3, 3)


def test_subjects_are_found_by_their_words(scene: Scene) -> None:
    Goal.objects.filter(pk=scene.goal.pk).update(title="More students go to Brasília")
    found = get_lever("loop.goal").subjects(text="brasilia students", limit=5)
    assert [choice.value for choice in found] == [str(scene.goal.uuid)]
    assert get_lever("loop.goal").subjects(text="staff", limit=5) == []
    assert get_lever("loop.target_value").subjects(text="tide brasilia", limit=5)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"lever": "loop.nothing"}, "lever"),
        ({"subject": uuid.UUID(int=1)}, "subject"),
        ({"change": {"value": "many"}}, "value"),
        ({"change": {}}, ""),
        ({"change": {"value": "100"}}, ""),
        ({"effective_on": dt.date(2026, 3, 11)}, "effective_on"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(scene: Scene, order: dict[str, Any], field: str) -> None:
    deviation = scene.deviation()
    scene.meeting()
    values: dict[str, Any] = {
        "lever": "loop.target_value",
        "subject": scene.target.uuid,
        "change": {"value": "60"},
        "effective_on": THURSDAY,
    }
    with pytest.raises(Invalid) as invalid:
        pulls.add_pull(
            actor=scene.alice,
            decision=scene.draft(deviation),
            order=pulls.Order(**(values | order)),
            today=THURSDAY,
        )
    assert list(invalid.value.errors) == [field]


def test_previewing_writes_nothing(scene: Scene) -> None:
    pulls.check_order(scene.order())
    scene.target.refresh_from_db()
    assert (scene.target.value, LeverPull.objects.count()) == (100, 0)


def test_inputs_become_json() -> None:
    asked = [
        Input("text", "Text", "text", required=False),
        Input("whole", "Whole", "whole"),
        Input("decimal", "Decimal", "decimal"),
        Input("date", "Date", "date"),
        Input("choice", "Choice", "choice", choices=(Choice("a", "A"),)),
    ]
    raw = {"text": " ", "whole": "7", "decimal": "1.50", "date": "2026-03-12", "choice": "a"}
    change = clean_change(asked, raw)
    assert change == {"whole": 7, "decimal": "1.5", "date": "2026-03-12", "choice": "a"}
    assert clean_change(asked, change) == change
    with pytest.raises(Invalid) as invalid:
        clean_change(asked, raw | {"whole": "seven", "choice": "b"})
    assert set(invalid.value.errors) == {"whole", "choice"}


class Rope(Lever):
    """Changes a goal's title, then may break."""

    key = "tests.rope"
    title = "Rope"
    subject_type = "loop.goal"
    breaks: Exception | None = None

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:  # noqa: ARG002
        return []

    def subject(self, reference: uuid.UUID) -> models.Model | None:
        return Goal.objects.filter(uuid=reference).first()

    def inputs(self, subject: models.Model) -> Sequence[Input]:  # noqa: ARG002
        return [Input("title", "Title", "text")]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        return YES

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        return [Difference("Title", str(subject), change["title"])]

    def apply(
        self,
        *,
        actor: Person | None,  # noqa: ARG002
        subject: models.Model,
        change: Change,
        on: dt.date,  # noqa: ARG002
    ) -> dict[str, Any]:
        Goal.objects.filter(pk=subject.pk).update(title=change["title"])
        if self.breaks:
            raise self.breaks
        return {}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        raise NotImplementedError


@pytest.fixture
def rope() -> Iterator[Rope]:
    lever = Rope()
    levering.register(lever)
    yield lever
    del levering._levers[lever.key]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (Refused(Verdict(allowed=False, sentence="The rope is too short.")), "The rope is too short."),
        (ZeroDivisionError("oops"), "Something went wrong on our side"),
    ],
)
def test_a_change_that_fails_is_never_half_done_and_the_others_go_on(
    scene: Scene, rope: Rope, trouble: Exception, told: str
) -> None:
    deviation = scene.deviation()
    title = scene.goal.title
    scene.meeting()
    decision = scene.ready(deviation, on=LATER)
    order = pulls.Order("tests.rope", scene.goal.uuid, {"title": "Torn"}, LATER)
    pull = pulls.add_pull(actor=scene.alice, decision=decision, order=order, today=THURSDAY)
    scene.take(decision)
    rope.breaks = trouble
    assert pulls.apply_due_pulls(today=LATER) == pulls.PullCounts(applied=1, failed=1)
    pull.refresh_from_db()
    scene.goal.refresh_from_db()
    scene.target.refresh_from_db()
    assert (pull.state, scene.goal.title, scene.target.value) == (PullState.FAILED, title, 60)
    assert told in pull.failure
    assert list_events_about(pull.uuid)[0].type == "loop.lever.failed"
    rope.breaks = None
    pulls.retry_pull(actor=scene.victor, pull=pull, today=LATER)
    scene.goal.refresh_from_db()
    assert (pull.state, pull.failure, scene.goal.title) == (PullState.IN_EFFECT, "", "Torn")


def test_what_was_removed_meanwhile_cannot_be_changed(scene: Scene, rope: Rope) -> None:
    deviation = scene.deviation()
    scene.meeting()
    decision = scene.ready(deviation, on=LATER)
    goal = Goal.objects.create(
        plan=scene.goal.plan, unit=scene.university, reference="G99", title="Gone", touched_on=THURSDAY
    )
    order = pulls.Order(rope.key, goal.uuid, {"title": "Torn"}, LATER)
    pull = pulls.add_pull(actor=scene.alice, decision=decision, order=order, today=THURSDAY)
    assert scene.take(decision).state == DecisionState.TAKEN
    goal.delete()
    pulls.apply_due_pulls(today=LATER)
    pull.refresh_from_db()
    assert "no longer there" in pull.failure
    decisions.undo_decision(actor=scene.victor, decision=decision, reason="Anew.", today=LATER)
    pull.refresh_from_db()
    assert pull.state == PullState.UNDONE
