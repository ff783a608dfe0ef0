"""Counting the goals whose work is somebody's task inside a procedure, on any day gone by."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from periplus.core.periods import Period
from periplus.loop.measured.goals import goals_in, past_of, was_in_force
from periplus.loop.measuring import Contribution, Reading, SourceRecord
from periplus.loop.models import Goal, TaskPackage
from periplus.loop.scopes import Scope
from periplus.people.models import Unit

Packages = dict[uuid.UUID, list[TaskPackage]]  # by the uuid of the first version of their goal


def living_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """One share per period, on its last day; nothing to tell when no goal was in force."""
    goals = goals_in(scope)
    past, origins = past_of(goals), _origins(goals)
    packages = _packages(origins)
    readings = []
    for period in periods:
        there = [goal for goal in goals if was_in_force(goal, past, period.last_day)]
        served = [goal for goal in there if _living(packages[origins[goal.pk]], period.last_day)]
        part, whole = Decimal(len(served)), Decimal(len(there))
        readings.append(Reading(period, part / whole if there else None, part, whole, count=len(there)))
    return readings


def living_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    """All goals in force; the detail names the task packages that were alive."""
    rows = _goals_with(scope, period)[offset : offset + limit]
    return [
        SourceRecord("loop.goal", goal.uuid, str(goal), ", ".join(p.reference for p in living) or "–")
        for goal, living in rows
    ]


def living_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    """What the goals of each unit add to the share."""
    rows = _goals_with(scope, period)
    if axis != "unit" or not rows:
        return []
    parts: dict[Unit, list[bool]] = defaultdict(list)
    for goal, living in rows:
        parts[goal.unit].append(bool(living))
    whole = Decimal(len(rows))
    split = [
        Contribution(axis, str(unit.uuid), unit.name, sum(part) / whole, len(part) / whole, len(part))
        for unit, part in parts.items()
    ]
    return sorted(split, key=lambda each: (-each.value, each.key))


def _goals_with(scope: Scope, period: Period) -> list[tuple[Goal, list[TaskPackage]]]:
    goals = goals_in(scope)
    past, origins, day = past_of(goals), _origins(goals), period.last_day
    packages = _packages(origins)
    there = [goal for goal in goals if was_in_force(goal, past, day)]
    return [(goal, _living(packages[origins[goal.pk]], day)) for goal in there]


def _origins(goals: Sequence[Goal]) -> dict[int, uuid.UUID]:
    """For each goal, the goal that it was in the first version of its plan; packages move along."""
    before = {pk: (reference, above) for pk, reference, above in _lines(goals)}
    return {goal.pk: _first(goal.pk, before) for goal in goals}


def _lines(goals: Sequence[Goal]) -> list[tuple[int, uuid.UUID, int | None]]:
    institutions = {goal.plan.institution_id for goal in goals}
    every = Goal.objects.filter(plan__institution__in=institutions)
    return list(every.values_list("pk", "uuid", "replaces"))


def _first(goal: int, before: dict[int, tuple[uuid.UUID, int | None]]) -> uuid.UUID:
    reference, above = before[goal]
    return reference if above is None else _first(above, before)


def _packages(origins: dict[int, uuid.UUID]) -> Packages:
    found: Packages = defaultdict(list)
    several = TaskPackage.objects.filter(goal__in=origins).select_related("accountable").order_by("id")
    for package in several:
        found[origins[package.goal_id]].append(package)
    return found


def _living(packages: Sequence[TaskPackage], day: dt.date) -> list[TaskPackage]:
    return [package for package in packages if _was_open(package, day) and _had_somebody(package, day)]


def _was_open(package: TaskPackage, day: dt.date) -> bool:
    return package.made_on <= day and (package.settled_on is None or package.settled_on > day)


def _had_somebody(package: TaskPackage, day: dt.date) -> bool:
    person = package.accountable
    return person is not None and (person.left_on is None or person.left_on > day)
