"""Who has how much open work: what is theirs by name, and their part of what waits for their role."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from periplus.paths.enums import CaseState, WorkState
from periplus.paths.models import WorkItem
from periplus.people.models import Institution, RoleAssignment
from periplus.people.queries.persons import living
from periplus.people.standing import in_force

Post = tuple[int, str]  # a person and the path of the unit for which a role is held


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much work waits for a role in a unit."""

    role: str
    path: str
    number: int


def loads_of_people(institution: Institution, *, on: dt.date) -> dict[int, float]:
    """Open pieces of work of each person, by id: work for a role is shared among its nearest holders.

    Three queries, however many people there are.
    """
    loads: dict[int, float] = defaultdict(float)
    running = WorkItem.objects.filter(
        state=WorkState.OPEN, case__state=CaseState.RUNNING, case__institution=institution
    ).order_by()
    for person, number in running.exclude(person=None).values_list("person").annotate(n=Count("id")):
        loads[person] += number
    posts = _posts(institution, on)
    for waiting in _waiting(institution):
        holders = nearest(posts.get(waiting.role, []), waiting.path)
        for person in holders:
            loads[person] += waiting.number / len(holders)
    return dict(loads)


def _waiting(institution: Institution) -> list[Waiting]:
    open_items = WorkItem.objects.filter(
        state=WorkState.OPEN, case__state=CaseState.RUNNING, case__institution=institution, person=None
    ).exclude(role="")
    rows = open_items.order_by().values_list("role", "unit__path").annotate(n=Count("id"))
    return [Waiting(role, path or "", number) for role, path, number in rows]


def _posts(institution: Institution, on: dt.date) -> dict[str, list[Post]]:
    """By role; of people of the institution, and of those who belong to none."""
    found: dict[str, list[Post]] = defaultdict(list)
    here = Q(person__institution=institution) | Q(person__institution=None)
    held = RoleAssignment.objects.filter(here, in_force(on), living(on, "person__"))
    for role, person, path in held.values_list("role", "person", "unit__path"):
        found[role].append((person, path or ""))
    return found


def nearest(posts: list[Post], path: str) -> set[int]:
    """Those who hold the role for the unit itself, else for the nearest one above, else for everything."""
    fitting = [(person, held) for person, held in posts if path.startswith(held)]
    depth = max((len(held) for _person, held in fitting), default=0)
    return {person for person, held in fitting if len(held) == depth}
