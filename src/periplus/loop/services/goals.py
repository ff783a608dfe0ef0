"""Goals: what is to be reached, who answers for it, and the work on it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import GoalState
from periplus.loop.models import Goal, Plan
from periplus.loop.values import GoalValues
from periplus.people.models import Person
from periplus.people.queries.persons import is_living

PRIORITIES = range(1, 6)
CHANGEABLE = frozenset(each.name for each in fields(GoalValues))


@transaction.atomic
def add_goal(*, actor: Doer, plan: Plan, values: GoalValues, on: dt.date) -> Goal:
    """Add a goal to a plan. Without a reference it gets the next free one."""
    demand(actor, policies.may_change_goals, plan)
    given = {each.name: getattr(values, each.name) for each in fields(values)}
    given["reference"] = values.reference.strip() or next_reference(plan)
    goal = Goal(plan=plan, touched_on=on, **given)
    _check(goal, on=on)
    goal.save()
    ledger.record(
        "loop.goal.added", actor=actor, on=on, objects={"goal": goal, "plan": plan, **_people(goal)}
    )
    return goal


@transaction.atomic
def change_goal(*, actor: Doer, goal: Goal, changes: Mapping[str, object], on: dt.date) -> dict[str, object]:
    """Change what a goal says and demands; gives the old values of what changed."""
    demand(actor, policies.may_change_goal, goal)
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise Invalid({"": _("A goal has no “%(name)s”.") % {"name": min(unknown)}})
    before = {name: getattr(goal, name) for name in changes if getattr(goal, name) != changes[name]}
    if not before:
        return {}
    for name in before:
        setattr(goal, name, changes[name])
    _check(goal, on=on)
    goal.touched_on = max(goal.touched_on, on)
    goal.save()
    attributes: dict[str, Any] = {
        "changed": {name: [_told(before[name]), _told(changes[name])] for name in sorted(before)}
    }
    if "accountable" in before:
        attributes |= _succession(before["accountable"], goal.accountable)
    ledger.record(
        "loop.goal.changed",
        actor=actor,
        on=on,
        objects={"goal": goal, **_people(goal)},
        attributes=attributes,
    )
    return before


@transaction.atomic
def hand_over_goal(
    *,
    actor: Doer,
    goal: Goal,
    accountable: Person | None,
    deputy: Person | None,
    reason: str,
    on: dt.date,
) -> Goal:
    """Give a goal to another accountable person and deputy. Both are told, and so is who had it."""
    demand(actor, policies.may_hand_over, goal)
    had = goal.accountable
    attributes = {"reason": reason.strip(), **_succession(had, accountable)}
    goal.accountable, goal.deputy = accountable, deputy
    _check(goal, on=on)
    goal.touched_on = max(goal.touched_on, on)
    goal.save(update_fields=["accountable", "deputy", "touched_on"])
    objects = {"goal": goal, **_people(goal), **({"from": had} if had else {})}
    ledger.record("loop.goal.handed_over", actor=actor, on=on, objects=objects, attributes=attributes)
    return goal


@transaction.atomic
def note_on_goal(*, actor: Doer, goal: Goal, text: str, on: dt.date) -> Goal:
    """Write down what was done for a goal."""
    demand(actor, policies.may_work_on_goal, goal)
    if not text.strip():
        raise Invalid({"text": _("Write what was done.")})
    touch(goal=goal, on=on)
    ledger.record(
        "loop.goal.noted",
        actor=actor,
        on=on,
        objects={"goal": goal, **_people(goal)},
        attributes={"text": text.strip()},
    )
    return goal


@transaction.atomic
def settle_goal(*, actor: Doer, goal: Goal, state: GoalState, reason: str, on: dt.date) -> Goal:
    """Say that a goal is reached or given up, or take it up again."""
    demand(actor, policies.may_change_goal, goal)
    lives.check_move(lives.GOAL, goal.state, state)
    if not reason.strip():
        raise Invalid({"reason": _("Write why. Those who come after you will ask.")})
    goal.state, goal.touched_on = state, max(goal.touched_on, on)
    goal.save(update_fields=["state", "touched_on"])
    ledger.record(
        "loop.goal.settled",
        actor=actor,
        on=on,
        objects={"goal": goal, **_people(goal)},
        attributes={"state": str(state.value), "reason": reason.strip()},
    )
    return goal


@transaction.atomic
def remove_goal(*, actor: Doer, goal: Goal, on: dt.date) -> None:
    """Take a goal and its targets out of a draft. Goals under it go one step up."""
    demand(actor, policies.may_remove_goal, goal)
    ledger.record(
        "loop.goal.removed",
        actor=actor,
        on=on,
        objects={"goal": goal, "plan": goal.plan},
        attributes={"title": str(goal)},
    )
    goal.children.update(parent=goal.parent)
    goal.targets.all().delete()
    goal.delete()


def touch(*, goal: Goal, on: dt.date) -> None:
    """Note that a goal was worked on; the work itself is in the ledger."""
    if on > goal.touched_on:
        goal.touched_on = on
        goal.save(update_fields=["touched_on"])


def next_reference(plan: Plan) -> str:
    """The next free “G7” of a plan."""
    taken = plan.goals.filter(reference__regex=r"^G[0-9]+$").values_list("reference", flat=True)
    return f"G{max((int(reference[1:]) for reference in taken), default=0) + 1}"


def next_position(plan: Plan) -> int:
    return int(plan.goals.aggregate(last=Max("position"))["last"] or 0) + 1


def _succession(before: object, after: object) -> dict[str, str]:
    """Who answered before and after, as the measure of ownerless goals reads it back."""
    return {"accountable_before": _told(before), "accountable_after": _told(after)}


def _told(value: object) -> str:
    """A value for the ledger: people, units and goals by uuid, never by name."""
    return "" if value is None else str(getattr(value, "uuid", value))


def _people(goal: Goal) -> dict[str, Person]:
    named = {"accountable": goal.accountable, "deputy": goal.deputy}
    return {qualifier: person for qualifier, person in named.items() if person}


def _check(goal: Goal, *, on: dt.date) -> None:
    errors: dict[str, str] = {}
    if not goal.title.strip():
        errors["title"] = _("Say in one sentence what is to be reached.")
    if goal.priority not in PRIORITIES:
        errors["priority"] = _("Priority goes from 1, the highest, to 5.")
    if goal.rhythm_days < 1:
        errors["rhythm_days"] = _("Give at least one day.")
    errors |= _errors_of_people(goal, on=on) | _errors_of_place(goal)
    if errors:
        raise Invalid(dict(errors))


def _errors_of_people(goal: Goal, *, on: dt.date) -> dict[str, str]:
    gone = _("This person is no longer here. Choose somebody else.")
    errors = {
        name: gone
        for name in ("accountable", "deputy")
        if getattr(goal, name) and not is_living(getattr(goal, name), on=on)
    }
    if goal.deputy and goal.deputy == goal.accountable:
        errors["deputy"] = _("The deputy has to be somebody else.")
    return errors


def _errors_of_place(goal: Goal) -> dict[str, str]:
    errors: dict[str, str] = {}
    same = Goal.objects.filter(plan=goal.plan, reference=goal.reference).exclude(pk=goal.pk)
    if same.exists():
        errors["reference"] = _("Another goal of this plan has this reference.")
    if goal.unit.institution_id != goal.plan.institution_id:
        errors["unit"] = _("Choose a unit of the institution whose plan this is.")
    above = goal.parent
    while above:
        if above == goal or above.plan_id != goal.plan_id:
            errors["parent"] = _("A goal cannot stand under itself or in another plan.")
            break
        above = above.parent
    return errors
