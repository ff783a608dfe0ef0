import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, no
from periplus.loop.enums import Course
from periplus.loop.measuring import get_measure
from periplus.loop.models import Plan
from periplus.loop.queries.board import get_board
from periplus.loop.queries.indicators import get_figures, list_breakdown, list_indicators
from periplus.loop.queries.plans import compare_plans, goal_tree, list_versions
from periplus.loop.scopes import Scope
from periplus.loop.services import goals, plans, targets
from periplus.loop.services.measuring import measure_regularly
from periplus.loop.services.signals import raise_signals
from periplus.loop.services.target_rules import watch_target
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from tests.factories.loop import GoalFactory, PlanFactory, TargetFactory, scope_of
from tests.factories.people import InstitutionFactory, UnitFactory, person_as
from tests.loop.stretch import Tide

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
ROUND = System("daily round")


@pytest.fixture
def port() -> Institution:
    institution: Institution = InstitutionFactory.create()
    return institution


@pytest.fixture
def victor(port: Institution) -> Person:
    return person_as(Role.VICE_RECTOR, institution=port)


def aim(port: Institution, value: int) -> None:
    """A goal that expects `value` from the start on."""
    plan = Plan.objects.filter(institution=port).first() or PlanFactory.create(institution=port)
    goal = GoalFactory.create(plan=plan, accountable=person_as(Role.OFFICE, institution=port))
    target = TargetFactory.create(
        goal=goal, measure="tests.tide", value=value, baseline=None, baseline_on=None, tolerance=10
    )
    watch_target(target, on=TODAY)


def go_round(port: Institution) -> None:
    measure_regularly(actor=ROUND, institution=port, today=TODAY)
    raise_signals(institution=port, today=TODAY)


def test_the_worst_goal_comes_first_with_what_is_open_on_it(
    port: Institution, victor: Person, tide: Tide
) -> None:
    for value in (50, 100, 55):
        aim(port, value)
    tide.levels = {str(year): 50 for year in range(2015, 2026)}
    go_round(port)
    board = get_board(victor, port, on=TODAY)
    assert [row.standing.course for row in board.rows] == [Course.OFF, Course.DRIFTING, Course.ON]
    worst = board.rows[0]
    assert (len(worst.ports.signals), len(worst.ports.deviations)) == (1, 1)
    assert [len(row.ports.deviations) for row in board.rows[1:]] == [0, 0]
    assert worst.standing.headline is not None
    assert worst.standing.headline.value == 50
    assert board.worst_deviation == worst.ports.deviations[0]
    assert board.count(Course.OFF) == 1


def test_the_board_asks_as_much_for_one_goal_as_for_many(
    port: Institution, victor: Person, tide: Tide
) -> None:
    tide.levels = {str(year): 50 for year in range(2015, 2026)}
    asked = []
    for _ in range(3):
        aim(port, 100)
        go_round(port)
        get_board(victor, port, on=TODAY)
        with CaptureQueriesContext(connection) as queries:
            get_board(victor, port, on=TODAY)
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2] <= 11


def test_students_see_an_empty_board(port: Institution, tide: Tide) -> None:
    aim(port, 100)
    assert get_board(person_as(Role.STUDENT, institution=port), port, on=TODAY).rows == ()
    assert tide.asked == 0


def test_goals_stand_under_their_parents(port: Institution) -> None:
    plan = PlanFactory.create(institution=port)
    below = GoalFactory.create(plan=plan, reference="G9", position=1)
    top = GoalFactory.create(plan=plan, reference="G1", position=5)
    GoalFactory.create(plan=plan, reference="G2", position=2)
    below.parent = top
    below.save()
    assert [(b.goal.reference, b.depth) for b in goal_tree(plan)] == [("G2", 0), ("G1", 0), ("G9", 1)]


@pytest.mark.usefixtures("tide")
def test_versions_are_compared_goal_by_goal(port: Institution, victor: Person) -> None:
    plan = PlanFactory.create(institution=port)
    unit = UnitFactory.create(institution=port)
    kept = GoalFactory.create(plan=plan, unit=unit, title="Old words", reference="G1")
    dropped = GoalFactory.create(plan=plan, unit=unit, reference="G2")
    TargetFactory.create(goal=kept, measure="tests.tide", value=Decimal(100))
    draft = plans.draft_next_version(actor=victor, plan=plan, on=TODAY)
    goals.remove_goal(actor=victor, goal=draft.goals.get(replaces=dropped), on=TODAY)
    copy = draft.goals.get(replaces=kept)
    goals.change_goal(actor=victor, goal=copy, changes={"title": "New words"}, on=TODAY)
    targets.change_target(actor=victor, target=copy.targets.get(), changes={"value": Decimal(120)}, on=TODAY)
    added = GoalFactory.create(plan=draft, unit=unit, reference="G3")
    changed, new, gone = compare_plans(plan, draft)
    assert [(c.field, c.before, c.after) for c in changed.changes] == [
        ("title", "Old words", "New words"),
        ("value", Decimal(100), Decimal(120)),
    ]
    assert (new.before, new.after, gone.before, gone.after) == (None, added, dropped, None)
    assert list_versions(plan) == list_versions(draft) == [draft, plan]


def test_indicators_are_listed_with_their_latest_reading(port: Institution, tide: Tide) -> None:
    tide.levels = {"2024": 8, "2025": 4}
    measure_regularly(actor=ROUND, institution=port, today=TODAY)
    listed = {row.measure.key: row for row in list_indicators(port, on=TODAY, sees=YES)}
    row = listed["tests.tide"]
    assert row.latest is not None
    assert row.before is not None
    assert (row.latest.value, row.before.value, row.suppressed) == (4, 8, False)
    hidden = {row.measure.key: row for row in list_indicators(port, on=TODAY, sees=no(""))}["tests.tide"]
    assert hidden.latest is not None
    assert (hidden.latest.value, hidden.suppressed) == (None, True)
    assert hidden.spark[-2:] == (("2024", Decimal(8)), ("2025", None))


def test_figures_come_from_the_store_or_are_asked_now(port: Institution, tide: Tide) -> None:
    tide.levels = {"2024": 8, "2025": 4}
    measure = get_measure("tests.tide")
    live = get_figures(measure, Scope(country="BR"), "calendar_year", port, on=TODAY, sees=YES)
    assert (live.stored, len(live.readings)) == (False, 15)
    measure_regularly(actor=ROUND, institution=port, today=TODAY)
    asked = tide.asked
    stored = get_figures(measure, scope_of(port), "calendar_year", port, on=TODAY, sees=no(""))
    assert (stored.stored, tide.asked) == (True, asked)
    assert stored.suppressed == {"2025"}
    assert stored.latest is not None
    assert stored.latest.value is None


def test_small_parts_are_put_together_for_most_readers(port: Institution, tide: Tide) -> None:
    tide.parts = {"2025": {"BR": 7, "CL": 4, "PE": 1}}
    measure = get_measure("tests.tide")
    period = (
        get_figures(measure, scope_of(port), "calendar_year", port, on=TODAY, sees=YES).readings[-1].period
    )
    assert [p.key for p in list_breakdown(measure, scope_of(port), period, "country", sees=YES)] == [
        "BR",
        "CL",
        "PE",
    ]
    parts = list_breakdown(measure, scope_of(port), period, "country", sees=no(""))
    assert [(part.key, part.count) for part in parts] == [("BR", 7), ("", 5)]
