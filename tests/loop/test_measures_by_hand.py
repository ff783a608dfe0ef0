"""What the loop tells about itself, on small worlds whose numbers are counted by hand in the comments."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.ledger.services import System
from periplus.core.periods import Period, calendar_year
from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    Direction,
    DiscussionRule,
    EffectState,
    EffectVerdict,
    GoalState,
    ItemKind,
)
from periplus.loop.measuring import Contribution, get_measure
from periplus.loop.models import AgendaItem, Body, Decision, Deviation, EffectCheck, Goal
from periplus.loop.scopes import Scope
from periplus.loop.services.goals import hand_over_goal, settle_goal
from tests.factories.loop import BodyFactory, DeviationFactory, GoalFactory, PlanFactory
from tests.factories.people import InstitutionFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db

YEARS = [calendar_year(year) for year in (2023, 2024, 2025)]
CLERK = System("tests")


def values(key: str, scope: Scope, periods: list[Period] = YEARS) -> list[Decimal | None]:
    """What a measure says, rounded as it is stored."""
    readings = get_measure(key).compute(scope, periods)
    assert [reading.period for reading in readings] == periods
    return [None if r.value is None else round(r.value, 6) for r in readings]


def counts(key: str, scope: Scope) -> list[int]:
    """How many records stand behind each number; the list of them must be as long."""
    measure = get_measure(key)
    readings = measure.compute(scope, YEARS)
    assert [len(measure.records(scope, period, 100, 0)) for period in YEARS] == [r.count for r in readings]
    return [reading.count for reading in readings]


def split(key: str, scope: Scope) -> list[Contribution]:
    """How 2023 is split between the units."""
    contributions = get_measure(key).contributions
    assert contributions is not None
    return contributions(scope, YEARS[0], "unit")


class Deviations:
    """Opened, decided, closed.

    A 1 Feb 2023, of the faculty; decided after 10 days and again in 2024; checked and closed
    B 1 Mar 2023, of the faculty; decided after 30 days; closed, but nothing was ever checked
    C 1 Nov 2023, of the university; decided 100 days later, in 2024; checked, but open again
    D 1 Jun 2024, of the university; waived, only drafted about
    E 1 Jul 2024, of the university; decided after 20 days; checked and closed
    X             of another institution, decided and closed
    """

    def __init__(self) -> None:
        self.institution = InstitutionFactory.create()
        self.university = UnitFactory.create(institution=self.institution)
        self.faculty = UnitFactory.create(institution=self.institution, parent=self.university)
        self.body = BodyFactory.create(institution=self.institution, unit=self.university)
        plan = PlanFactory.create(institution=self.institution)
        above = GoalFactory.create(plan=plan, unit=self.university)
        below = GoalFactory.create(plan=plan, unit=self.faculty)
        first = self.open(below, dt.date(2023, 2, 1), DeviationState.CLOSED)
        self.decide(first, dt.date(2023, 2, 11), checked=True)
        self.decide(first, dt.date(2024, 5, 1), checked=False)
        second = self.open(below, dt.date(2023, 3, 1), DeviationState.CLOSED)
        self.decide(second, dt.date(2023, 3, 31), checked=False)
        third = self.open(above, dt.date(2023, 11, 1), DeviationState.OPEN)
        self.decide(third, dt.date(2024, 2, 9), checked=True)
        fourth = self.open(above, dt.date(2024, 6, 1), DeviationState.WAIVED)
        self.decide(fourth, None, checked=False)
        fifth = self.open(above, dt.date(2024, 7, 1), DeviationState.CLOSED)
        self.decide(fifth, dt.date(2024, 7, 21), checked=True)
        foreign = DeviationFactory.create(opened_on=dt.date(2023, 1, 1), state=DeviationState.CLOSED)
        self.decide(foreign, dt.date(2023, 1, 2), checked=True)
        self.scope = Scope(institution=self.institution.uuid)

    def open(self, goal: Goal, on: dt.date, state: DeviationState) -> Deviation:
        until = dt.date(2030, 1, 1) if state == DeviationState.WAIVED else None
        return DeviationFactory.create(
            institution=self.institution, goal=goal, opened_on=on, state=state, waived_until=until
        )

    def decide(self, deviation: Deviation, on: dt.date | None, *, checked: bool) -> None:
        decision = Decision.objects.create(
            institution=deviation.institution,
            reference=f"B-{Decision.objects.count()}",
            body=self.body,
            item=item_about(deviation, self.body),
            deviation=deviation,
            title="Half the way first",
            reasons="Too far.",
            state=DecisionState.TAKEN if on else DecisionState.DRAFTED,
            taken_on=on,
        )
        if checked:
            check(decision, EffectState.CHECKED)
        check(decision, EffectState.DUE)


def item_about(deviation: Deviation, body: Body) -> AgendaItem:
    return AgendaItem.objects.create(
        body=body,
        kind=ItemKind.PROPOSAL,
        title=str(deviation),
        discussion=DiscussionRule.DISCUSSION,
        entered_on=deviation.opened_on,
        deadline_on=deviation.opened_on,
    )


def check(decision: Decision, state: EffectState) -> None:
    EffectCheck.objects.create(
        decision=decision,
        measure="mobility.outgoing_stays",
        period_kind="calendar_year",
        before_period="2022",
        direction=Direction.UP,
        check_on=dt.date(2025, 1, 1),
        verdict=EffectVerdict.WORSE if state == EffectState.CHECKED else "",
        state=state,
    )


@pytest.fixture
def deviations() -> Deviations:
    return Deviations()


def test_days_to_decision_is_the_median_of_those_first_decided_in_the_year(deviations: Deviations) -> None:
    key = "loop.days_to_decision"
    # 2023: A 10, B 30, in the middle 20. 2024: C 100, E 20, in the middle 60. 2025: nothing was decided.
    assert values(key, deviations.scope) == [20, 60, None]
    assert counts(key, deviations.scope) == [2, 2, 0]
    assert values(key, Scope(unit=deviations.faculty.uuid)) == [20, None, None]
    assert values(key, Scope(unit=deviations.university.uuid)) == [20, 60, None]
    (part,) = split(key, deviations.scope)
    assert part.title == deviations.faculty.name
    assert (part.value, part.share, part.count) == (Decimal(20), Decimal(1), 2)


def test_closure_wants_a_decision_a_stored_check_and_a_closed_deviation(deviations: Deviations) -> None:
    key = "loop.closure"
    # 2023: A of A, B, C. 2024: E of E; D is waived. 2025: none was opened.
    assert values(key, deviations.scope) == [Decimal("0.333333"), 1, None]
    assert counts(key, deviations.scope) == [3, 1, 0]
    assert values(key, Scope(unit=deviations.faculty.uuid)) == [Decimal("0.5"), None, None]
    parts = split(key, deviations.scope)
    assert [(part.title, round(part.value, 6), part.count) for part in parts] == [
        (deviations.faculty.name, Decimal("0.333333"), 2),
        (deviations.university.name, Decimal(0), 1),
    ]


class Goals:
    """Who answers at the end of 2023, 2024 and 2025, under a plan in force since 2023.

    A Alice, who leaves in June 2024      there · gone · gone
    B nobody until Bruno, March 2024      nobody · there · there
    C Carla, until nobody, May 2025       there · there · nobody
    D nobody, only a deputy; given up in August 2025     nobody · nobody · over
    E of a draft, nobody                  binds nobody
    """

    def __init__(self) -> None:
        self.institution = InstitutionFactory.create()
        self.faculty = UnitFactory.create(institution=self.institution)
        plan = PlanFactory.create(institution=self.institution, enacted_on=dt.date(2023, 1, 1))
        draft = PlanFactory.create(institution=self.institution, state="drafted", enacted_on=None)
        alice = PersonFactory.create(institution=self.institution, left_on=dt.date(2024, 6, 1))
        bruno, carla, dora = PersonFactory.create_batch(3, institution=self.institution)
        GoalFactory.create(plan=plan, accountable=alice)
        second = GoalFactory.create(plan=plan, unit=self.faculty)
        third = GoalFactory.create(plan=plan, accountable=carla)
        fourth = GoalFactory.create(plan=plan, unit=self.faculty, deputy=dora)
        GoalFactory.create(plan=draft)
        hand_over_goal(
            actor=CLERK, goal=second, accountable=bruno, deputy=None, reason="At last", on=dt.date(2024, 3, 1)
        )
        hand_over_goal(
            actor=CLERK, goal=third, accountable=None, deputy=None, reason="Moves on", on=dt.date(2025, 5, 1)
        )
        settle_goal(
            actor=CLERK, goal=fourth, state=GoalState.GIVEN_UP, reason="No need", on=dt.date(2025, 8, 1)
        )
        self.scope = Scope(institution=self.institution.uuid)


def test_ownerless_goals_are_those_for_which_nobody_living_answers_that_day() -> None:
    key, goals = "loop.ownerless_goals", Goals()
    # 2023: B, D. 2024: A, D. 2025: A, C. Before the plan there is nothing to tell.
    assert values(key, goals.scope) == [2, 2, 2]
    assert counts(key, goals.scope) == [2, 2, 2]
    assert values(key, Scope(unit=goals.faculty.uuid)) == [2, 1, 0]
    assert values(key, goals.scope, [calendar_year(2022)]) == [None]
    wholes = [reading.denominator for reading in get_measure(key).compute(goals.scope, YEARS)]
    assert wholes == [4, 4, 3]
    parts = split(key, goals.scope)
    assert [(part.title, part.value, part.share) for part in parts] == [
        (goals.faculty.name, Decimal(2), Decimal(1))
    ]


@pytest.mark.parametrize("key", ["loop.days_to_decision", "loop.closure", "loop.ownerless_goals"])
def test_queries_do_not_grow_with_the_periods(key: str) -> None:
    Goals()
    scope = Deviations().scope
    measure = get_measure(key)
    asked = []
    for periods in (YEARS[:1], YEARS):
        with CaptureQueriesContext(connection) as queries:
            measure.compute(scope, periods)
        asked.append(len(queries))
    assert asked[0] == asked[1]
