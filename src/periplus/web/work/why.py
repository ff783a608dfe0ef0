"""Why something is to be done: the goal that a step serves, else the procedure it belongs to."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from periplus.loop.policies_planning import visible_goals
from periplus.loop.queries.package_work import list_packages_of_case, list_packages_of_work
from periplus.paths.types import Case, WorkItem
from periplus.people.types import Person


@dataclass(frozen=True, slots=True)
class Reason:
    """A goal, and the task package that ties the work to it, if it is one."""

    goal: str
    url: str
    package: str = ""
    package_url: str = ""


def reasons_of_work(person: Person, item: WorkItem) -> list[Reason]:
    """The goals that a work item serves: said by its step, or by a task package."""
    own = goals_named(person, [item.node.goal] if item.node.goal else [])
    tied = [_tied(package) for package in list_packages_of_work(person, item)]
    said = {each.goal for each in tied}
    return [*tied, *(_reason(goal) for goal in own if str(goal) not in said)]


def reasons_of_case(person: Person, case: Case, goals: Iterable[uuid.UUID]) -> list[Reason]:
    """The goals that a case serves where it stands."""
    tied = [_tied(package) for package in list_packages_of_case(person, case)]
    said = {each.goal for each in tied}
    return [*tied, *(_reason(goal) for goal in goals_named(person, goals) if str(goal) not in said)]


def goals_named(person: Person, references: Iterable[uuid.UUID]) -> list[Any]:
    """These goals, as far as a person may see them."""
    wanted = list(references)
    return list(visible_goals(person).filter(uuid__in=wanted).order_by("reference")) if wanted else []


def _reason(goal: Any) -> Reason:
    return Reason(str(goal), reverse("loop:goal", args=[goal.uuid]))


def _tied(package: Any) -> Reason:
    return Reason(
        str(package.goal),
        reverse("loop:goal", args=[package.goal.uuid]),
        str(package),
        reverse("loop:package", args=[package.uuid]),
    )
