"""Task packages: what is to be done for a goal, in which procedure, by whom, until when."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import Touched
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import Binding, PackageState
from periplus.loop.models import Goal, TaskPackage
from periplus.loop.services.goals import touch
from periplus.loop.values import PackageValues
from periplus.paths.models import Case
from periplus.paths.queries.naming import list_human_nodes
from periplus.people.models import Person
from periplus.people.queries.persons import is_living

WHOLE = 100  # per cent
CHANGEABLE = frozenset(each.name for each in fields(PackageValues)) - {"reference"}
FIXED = frozenset({"binding", "procedure", "node"})  # once there are cases, they count for what they are


@transaction.atomic
def add_package(*, actor: Doer, goal: Goal, values: PackageValues, on: dt.date) -> TaskPackage:
    """Add a task package to a goal. Raises `Refused`, or `Invalid` with a sentence for each value."""
    demand(actor, policies.may_keep_packages, goal)
    Goal.objects.select_for_update().get(pk=goal.pk)  # shares are added up one at a time
    given = {each.name: getattr(values, each.name) for each in fields(values)}
    given["reference"] = values.reference.strip() or next_reference(goal)
    package = TaskPackage(goal=goal, made_on=on, **_plain(given))
    _check(package, on=on, given=given)
    package.save()
    touch(goal=goal, on=on)
    _record("loop.package.added", actor, package, on=on)
    return package


@transaction.atomic
def change_package(
    *, actor: Doer, package: TaskPackage, changes: Mapping[str, object], on: dt.date
) -> dict[str, object]:
    """Change what a task package says; gives the old values of what changed.

    `Invalid` when somebody else has changed it since `package` was read.
    """
    demand(actor, policies.may_keep_package, package)
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise Invalid({"": _("A task package has no “%(name)s”.") % {"name": min(unknown)}})
    Goal.objects.select_for_update().get(pk=package.goal_id)
    given = _plain(changes)
    now = TaskPackage.objects.get(pk=package.pk)
    if any(getattr(now, name) != getattr(package, name) for name in given):
        raise Invalid(
            {"": _("A colleague has changed this meanwhile. Load it again, then repeat the change.")}
        )
    before = {name: getattr(package, name) for name in given if getattr(package, name) != given[name]}
    if not before:
        return {}
    _demand_free(package, before)
    for name in before:
        setattr(package, name, given[name])
    _check(package, on=on, given=before)
    package.save()
    touch(goal=package.goal, on=on)
    changed = {name: [_told(before[name]), _told(given[name])] for name in sorted(before)}
    _record("loop.package.changed", actor, package, on=on, changed=changed)
    return before


@transaction.atomic
def hand_package_over(
    *, actor: Doer, package: TaskPackage, accountable: Person, reason: str, on: dt.date
) -> TaskPackage:
    """Give a task package to another accountable person. Both are told."""
    demand(actor, policies.may_hand_package_over, package)
    had, package.accountable = package.accountable, accountable
    _check(package, on=on)
    package.save(update_fields=["accountable"])
    touch(goal=package.goal, on=on)
    _record("loop.package.handed_over", actor, package, on=on, had=had, reason=reason.strip())
    return package


@transaction.atomic
def settle_package(
    *, actor: Doer, package: TaskPackage, state: PackageState, reason: str, on: dt.date
) -> TaskPackage:
    """Say that a task package is done or dropped, or take it up again, with what was found."""
    demand(actor, policies.may_settle_package, package)
    lives.check_move(lives.PACKAGE, package.state, state)
    if not reason.strip():
        raise Invalid({"reason": _("Write why. Those who come after you will ask.")})
    is_open = state == PackageState.OPEN
    package.state = state
    package.settled_on, package.settled_reason = (None, "") if is_open else (on, reason.strip())
    if is_open:
        _check(package, on=on)
    package.save(update_fields=["state", "settled_on", "settled_reason"])
    touch(goal=package.goal, on=on)
    _record("loop.package.settled", actor, package, on=on, state=str(state.value), reason=reason.strip())
    return package


def next_reference(goal: Goal) -> str:
    """The next free “G3.2” of a goal."""
    ends = (ref.rpartition(".")[2] for ref in goal.packages.values_list("reference", flat=True))
    return f"{goal.reference}.{max((int(end) for end in ends if end.isdigit()), default=0) + 1}"


def people_of(package: TaskPackage) -> dict[str, Person]:
    """Who has to know what happens to a task package."""
    named = {"accountable": package.accountable, "owner": package.goal.accountable}
    return {qualifier: person for qualifier, person in named.items() if person}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they are stored: what does not belong to the kind of binding is left empty."""
    given = dict(values)
    for name in ("inputs", "outputs"):
        if name in given:
            given[name] = [each.strip() for each in given[name] if each.strip()]
    binding = given.get("binding")
    if binding == Binding.DELIVERABLE:
        given |= {"procedure": None, "node": "", "expected": 1}
    elif binding == Binding.CASES:
        given["node"] = ""
    return given


def _demand_free(package: TaskPackage, before: Mapping[str, object]) -> None:
    bound = FIXED & set(before)
    if bound and Case.objects.filter(package=package.uuid).exists():
        sentence = _("Cases run for this already. Drop it and add another task package instead.")
        raise Invalid({min(bound): sentence})


def _told(value: object) -> object:
    """A value for the ledger: people, units and procedures by uuid, never by name."""
    if value is None or isinstance(value, list | int):
        return value
    return str(getattr(value, "uuid", value))


def _record(
    event: str, actor: Doer, package: TaskPackage, *, on: dt.date, had: Person | None = None, **facts: Any
) -> None:
    objects: Touched = {
        "package": package,
        "goal": package.goal,
        "procedure": [package.procedure] if package.procedure else [],
        "from": [had] if had else [],
        **people_of(package),
    }
    ledger.record(event, actor=actor, on=on, objects=objects, attributes=facts)


# ------------------------------------------------------------------ what makes sense


def _check(package: TaskPackage, *, on: dt.date, given: Collection[str] = ()) -> None:
    """Whether all of it makes sense; `given`: names of the values handed in now."""
    errors: dict[str, Any] = {}
    if not package.title.strip():
        errors["title"] = _("Say in a few words what is to be done.")
    if not is_living(package.accountable, on=on):
        errors["accountable"] = _("Name somebody who is here: one person answers for a task package.")
    if package.unit.institution_id != package.goal.plan.institution_id:
        errors["unit"] = _("Choose a unit of the institution whose plan this is.")
    if package.due_on > package.goal.plan.ends_on:
        errors["due_on"] = _("The plan ends before that. Choose an earlier day.")
    elif "due_on" in given and package.due_on < on:
        errors["due_on"] = _("Choose today or a later day.")
    errors |= _errors_of_binding(package) | _errors_of_share(package) | _errors_of_reference(package)
    if errors:
        raise Invalid(errors)


def _errors_of_binding(package: TaskPackage) -> dict[str, str]:
    procedure = package.procedure
    if package.binding == Binding.DELIVERABLE:
        return {}
    if procedure is None or procedure.institution_id != package.goal.plan.institution_id:
        return {"procedure": _("Choose the procedure in which it is done.")}
    if package.binding == Binding.CASES and not package.expected:
        return {"expected": _("Say how many cases make it complete.")}
    steps = {node.key for node in list_human_nodes(procedure)}
    if package.binding == Binding.NODE and package.node not in steps:
        return {"node": _("Choose a step of this procedure that people do.")}
    return {}


def _errors_of_share(package: TaskPackage) -> dict[str, str]:
    others = TaskPackage.objects.filter(goal=package.goal_id).exclude(state=PackageState.DROPPED)
    taken = others.exclude(pk=package.pk).aggregate(sum=Sum("share"))["sum"] or 0
    if not 0 <= package.share <= WHOLE - taken:
        left = {"left": WHOLE - taken}
        return {"share": _("The task packages of a goal are 100 per cent at most; %(left)s are left.") % left}
    return {}


def _errors_of_reference(package: TaskPackage) -> dict[str, str]:
    same = TaskPackage.objects.filter(goal=package.goal_id, reference=package.reference)
    if same.exclude(pk=package.pk).exists():
        return {"reference": _("Another task package of this goal has this reference.")}
    return {}
