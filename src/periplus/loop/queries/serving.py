"""Which goals a procedure serves: by its steps, and by the task packages bound to it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from periplus.loop.enums import PackageState
from periplus.loop.models import Goal, TaskPackage
from periplus.loop.policies_planning import visible_goals
from periplus.paths.models import Node, Procedure
from periplus.people.models import Person


@dataclass(frozen=True, slots=True)
class Served:
    """A goal and where a procedure serves it: keys of steps, and packages whose cases serve it as a whole."""

    goal: Goal
    nodes: frozenset[str]
    packages: tuple[uuid.UUID, ...]


def list_served_goals(person: Person, procedure: Procedure) -> list[Served]:
    """The goals that a procedure serves, as far as a person may see them, by reference. Three queries."""
    nodes: dict[uuid.UUID, set[str]] = defaultdict(set)
    of_steps = Node.objects.filter(version__procedure=procedure, goal__isnull=False)
    for goal, key in of_steps.values_list("goal", "key"):
        if goal:
            nodes[goal].add(key)
    packages: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    bound = TaskPackage.objects.filter(procedure=procedure, state=PackageState.OPEN).order_by("id")
    for goal, node, reference in bound.values_list("goal__uuid", "node", "uuid"):
        if node:
            nodes[goal].add(node)
        else:
            packages[goal].append(reference)
    return _seen(person, nodes, packages)


def _seen(
    person: Person, nodes: Mapping[uuid.UUID, set[str]], packages: Mapping[uuid.UUID, list[uuid.UUID]]
) -> list[Served]:
    wanted = {*nodes, *packages}
    if not wanted:
        return []
    goals = visible_goals(person).filter(uuid__in=wanted).order_by("reference", "id")
    return [
        Served(goal, frozenset(nodes.get(goal.uuid, ())), tuple(packages.get(goal.uuid, ())))
        for goal in goals
    ]
