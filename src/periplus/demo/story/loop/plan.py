"""The plan: eight goals, how they are measured, and its second version."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from periplus.core.tables import read_table
from periplus.demo.story.stays import INTERNSHIPS
from periplus.demo.story.world import World
from periplus.loop.enums import Dimension, Direction, PeriodKind
from periplus.loop.models import Goal, Plan, Target
from periplus.loop.scopes import Scope
from periplus.loop.services.goals import add_goal
from periplus.loop.services.plans import draft_next_version, draft_plan, enact_plan
from periplus.loop.services.targets import add_target, change_target
from periplus.loop.values import GoalValues, PlanValues, TargetValues

FIRST, SECOND = 1, 2


def tell(world: World) -> None:
    diary, year = world.diary, world.years.plan
    diary.write(dt.date(year - 1, 10, 2), lambda day: _draft(world, day))
    diary.write(dt.date(year, 1, 8), lambda day: _enact(world, day))
    diary.write(dt.date(year + 1, 1, 27), lambda day: _draft_again(world, day))
    diary.write(dt.date(year + 1, 2, 10), lambda day: _enact(world, day))


def _rows(version: int) -> Iterator[dict[str, str]]:
    rows = read_table("periplus.demo.story", "tables/goals.csv")
    return (row for row in rows if int(row["since"]) == version)


def _draft(world: World, day: dt.date) -> None:
    values = PlanValues(
        title=f"Farol and the world {world.years.plan}–{world.years.plan_ends.year}",
        summary="What we want from working with the world, for our students and for our city.",
        starts_on=dt.date(world.years.plan, 1, 1),
        ends_on=world.years.plan_ends,
    )
    plan = draft_plan(actor=world.people["office"], institution=world.institution, values=values, on=day)
    world.plan = plan
    for row in _rows(FIRST):
        _add_goal(world, plan, row, day)
    for key, values_of in _targets(world):
        add_target(actor=world.people["office"], goal=world.goals[key], values=values_of, on=day)


def _add_goal(world: World, plan: Plan, row: dict[str, str], day: dt.date) -> Goal:
    parent = world.goals.get(row["parent"])
    values = GoalValues(
        title=row["title"],
        reference=row["key"],
        description=row["description"],
        theme=row["theme"],
        dimension=Dimension(row["dimension"]),
        unit=world.units[row["unit"]],
        accountable=world.people[row["accountable"]],
        deputy=world.people[row["deputy"]],
        capability=row["capability"],
        priority=int(row["priority"]),
        rhythm_days=int(row["rhythm"]),
        parent=parent,
        position=len(world.goals) + 1,
    )
    goal = add_goal(actor=world.people["office"], plan=plan, values=values, on=day)
    world.goals[row["key"]] = goal
    return goal


def _enact(world: World, day: dt.date) -> None:
    assert world.plan is not None  # noqa: S101 -- drafted before
    enact_plan(actor=world.people["vice_rector"], plan=world.plan, on=day)


def _draft_again(world: World, day: dt.date) -> None:
    """The second version: one goal more, and one target that was too easy."""
    assert world.plan is not None  # noqa: S101 -- in force by now
    office = world.people["office"]
    world.plan = draft_next_version(actor=office, plan=world.plan, on=day)
    for goal in world.plan.goals.all():
        world.goals[goal.reference] = goal
    for row in _rows(SECOND):
        arts = _add_goal(world, world.plan, row, day)
        values = _target(world, "mobility.abroad_share", world.within("EAD"), ".012", ".03", ".006")
        add_target(actor=office, goal=arts, values=values, on=day)
    alive = Target.objects.get(goal=world.goals["G5"])
    change_target(actor=office, target=alive, changes={"value": Decimal("0.95")}, on=day)


def _targets(world: World) -> Iterator[tuple[str, TargetValues]]:
    whole, brazil = world.whole, world.whole.narrowed("country", "BR")
    interns = world.whole.narrowed("programme", INTERNSHIPS)
    up, years = Direction.UP, PeriodKind.ACADEMIC_YEAR
    yield "G1", _target(world, "mobility.abroad_share", whole, ".025", ".03", ".002")
    yield "G2", _target(world, "mobility.country_concentration", whole, ".085", ".07", ".02")
    yield "G3", _target(world, "partners.use_of_places", brazil, ".21", ".7", ".08")
    yield "G4", _target(world, "mobility.reciprocity", whole, ".73", ".75", ".2", direction=up)
    yield "G5", _target(world, "mobility.agreement_activity", whole, ".83", ".9", ".03")
    yield "G6", _target(world, "mobility.incoming_stays", interns, "15", "40", "4")
    money = _target(world, "resources.budget_execution", world.within("GPR"), "", ".95", ".08")
    yield "G6", money
    yield (
        "G7",
        _target(world, "partners.use_of_places", world.within("FEN"), ".39", ".7", ".08", period_kind=years),
    )


def _target(
    world: World,
    measure: str,
    scope: Scope,
    baseline: str,
    value: str,
    tolerance: str,
    *,
    direction: Direction | None = None,
    period_kind: PeriodKind = PeriodKind.CALENDAR_YEAR,
) -> TargetValues:
    """From the last day before the plan to its last day."""
    return TargetValues(
        measure=measure,
        scope=scope,
        value=Decimal(value),
        tolerance=Decimal(tolerance),
        due_on=world.years.plan_ends,
        period_kind=period_kind,
        direction=direction,
        baseline=Decimal(baseline) if baseline else None,
        baseline_on=dt.date(world.years.plan - 1, 12, 31) if baseline else None,
    )
