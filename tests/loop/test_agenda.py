"""What enters an agenda, in which order it stands there, and who may bring what."""

import datetime as dt
from typing import Any

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import (
    DeviationState,
    DiscussionRule,
    ItemKind,
    ItemState,
    ReviewState,
    Severity,
)
from periplus.loop.models import AgendaItem
from periplus.loop.queries.agenda import list_gaps, list_open_items
from periplus.loop.services import agenda, arranging, bodies, reviews
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.loop import BodyFactory, DeviationFactory, EntryPointFactory, GoalFactory
from tests.factories.people import UnitFactory, person_as
from tests.loop.scene import MEETING, MONDAY, Scene

pytestmark = pytest.mark.django_db


def titles(scene: Scene) -> list[str]:
    return [item.title for item in list_open_items(scene.committee)]


def test_a_deviation_enters_the_nearest_body_above_its_unit(scene: Scene) -> None:
    department = UnitFactory.create(institution=scene.institution, parent=scene.faculty)
    sibling = UnitFactory.create(institution=scene.institution, parent=scene.university)
    board = BodyFactory.create(institution=scene.institution, unit=scene.faculty)
    BodyFactory.create(institution=scene.institution, unit=sibling)
    goal = GoalFactory.create(plan=scene.goal.plan, unit=department)
    assert scene.item(scene.deviation(goal=goal)).body == board


def test_a_deviation_passes_a_body_that_does_not_take_its_severity(scene: Scene) -> None:
    board = BodyFactory.create(institution=scene.institution, unit=scene.faculty, entries=())
    EntryPointFactory.create(body=board, from_severity=Severity.CRITICAL)
    goal = GoalFactory.create(plan=scene.goal.plan, unit=scene.faculty)
    assert scene.item(scene.deviation(goal=goal)).body == scene.committee
    assert scene.item(scene.deviation(goal=goal, severity=Severity.CRITICAL)).body == board


def test_without_a_goal_the_unit_of_the_scope_counts(scene: Scene) -> None:
    board = BodyFactory.create(institution=scene.institution, unit=scene.faculty)
    scope = {"unit": str(scene.faculty.uuid)}
    assert scene.item(scene.deviation(goal=None, target=None, scope=scope)).body == board
    assert scene.item(scene.deviation(goal=None, target=None, scope={})).body == scene.committee


def test_a_deviation_that_no_body_takes_stays_open_and_is_shown_as_a_gap(scene: Scene) -> None:
    scene.committee.entry_points.all().delete()
    deviation = scene.deviation()
    assert deviation.state == DeviationState.OPEN
    assert list(list_gaps(scene.alice)) == [deviation]


def test_a_deviation_enters_only_once(scene: Scene) -> None:
    deviation = scene.deviation()
    assert agenda.enter_deviation(deviation=deviation, today=MONDAY) is None
    assert agenda.enter_open_deviations(today=MONDAY) == 0
    assert AgendaItem.objects.filter(deviation=deviation).count() == 1


def test_an_item_takes_priority_rule_and_deadline_from_the_entry_point(scene: Scene) -> None:
    scene.committee.entry_points.filter(kind=ItemKind.DEVIATION).update(
        priority=1, discussion=DiscussionRule.TWO_READINGS, deadline_days=10
    )
    item = scene.item(scene.deviation())
    assert (item.priority, item.discussion) == (1, DiscussionRule.TWO_READINGS)
    assert item.deadline_on == MONDAY + dt.timedelta(days=10)


def test_an_agenda_fills_by_priority_then_severity_then_deadline(scene: Scene) -> None:
    scene.deviation(title="serious")
    scene.deviation(title="critical", severity=Severity.CRITICAL)
    scene.deviation(title="notice", severity=Severity.NOTICE)
    urgent = scene.deviation(title="urgent", severity=Severity.NOTICE)
    arranging.prioritise_item(actor=scene.alice, item=scene.item(urgent), priority=1, today=MONDAY)
    review = reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    assert titles(scene) == ["urgent", "critical", "serious", "notice"]
    assert all(item.review == review for item in list_open_items(scene.committee))


def test_what_comes_in_later_stands_on_the_planned_meeting_in_its_place(scene: Scene) -> None:
    scene.deviation(title="serious")
    reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    scene.deviation(title="critical", severity=Severity.CRITICAL)
    assert titles(scene) == ["critical", "serious"]


def test_items_move_by_hand_and_a_newcomer_keeps_that_order(scene: Scene) -> None:
    first, second = scene.deviation(title="first"), scene.deviation(title="second")
    scene.deviation(title="third")
    arranging.move_item(actor=scene.alice, item=scene.item(second), step=-1, today=MONDAY)
    assert titles(scene) == ["second", "first", "third"]
    arranging.move_item(actor=scene.alice, item=scene.item(second), step=-1, today=MONDAY)
    scene.deviation(title="notice", severity=Severity.NOTICE)
    assert titles(scene) == ["second", "first", "third", "notice"]
    order = [scene.item(first).uuid, scene.item(second).uuid]
    arranging.order_items(actor=scene.alice, body=scene.committee, order=order, today=MONDAY)
    assert titles(scene)[:2] == ["first", "second"]


def test_an_order_of_another_agenda_is_refused(scene: Scene) -> None:
    item = scene.item(scene.deviation())
    other = BodyFactory.create(institution=scene.institution, unit=scene.university)
    with pytest.raises(Invalid):
        arranging.order_items(actor=scene.alice, body=other, order=[item.uuid], today=MONDAY)


def test_only_the_roles_of_the_entry_point_bring_something(scene: Scene) -> None:
    proposal = agenda.Proposal("A summer school", "For teachers", goal=scene.goal)
    item = agenda.bring_item(actor=scene.alice, body=scene.committee, proposal=proposal, today=MONDAY)
    assert (item.kind, item.brought_by, item.goal) == (ItemKind.PROPOSAL, scene.alice, scene.goal)
    with pytest.raises(Refused, match="Coordination office, Vice-rector"):
        agenda.bring_item(actor=scene.carla, body=scene.committee, proposal=proposal, today=MONDAY)


def test_a_coordinator_brings_what_belongs_to_the_faculty_only(scene: Scene) -> None:
    scene.committee.entry_points.update(roles=[Role.COORDINATOR])
    ours = GoalFactory.create(plan=scene.goal.plan, unit=scene.faculty)
    bring: dict[str, Any] = {"actor": scene.carla, "body": scene.committee, "today": MONDAY}
    assert agenda.bring_item(proposal=agenda.Proposal("Ours", goal=ours), **bring).goal == ours
    with pytest.raises(Refused) as refused:
        agenda.bring_item(proposal=agenda.Proposal("Theirs", goal=scene.goal), **bring)
    assert not refused.value.verdict.hidden


def test_a_deviation_on_no_agenda_is_brought_by_hand(scene: Scene) -> None:
    scene.committee.entry_points.update(by_rule=False)
    deviation = scene.deviation()
    proposal = agenda.Proposal("", "It cannot wait.", deviation=deviation)
    item = agenda.bring_item(actor=scene.alice, body=scene.committee, proposal=proposal, today=MONDAY)
    deviation.refresh_from_db()
    assert (item.text, deviation.state) == ("It cannot wait.", DeviationState.ON_AGENDA)
    with pytest.raises(Invalid, match="stands on an agenda already"):
        agenda.bring_item(actor=scene.alice, body=scene.committee, proposal=proposal, today=MONDAY)


def test_a_proposal_is_withdrawn_a_deviation_is_not(scene: Scene) -> None:
    proposal = agenda.Proposal("A summer school")
    item = agenda.bring_item(actor=scene.alice, body=scene.committee, proposal=proposal, today=MONDAY)
    agenda.withdraw_item(actor=scene.alice, item=item, reason="Not this year.", today=MONDAY)
    assert item.state == ItemState.WITHDRAWN
    with pytest.raises(Refused, match="waived until a date"):
        agenda.withdraw_item(
            actor=scene.alice, item=scene.item(scene.deviation()), reason="No time.", today=MONDAY
        )


def test_a_member_objects_to_consent(scene: Scene) -> None:
    scene.committee.entry_points.update(discussion=DiscussionRule.CONSENT)
    item = scene.item(scene.deviation())
    with pytest.raises(Refused, match="Only members"):
        arranging.object_to_item(actor=scene.carla, item=item, today=MONDAY)
    scene.committee.members.add(scene.carla)
    arranging.object_to_item(actor=scene.carla, item=item, today=MONDAY)
    assert item.discussion == DiscussionRule.DISCUSSION


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, Role.REVIEWER, Role.ADMINISTRATOR])
def test_others_leave_the_order_alone(scene: Scene, role: Role) -> None:
    stranger: Person = person_as(role, institution=scene.institution)
    with pytest.raises(Refused):
        arranging.prioritise_item(
            actor=stranger, item=scene.item(scene.deviation()), priority=1, today=MONDAY
        )


def test_an_item_is_taken_off_a_meeting_and_put_on_another(scene: Scene) -> None:
    scene.deviation()
    first = reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    later = reviews.plan_review(
        actor=scene.alice, body=scene.committee, held_at=MEETING + dt.timedelta(days=30), today=MONDAY
    )
    item = list_open_items(scene.committee)[0]
    assert item.review == first
    arranging.unschedule_item(actor=scene.alice, item=item, today=MONDAY)
    assert (item.state, item.review) == (ItemState.WAITING, None)
    arranging.schedule_item(actor=scene.alice, item=item, review=later, today=MONDAY)
    assert (item.state, item.review) == (ItemState.SCHEDULED, later)


def test_a_cancelled_meeting_hands_its_items_to_the_next(scene: Scene) -> None:
    scene.deviation()
    first = reviews.plan_review(actor=scene.alice, body=scene.committee, held_at=MEETING, today=MONDAY)
    later = reviews.plan_review(
        actor=scene.alice, body=scene.committee, held_at=MEETING + dt.timedelta(days=30), today=MONDAY
    )
    reviews.cancel_review(actor=scene.alice, review=first, reason="Strike.", today=MONDAY)
    assert first.state == ReviewState.CANCELLED
    assert list_open_items(scene.committee)[0].review == later


def test_a_body_and_its_entry_points_are_kept_by_the_office(scene: Scene) -> None:
    terms = bodies.BodyTerms("Board", scene.faculty, chair=scene.carla, members=[scene.alice])
    board = bodies.add_body(actor=scene.alice, institution=scene.institution, terms=terms, today=MONDAY)
    entry = bodies.set_entry_point(
        actor=scene.alice,
        body=board,
        kind=ItemKind.PROPOSAL,
        terms=bodies.EntryTerms(roles=[Role.TEACHER], discussion=DiscussionRule.INFORMATION),
        today=MONDAY,
    )
    assert (list(board.members.all()), entry.roles) == ([scene.alice], ["teacher"])
    with pytest.raises(Refused):
        bodies.change_body(actor=scene.carla, body=board, terms=terms, today=MONDAY)


@pytest.mark.parametrize(
    ("kind", "terms", "field"),
    [
        (ItemKind.DEVIATION, bodies.EntryTerms(discussion=DiscussionRule.INFORMATION), "discussion"),
        (ItemKind.DEVIATION, bodies.EntryTerms(priority=9), "priority"),
        (ItemKind.PROPOSAL, bodies.EntryTerms(deadline_days=0), "deadline_days"),
        (ItemKind.PROPOSAL, bodies.EntryTerms(roles=["captain"]), "roles"),
    ],
)
def test_an_entry_point_that_makes_no_sense_is_refused(
    scene: Scene, kind: ItemKind, terms: bodies.EntryTerms, field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        bodies.set_entry_point(actor=scene.alice, body=scene.committee, kind=kind, terms=terms, today=MONDAY)
    assert list(invalid.value.errors) == [field]


def test_no_deviation_stands_on_two_agendas_even_in_the_database(scene: Scene) -> None:
    other = BodyFactory.create(institution=scene.institution, unit=scene.university)
    assert DeviationFactory.create(institution=scene.institution).agenda_items.count() == 0
    item = scene.item(scene.deviation())
    item.pk, item.uuid, item.body = None, other.uuid, other
    with pytest.raises(Exception, match="deviation_on_one_agenda"):
        item.save(force_insert=True)
