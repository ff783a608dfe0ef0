import datetime as dt
from decimal import Decimal

import pytest

from periplus.core.ledger.queries import list_events_about
from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import GoalState, PeriodKind, PlanState, RuleKind, RuleState, SignalState
from periplus.loop.models import Deviation, Goal, Plan, Signal, SignalRule
from periplus.loop.scopes import Scope
from periplus.loop.services import goals, plans, targets
from periplus.loop.values import GoalValues, PlanValues, TargetValues
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.loop import (
    DeviationFactory,
    GoalFactory,
    PlanFactory,
    SignalFactory,
    TargetFactory,
    scope_of,
)
from tests.factories.people import PersonFactory, UnitFactory, person_as

TODAY = dt.date(2026, 3, 2)
VALUES = PlanValues("Strategy", dt.date(2026, 1, 1), dt.date(2030, 12, 31))


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tide")]


@pytest.fixture
def faculty() -> Unit:
    unit: Unit = UnitFactory.create()
    return unit


@pytest.fixture
def port(faculty: Unit) -> Institution:
    return faculty.institution


@pytest.fixture
def victor(port: Institution) -> Person:
    return person_as(Role.VICE_RECTOR, institution=port)


@pytest.fixture
def alice(port: Institution) -> Person:
    return person_as(Role.OFFICE, institution=port)


def test_a_plan_is_drafted_by_the_office_and_enacted_by_the_vice_rector(
    alice: Person, victor: Person, port: Institution, faculty: Unit
) -> None:
    plan = plans.draft_plan(actor=alice, institution=port, values=VALUES, on=TODAY)
    goals.add_goal(actor=alice, plan=plan, values=GoalValues("More places", faculty), on=TODAY)
    with pytest.raises(Refused):
        plans.enact_plan(actor=alice, plan=plan, on=TODAY)
    plans.enact_plan(actor=victor, plan=plan, on=TODAY)
    plan.refresh_from_db()
    assert (plan.state, plan.enacted_on) == (PlanState.IN_FORCE, TODAY)
    types = [event.type for event in list_events_about(plan.uuid)]
    assert types == ["loop.plan.enacted", "loop.goal.added", "loop.plan.drafted"]


def test_a_plan_without_goals_is_not_enacted(victor: Person, port: Institution) -> None:
    plan = plans.draft_plan(actor=victor, institution=port, values=VALUES, on=TODAY)
    with pytest.raises(Refused, match="no goals yet"):
        plans.enact_plan(actor=victor, plan=plan, on=TODAY)


def test_a_plan_has_to_end_after_it_starts(alice: Person, port: Institution) -> None:
    with pytest.raises(Invalid) as refused:
        plans.draft_plan(
            actor=alice,
            institution=port,
            values=PlanValues(" ", dt.date(2026, 1, 1), dt.date(2026, 1, 1)),
            on=TODAY,
        )
    assert set(refused.value.errors) == {"title", "ends_on"}


def test_goals_form_a_tree_and_number_themselves(alice: Person, faculty: Unit) -> None:
    plan = PlanFactory.create(institution=faculty.institution, state=PlanState.DRAFT)
    top = goals.add_goal(actor=alice, plan=plan, values=GoalValues("Top", faculty), on=TODAY)
    below = goals.add_goal(actor=alice, plan=plan, values=GoalValues("Below", faculty, parent=top), on=TODAY)
    assert (top.reference, below.reference) == ("G1", "G2")
    with pytest.raises(Invalid) as refused:
        goals.change_goal(actor=alice, goal=top, changes={"parent": below}, on=TODAY)
    assert set(refused.value.errors) == {"parent"}


def test_a_goal_belongs_to_a_unit_of_its_institution_and_to_people_who_are_here(
    alice: Person, faculty: Unit
) -> None:
    plan = PlanFactory.create(institution=faculty.institution, state=PlanState.DRAFT)
    gone = PersonFactory.create(is_active=False)
    with pytest.raises(Invalid) as refused:
        goals.add_goal(
            actor=alice,
            plan=plan,
            values=GoalValues(" ", UnitFactory.create(), accountable=gone, priority=6, rhythm_days=0),
            on=TODAY,
        )
    assert set(refused.value.errors) == {"title", "unit", "accountable", "priority", "rhythm_days"}


def test_a_plan_in_force_is_changed_by_the_vice_rector_only(
    alice: Person, victor: Person, faculty: Unit
) -> None:
    goal = GoalFactory.create(plan__institution=faculty.institution, unit=faculty)
    with pytest.raises(Refused, match="in force"):
        goals.change_goal(actor=alice, goal=goal, changes={"title": "New"}, on=TODAY)
    before = goals.change_goal(actor=victor, goal=goal, changes={"title": "New", "priority": 3}, on=TODAY)
    assert list(before) == ["title"]
    with pytest.raises(Refused, match="Draft a new version"):
        goals.remove_goal(actor=victor, goal=goal, on=TODAY)


def test_whoever_answers_for_a_goal_may_hand_it_over(faculty: Unit) -> None:
    carla, stranger = person_as(Role.TEACHER), person_as(Role.TEACHER)
    heir, deputy = PersonFactory.create_batch(2)
    goal = GoalFactory.create(plan__institution=faculty.institution, unit=faculty, accountable=carla)
    with pytest.raises(Refused):
        goals.hand_over_goal(actor=stranger, goal=goal, accountable=heir, deputy=None, reason="", on=TODAY)
    goals.hand_over_goal(actor=carla, goal=goal, accountable=heir, deputy=deputy, reason="New post", on=TODAY)
    goal.refresh_from_db()
    assert (goal.accountable, goal.deputy) == (heir, deputy)
    event = list_events_about(goal.uuid)[0]
    told = {touched.object_uuid for touched in event.objects_touched.all()}
    assert {carla.uuid, heir.uuid, deputy.uuid} <= told
    assert "New post" in event.attributes["reason"]


def test_work_touches_a_goal(faculty: Unit) -> None:
    owner = person_as(Role.TEACHER)
    goal = GoalFactory.create(
        plan__institution=faculty.institution, unit=faculty, accountable=owner, touched_on=dt.date(2025, 1, 1)
    )
    with pytest.raises(Invalid):
        goals.note_on_goal(actor=owner, goal=goal, text=" ", on=TODAY)
    goals.note_on_goal(actor=owner, goal=goal, text="Wrote to four partners.", on=TODAY)
    goal.refresh_from_db()
    assert goal.touched_on == TODAY


def test_a_goal_is_reached_and_taken_up_again(victor: Person, faculty: Unit) -> None:
    goal = GoalFactory.create(plan__institution=faculty.institution, unit=faculty)
    goals.settle_goal(actor=victor, goal=goal, state=GoalState.REACHED, reason="Done", on=TODAY)
    with pytest.raises(Refused):
        goals.settle_goal(actor=victor, goal=goal, state=GoalState.GIVEN_UP, reason="x", on=TODAY)
    goals.settle_goal(actor=victor, goal=goal, state=GoalState.ACTIVE, reason="Not yet", on=TODAY)
    goal.refresh_from_db()
    assert goal.state == GoalState.ACTIVE


def test_a_target_needs_an_indicator_a_scope_it_knows_and_a_tolerance(alice: Person, faculty: Unit) -> None:
    goal = GoalFactory.create(
        plan__state=PlanState.DRAFT, plan__institution=faculty.institution, unit=faculty
    )
    good = TargetValues(
        "tests.tide", scope_of(faculty.institution), Decimal(9), Decimal(1), dt.date(2030, 1, 1)
    )
    assert targets.add_target(actor=alice, goal=goal, values=good, on=TODAY).direction == "up"
    foreign = Scope(field="061")
    bad = TargetValues(
        "tests.tide", foreign, Decimal(9), Decimal(0), dt.date(2030, 1, 1), baseline=Decimal(1)
    )
    with pytest.raises(Invalid) as refused:
        targets.add_target(actor=alice, goal=goal, values=bad, on=TODAY)
    assert set(refused.value.errors) == {"scope", "tolerance", "baseline"}
    unknown = TargetValues("tests.none", foreign, Decimal(9), Decimal(1), dt.date(2030, 1, 1))
    with pytest.raises(Invalid, match="no such indicator"):
        targets.check_target(unknown)


def test_a_changed_target_gives_its_old_values_and_stays_watched(victor: Person, faculty: Unit) -> None:
    goal = GoalFactory.create(plan__institution=faculty.institution, unit=faculty)
    target = TargetFactory.create(goal=goal, measure="tests.tide", value=Decimal(200))
    before = targets.change_target(
        actor=victor, target=target, changes={"value": Decimal(150), "tolerance": Decimal(10)}, on=TODAY
    )
    assert before == {"value": Decimal(200)}
    assert SignalRule.objects.get().kind == RuleKind.STAGE
    targets.change_target(actor=victor, target=target, changes={"period_kind": PeriodKind.MONTH}, on=TODAY)
    rules = SignalRule.objects.order_by("id").values_list("period_kind", "state")
    assert list(rules) == [("calendar_year", RuleState.RETIRED), ("month", RuleState.ACTIVE)]


def test_the_next_version_carries_goals_targets_and_open_work_on(
    alice: Person, victor: Person, port: Institution, faculty: Unit
) -> None:
    plan = PlanFactory.create(institution=port)
    parent = GoalFactory.create(plan=plan, unit=faculty, position=2)
    child = GoalFactory.create(plan=plan, unit=faculty, parent=parent, position=1)
    GoalFactory.create(plan=plan, unit=faculty, state=GoalState.GIVEN_UP)
    target = TargetFactory.create(goal=child, measure="tests.tide")
    deviation = DeviationFactory.create(institution=port, goal=child, target=target)
    closed = DeviationFactory.create(institution=port, goal=child, state="closed")
    signal = SignalFactory.create(institution=port, goal=child)
    dismissed = SignalFactory.create(institution=port, goal=child, state=SignalState.DISMISSED)

    draft = plans.draft_next_version(actor=alice, plan=plan, on=TODAY)
    assert [goal.replaces for goal in draft.goals.order_by("position")] == [child, parent]
    copy = draft.goals.get(replaces=child)
    assert copy.parent == draft.goals.get(replaces=parent)
    assert (draft.version, copy.reference, copy.targets.get().value) == (2, child.reference, target.value)
    with pytest.raises(Refused, match="drafted already"):
        plans.draft_next_version(actor=alice, plan=plan, on=TODAY)

    plans.enact_plan(actor=victor, plan=draft, on=TODAY)
    for thing in (plan, deviation, closed, signal, dismissed):
        thing.refresh_from_db()
    assert plan.state == PlanState.REPLACED
    assert (deviation.goal, deviation.target) == (copy, copy.targets.get())
    assert (signal.goal, dismissed.goal, closed.goal) == (copy, child, child)
    assert SignalRule.objects.get(state=RuleState.ACTIVE).goal == copy


def test_rules_of_a_replaced_plan_go_on_as_new_versions(
    victor: Person, port: Institution, faculty: Unit
) -> None:
    plan = PlanFactory.create(institution=port, state=PlanState.DRAFT, enacted_on=None)
    TargetFactory.create(goal=GoalFactory.create(plan=plan, unit=faculty), measure="tests.tide")
    plans.enact_plan(actor=victor, plan=plan, on=TODAY)
    old = SignalRule.objects.get()
    draft = plans.draft_next_version(actor=victor, plan=plan, on=TODAY)
    plans.enact_plan(actor=victor, plan=draft, on=TODAY)
    old.refresh_from_db()
    new = SignalRule.objects.get(replaces=old)
    assert (old.state, new.state) == (RuleState.RETIRED, RuleState.ACTIVE)
    assert (new.reference, new.version, new.goal) == (old.reference, 2, draft.goals.get())
    assert SignalRule.objects.count() == 2


def test_a_draft_is_thrown_away_with_its_goals(alice: Person, port: Institution, faculty: Unit) -> None:
    plan = plans.draft_plan(actor=alice, institution=port, values=VALUES, on=TODAY)
    top = goals.add_goal(actor=alice, plan=plan, values=GoalValues("Top", faculty), on=TODAY)
    goals.add_goal(actor=alice, plan=plan, values=GoalValues("Below", faculty, parent=top), on=TODAY)
    plans.discard_plan(actor=alice, plan=plan, on=TODAY)
    assert (Plan.objects.count(), Goal.objects.count()) == (0, 0)


def test_a_plan_closes_with_a_reason(victor: Person, port: Institution) -> None:
    plan = PlanFactory.create(institution=port)
    with pytest.raises(Invalid):
        plans.close_plan(actor=victor, plan=plan, reason=" ", on=TODAY)
    plans.close_plan(actor=victor, plan=plan, reason="Merged with the strategy", on=TODAY)
    plan.refresh_from_db()
    assert plan.state == PlanState.CLOSED
    assert (Signal.objects.count(), Deviation.objects.count()) == (0, 0)
