"""Which goals have cases that are not late yet and likely will be."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence

from periplus.loop.enums import PackageState
from periplus.loop.models import Goal, TaskPackage
from periplus.paths.queries.outlooks import Forewarning, list_warnings
from periplus.people.models import Institution


def warnings_by_goal(
    institution: Institution, goals: Sequence[Goal], *, at: dt.datetime
) -> dict[Goal, list[Forewarning]]:
    """Warnings of the goals that their cases serve: by the step they stand at, or by a task package."""
    warnings = list_warnings(institution, at)
    if not warnings:
        return {}
    known = {goal.uuid: goal for goal in goals}
    packages = list(
        TaskPackage.objects.filter(goal__in=goals, state=PackageState.OPEN).select_related("unit", "goal")
    )
    found: dict[Goal, list[Forewarning]] = defaultdict(list)
    for warning in warnings:
        for reference in set(_served(warning, packages)):
            if reference in known:
                found[known[reference]].append(warning)
    return dict(found)


def _served(warning: Forewarning, packages: Sequence[TaskPackage]) -> Iterator[uuid.UUID]:
    if warning.goal:
        yield warning.goal
    for package in packages:
        if package.uuid == warning.package or _stands_at(warning, package):
            yield package.goal.uuid


def _stands_at(warning: Forewarning, package: TaskPackage) -> bool:
    """Whether the step is the package's, in its unit or one below; no unit is the whole university."""
    if not package.node or (package.procedure_id, package.node) != (warning.procedure, warning.node):
        return False
    return warning.path.startswith(package.unit.path) if warning.path else package.unit.parent_id is None
