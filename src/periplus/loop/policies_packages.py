"""Who sees and does what with task packages. A part of `policies.py`, which hands these on."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, first_refusal, no
from periplus.loop import lives
from periplus.loop.enums import Binding, GoalState, PackageState, PlanState
from periplus.loop.models import Goal, TaskPackage
from periplus.people.models import Person
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of

KEEP = "loop.packages.keep"
JOINED = ("goal__plan__institution", "goal__unit", "goal__accountable", "procedure", "accountable", "unit")


def visible_packages(person: Person) -> QuerySet[TaskPackage]:
    seen = standing_of(person, on=clock.today()).reach("loop.goals.see") == Reach.ALL
    packages = TaskPackage.objects.select_related(*JOINED)
    return packages if seen else packages.none()


def may_keep_packages(person: Person, goal: Goal) -> Verdict:
    """Whoever answers for the goal, its deputy, the office, the vice-rector; while the goal binds."""
    return first_refusal([_may(person, (goal.accountable, goal.deputy)), _binds(goal)])


def may_keep_package(person: Person, package: TaskPackage) -> Verdict:
    """Change what it says, while it is open."""
    return first_refusal([may_keep_packages(person, package.goal), _is_open(package)])


def may_hand_package_over(person: Person, package: TaskPackage) -> Verdict:
    """Whoever has it may pass it on too."""
    who = _may(person, _people_of(package))
    return first_refusal([who, _binds(package.goal), _is_open(package)])


def may_start_package_case(person: Person, package: TaskPackage) -> Verdict:
    who = _may(person, _people_of(package))
    return first_refusal([who, _binds(package.goal), _is_open(package), _starts_cases(package)])


def may_settle_package(person: Person, package: TaskPackage) -> Verdict:
    """Say that it is done or dropped, or take it up again."""
    return may_keep_packages(person, package.goal)


def may_become(package: TaskPackage, state: PackageState) -> Verdict:
    return lives.PACKAGE.may_become(package.state, state)


def _people_of(package: TaskPackage) -> tuple[Person | None, ...]:
    return (package.accountable, package.goal.accountable, package.goal.deputy)


def _may(person: Person, owners: Iterable[Person | None]) -> Verdict:
    return standing_of(person, on=clock.today()).may(KEEP, owners=[each.uuid for each in owners if each])


def _binds(goal: Goal) -> Verdict:
    if goal.plan.state != PlanState.IN_FORCE:
        return no(_("Task packages belong to goals of a plan in force. Put the plan in force first."))
    if goal.state != GoalState.ACTIVE:
        return no(_("This goal is settled. Take it up again first."))
    return YES


def _is_open(package: TaskPackage) -> Verdict:
    if package.state == PackageState.OPEN:
        return YES
    return no(_("This task package is settled. Take it up again first."))


def _starts_cases(package: TaskPackage) -> Verdict:
    if package.binding != Binding.NODE:
        return YES
    return no(_("This task package is tied to a step of cases that run anyway; it starts none of its own."))
