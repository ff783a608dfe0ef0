"""Reading plans: their goals as a tree, and what changed from one version to the next."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, QuerySet

from periplus.loop.enums import PlanState
from periplus.loop.models import Goal, Plan, Target
from periplus.loop.policies import visible_plans
from periplus.people.models import Institution, Person

COMPARED = (
    "title",
    "description",
    "dimension",
    "theme",
    "unit",
    "accountable",
    "deputy",
    "capability",
    "priority",
    "rhythm_days",
    "parent",
)
COMPARED_OF_TARGETS = ("value", "tolerance", "due_on", "baseline", "baseline_on", "direction")


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal in its place in the tree."""

    goal: Goal
    depth: int


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that differs: which field, before, after. `measure` when it is about a target."""

    field: str
    before: object
    after: object
    measure: str = ""


@dataclass(frozen=True, slots=True)
class GoalChange:
    """What became of one goal: added (no `before`), dropped (no `after`), or changed."""

    before: Goal | None
    after: Goal | None
    changes: tuple[FieldChange, ...] = ()


def list_plans(person: Person) -> QuerySet[Plan]:
    """All plans a person may see, the newest first, with `goals_count`."""
    counted = visible_plans(person).annotate(goals_count=Count("goals"))
    return counted.order_by("-starts_on", "title", "-version")


def list_versions(plan: Plan) -> list[Plan]:
    """All versions of a plan, the newest first. One query for each version."""
    newest = plan
    while hasattr(newest, "replaced_by"):
        newest = newest.replaced_by
    versions = [newest]
    while versions[-1].replaces:
        versions.append(versions[-1].replaces)
    return versions


def find_plan_in_force(institution: Institution) -> Plan | None:
    """The plan in force that began last."""
    found = Plan.objects.filter(institution=institution, state=PlanState.IN_FORCE)
    return found.order_by("-starts_on", "-id").first()


def goal_tree(plan: Plan) -> list[Branch]:
    """The goals of a plan, each directly after the one it stands under. Two queries."""
    goals = list(_goals(plan))
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for goal in goals:
        below[goal.parent_id].append(goal)
    return list(_walk(below, None, 0))


def compare_plans(before: Plan, after: Plan) -> list[GoalChange]:
    """What a version changes against the one before it, goal by goal, in the order of the new one."""
    old = {goal.pk: goal for goal in _goals(before)}
    found = []
    for goal in _goals(after):
        known = old.pop(goal.replaces_id or 0, None)
        changes = tuple(_changes(known, goal)) if known else ()
        if known is None or changes:
            found.append(GoalChange(known, goal, changes))
    return found + [GoalChange(goal, None) for goal in old.values()]


def _goals(plan: Plan) -> QuerySet[Goal]:
    joined = ("unit", "accountable", "deputy", "parent", "plan__institution")
    targets = Prefetch("targets", queryset=Target.objects.order_by("id"))
    return plan.goals.select_related(*joined).prefetch_related(targets).order_by("position", "id")


def _walk(below: dict[int | None, list[Goal]], parent: int | None, depth: int) -> Iterator[Branch]:
    for goal in below[parent]:
        yield Branch(goal, depth)
        yield from _walk(below, goal.pk, depth + 1)


def _changes(before: Goal, after: Goal) -> Iterator[FieldChange]:
    for name in COMPARED:
        was, now = getattr(before, name), getattr(after, name)
        if name == "parent":
            was, now = was and was.reference, now and now.reference
        if was != now:
            yield FieldChange(name, was, now)
    yield from _target_changes(list(before.targets.all()), list(after.targets.all()))


def _target_changes(before: Sequence[Target], after: Sequence[Target]) -> Iterator[FieldChange]:
    old = {(t.measure, t.scope_key, t.period_kind): t for t in before}
    for target in after:
        known = old.pop((target.measure, target.scope_key, target.period_kind), None)
        if known is None:
            yield FieldChange("target", None, target.value, target.measure)
            continue
        for name in COMPARED_OF_TARGETS:
            was, now = getattr(known, name), getattr(target, name)
            if was != now:
                yield FieldChange(name, was, now, target.measure)
    for target in old.values():
        yield FieldChange("target", _value(target), None, target.measure)


def _value(target: Target) -> Decimal:
    return target.value
