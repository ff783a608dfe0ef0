"""Which work serves a goal: a step says so itself, or a task package ties the step or the case to it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from periplus.loop.enums import Binding, PackageState
from periplus.loop.models import TaskPackage
from periplus.loop.policies import visible_packages
from periplus.loop.policies_planning import visible_goals
from periplus.paths.models import Case, Node, WorkItem
from periplus.people.models import Person


def with_goal_titles(rows: QuerySet[Any], person: Person) -> QuerySet[Any]:
    """Work items with `goal_title`: of the goal they serve, as far as the reader may see it, else empty.

    Everything is asked by columns of the work item itself, so that counting the rows joins nothing.
    """
    nodes = Node.objects.filter(pk=OuterRef(OuterRef("node_id")))
    own = visible_goals(person).filter(uuid__in=nodes.values("goal"))
    packages = visible_packages(person).order_by("id")
    cases = Case.objects.filter(pk=OuterRef(OuterRef("case_id")))
    case = packages.filter(uuid__in=cases.values("package"))
    here = Node.objects.filter(
        pk=OuterRef(OuterRef("node_id")), key=OuterRef("node"), version__procedure=OuterRef("procedure")
    )
    within = Case.objects.filter(
        pk=OuterRef(OuterRef("case_id")), unit__path__startswith=OuterRef("unit__path")
    )
    everywhere = Q(unit__parent=None)
    step = packages.filter(
        everywhere | Exists(within), Exists(here), binding=Binding.NODE, state=PackageState.OPEN
    )
    named = Concat("reference", Value(" "), "title", output_field=TextField())
    tied = Concat("goal__reference", Value(" "), "goal__title", output_field=TextField())
    titles = (own.annotate(name=named), case.annotate(name=tied), step.annotate(name=tied))
    first = (Subquery(each.values("name")[:1]) for each in titles)
    told: QuerySet[Any] = rows.annotate(goal_title=Coalesce(*first, Value(""), output_field=TextField()))
    return told


def map_goal_titles(items: Iterable[WorkItem], person: Person) -> dict[int, str]:
    """The same title for a few work items at hand, by their ids. Two queries."""
    several = list(items)
    named = {item.node.goal for item in several if item.node.goal}
    goals = {goal.uuid: str(goal) for goal in visible_goals(person).filter(uuid__in=named)} if named else {}
    of_cases = Q(uuid__in=[item.case.package for item in several if item.case.package])
    steps = Q(procedure__in={item.case.version.procedure_id for item in several})
    tied = of_cases | steps & Q(binding=Binding.NODE, state=PackageState.OPEN)
    seen = visible_packages(person).select_related(None).select_related("goal", "unit")
    packages = list(seen.filter(tied).order_by("id")) if several else []
    found = {item.pk: _goal_title(item, goals, packages) for item in several}
    return {pk: title for pk, title in found.items() if title}


def _goal_title(item: WorkItem, goals: Mapping[uuid.UUID, str], packages: Sequence[TaskPackage]) -> str:
    """Of the goal that its step names, else of the package of its case, else of a package of its step."""
    if item.node.goal is not None and item.node.goal in goals:
        return goals[item.node.goal]
    here = (item.case.version.procedure_id, item.node.key)
    path = item.case.unit.path if item.case.unit else ""
    of_case = (each for each in packages if each.uuid == item.case.package)
    of_step = (
        each
        for each in packages
        if each.binding == Binding.NODE and (each.procedure_id, each.node) == here and _within(path, each)
    )
    package = next(of_case, None) or next(of_step, None)
    return str(package.goal) if package else ""


def list_packages_of_work(person: Person, item: WorkItem) -> list[TaskPackage]:
    """The task packages that a work item is part of, as far as a person may see them."""
    path = item.case.unit.path if item.case.unit else ""
    step = Q(
        binding=Binding.NODE,
        state=PackageState.OPEN,
        procedure=item.case.version.procedure_id,
        node=item.node.key,
    )
    found = visible_packages(person).filter(step | Q(uuid=item.case.package)).order_by("id")
    return [each for each in found if each.binding != Binding.NODE or _within(path, each)]


def list_packages_of_case(person: Person, case: Case) -> list[TaskPackage]:
    """The task package that a case belongs to, as far as a person may see it."""
    return list(visible_packages(person).filter(uuid=case.package)) if case.package else []


def list_goals_with_packages(person: Person) -> list[uuid.UUID]:
    """The goals to which open packages tie work."""
    tied = visible_packages(person).filter(state=PackageState.OPEN)
    return list(tied.order_by("goal").values_list("goal__uuid", flat=True).distinct())


def serving_work(goals: Sequence[uuid.UUID]) -> Q:
    """Filter on work items: it serves one of these goals."""
    condition = Q(node__goal__in=goals) | Q(case__package__in=_of_cases(goals))
    for package in _of_steps(goals):
        here = Q(case__version__procedure=package.procedure_id, node__key=package.node)
        condition |= here & _in_unit(package, "case__unit")
    return condition


def serving_cases(goals: Sequence[uuid.UUID]) -> Q:
    """Filter on cases: a step of it serves one of these goals, or the whole case does."""
    condition = Q(package__in=_of_cases(goals)) | Q(version__nodes__goal__in=goals)
    for package in _of_steps(goals):
        condition |= Q(version__procedure=package.procedure_id) & _in_unit(package, "unit")
    return Q(pk__in=Case.objects.filter(condition).values("pk"))


def _of_cases(goals: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    packages = TaskPackage.objects.filter(goal__uuid__in=goals).exclude(binding=Binding.NODE)
    return list(packages.values_list("uuid", flat=True))


def _of_steps(goals: Sequence[uuid.UUID]) -> list[TaskPackage]:
    bound = TaskPackage.objects.filter(goal__uuid__in=goals, binding=Binding.NODE, state=PackageState.OPEN)
    return list(bound.select_related("unit").order_by("id"))


def _in_unit(package: TaskPackage, field: str) -> Q:
    within = Q(**{f"{field}__path__startswith": package.unit.path})
    return within if package.unit.parent_id else within | Q(**{field: None})


def _within(path: str, package: TaskPackage) -> bool:
    return package.unit.parent_id is None or path.startswith(package.unit.path)
