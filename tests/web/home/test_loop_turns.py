"""Goals, plans and signals say whom they need, and when; everything is found by name."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from periplus.core import clock
from periplus.loop.enums import GoalState, PlanState, Severity, SignalState
from periplus.loop.models import Goal, Plan
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.web.home.deadlines import list_deadlines
from periplus.web.home.search import find_everything
from periplus.web.home.turns import list_turns
from tests.factories.loop import GoalFactory, PlanFactory, SignalFactory, TargetFactory
from tests.factories.people import PersonFactory, UnitFactory, person_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory.create(state=PlanState.IN_FORCE)


def goal(plan: Plan, **values: object) -> Goal:
    values.setdefault("accountable", person_as(Role.TEACHER))
    values.setdefault("touched_on", clock.today())
    unit = UnitFactory.create(institution=plan.institution)
    return GoalFactory.create(plan=plan, unit=unit, **values)


def titles(person: Person) -> list[str]:
    return [str(turn.title) for turn in list_turns(person=person, today=clock.today())]


def test_a_goal_that_lies_still_asks_its_person(plan: Plan) -> None:
    today = clock.today()
    late = goal(plan, touched_on=today - dt.timedelta(days=200), rhythm_days=180, title="More to Asia")
    goal(plan, accountable=late.accountable, touched_on=today - dt.timedelta(days=180), rhythm_days=180)
    assert late.accountable is not None
    [turn] = list_turns(person=late.accountable, today=today)
    assert turn.until == today - dt.timedelta(days=20)
    assert turn.url == f"/plans/goals/{late.uuid}/"
    assert "More to Asia" in str(turn.title)
    late.state = GoalState.REACHED
    late.save()
    assert titles(late.accountable) == []


def test_a_goal_without_anybody_asks_the_office(plan: Plan) -> None:
    office = person_as(Role.OFFICE)
    gone = PersonFactory.create(left_on=clock.today(), is_active=False)
    goal(plan, accountable=None, title="Nobody's goal")
    goal(plan, accountable=gone, title="Goal of somebody gone")
    goal(plan)
    assert len([title for title in titles(office) if title.startswith("Find somebody for")]) == 2
    assert not any(title.startswith("Find somebody") for title in titles(person_as(Role.TEACHER)))


def test_a_drafted_plan_waits_for_the_vice_rector() -> None:
    draft = PlanFactory.create(state=PlanState.DRAFT, title="Plan 2027")
    assert not any("in force" in title for title in titles(person_as(Role.VICE_RECTOR)))
    TargetFactory.create(goal=goal(draft))
    assert "Put Plan 2027 in force" in titles(person_as(Role.VICE_RECTOR))
    assert not any("in force" in title for title in titles(person_as(Role.OFFICE)))


def test_signals_are_one_turn(plan: Plan) -> None:
    office, own = person_as(Role.OFFICE), goal(plan)
    assert own.accountable is not None
    for severity in (Severity.NOTICE, Severity.CRITICAL):
        SignalFactory.create(
            goal=own, institution=plan.institution, severity=severity, state=SignalState.OPEN
        )
    assert "Look at 2 new signals" in titles(office)
    assert "Look at 2 new signals" in titles(own.accountable)
    assert titles(person_as(Role.TEACHER)) == []


def test_home_asks_as_often_for_one_thing_as_for_many(client: Client, plan: Plan) -> None:
    office = person_as(Role.OFFICE)
    client.force_login(office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    def make() -> None:
        goal(plan, accountable=None)
        goal(plan, accountable=office, touched_on=dt.date(2020, 1, 1))
        SignalFactory.create(goal=goal(plan), institution=plan.institution)

    make()
    queries()
    one = queries()
    for _ in range(3):
        make()
    assert queries() == one


def test_own_goals_and_targets_stand_in_the_calendar(plan: Plan) -> None:
    own = goal(plan)
    assert own.accountable is not None
    TargetFactory.create(goal=own, due_on=dt.date(2028, 12, 31))
    found = list_deadlines(person=own.accountable, today=clock.today())
    assert {(one.uid.split("-")[0], one.on) for one in found} == {
        ("goal", own.touched_on + dt.timedelta(days=own.rhythm_days)),
        ("target", dt.date(2028, 12, 31)),
    }
    assert list_deadlines(person=person_as(Role.TEACHER), today=clock.today()) == []


def test_goals_plans_and_indicators_are_found(plan: Plan) -> None:
    office = person_as(Role.OFFICE)
    one = goal(plan, title="Mobilität nach Übersee")
    found = {
        group.source.key: [hit.url for hit in group.hits]
        for text in ("ubersee", "outgoing stays", plan.title)
        for group in find_everything(person=office, text=text, limit=5)
    }
    assert f"/plans/goals/{one.uuid}/" in found["goals"]
    assert "/indicators/mobility.outgoing_stays/" in found["indicators"]
    assert f"/plans/{plan.uuid}/" in found["plans"]
    for text in ("ubersee", "outgoing stays", plan.title):
        groups = find_everything(person=person_as(Role.STUDENT), text=text, limit=5)
        assert {group.source.key for group in groups} <= {"guide"}
