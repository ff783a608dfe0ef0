"""Which goals have work that is ill divided: conflicts in the responsibility lists of what serves them."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from periplus.loop.enums import PackageState
from periplus.loop.models import Goal, TaskPackage
from periplus.paths.queries.workplans import Troubled, list_troubled
from periplus.people.models import Institution


def troubled_by_goal(
    institution: Institution, goals: Sequence[Goal], *, on: dt.date
) -> Iterator[tuple[Goal, Troubled]]:
    """Open lists with conflicts, each with every goal whose packages it serves or that it is about."""
    troubled = list_troubled(institution, on=on)
    if not troubled:
        return
    known = {goal.uuid: goal for goal in goals}
    packages = list(
        TaskPackage.objects.filter(goal__in=goals, state=PackageState.OPEN).select_related("goal")
    )
    for each in troubled:
        for reference in dict.fromkeys(_served(each, packages)):
            if reference in known:
                yield known[reference], each


def _served(troubled: Troubled, packages: Sequence[TaskPackage]) -> Iterator[uuid.UUID]:
    plan = troubled.plan
    if plan.subject_uuid is not None:
        yield plan.subject_uuid  # a goal, when it is one
    for package in packages:
        if package.uuid == plan.subject_uuid or (
            plan.procedure_id is not None and package.procedure_id == plan.procedure_id
        ):
            yield package.goal.uuid
