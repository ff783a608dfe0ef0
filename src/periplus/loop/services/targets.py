"""Targets: the value an indicator is to reach, for what, until when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.verdicts import Invalid
from periplus.loop import policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import Direction, PeriodKind, PlanState
from periplus.loop.measuring import find_measure
from periplus.loop.models import Goal, Target
from periplus.loop.scopes import scope_from
from periplus.loop.services.goals import touch
from periplus.loop.services.target_rules import retire_orphans, watch_target
from periplus.loop.values import TargetValues

CHANGEABLE = frozenset(each.name for each in fields(TargetValues))


@transaction.atomic
def add_target(*, actor: Doer, goal: Goal, values: TargetValues, on: dt.date) -> Target:
    """Give a goal something to be measured by."""
    demand(actor, policies.may_change_goal, goal)
    check_target(values)
    target = Target(goal=goal)
    _write(target, values)
    target.save()
    _keep_watched(target, on=on)
    touch(goal=goal, on=on)
    ledger.record(
        "loop.target.added",
        actor=actor,
        on=on,
        objects={"target": target, "goal": goal},
        attributes=_told(values),
    )
    return target


@transaction.atomic
def change_target(
    *, actor: Doer, target: Target, changes: Mapping[str, Any], on: dt.date
) -> dict[str, object]:
    """Change a target; gives the old values of what changed."""
    demand(actor, policies.may_change_goal, target.goal)
    if set(changes) - CHANGEABLE:
        raise Invalid({"": _("A target has no “%(name)s”.") % {"name": min(set(changes) - CHANGEABLE)}})
    old = values_of(target)
    before: dict[str, object] = {
        name: getattr(old, name) for name in changes if getattr(old, name) != changes[name]
    }
    if not before:
        return {}
    values = replace(old, **{name: changes[name] for name in before})
    check_target(values)
    _write(target, values)
    target.save()
    _keep_watched(target, on=on)
    touch(goal=target.goal, on=on)
    attributes = _told(values) | {
        "changed": {name: [str(before[name]), str(changes[name])] for name in sorted(before)}
    }
    ledger.record(
        "loop.target.changed",
        actor=actor,
        on=on,
        objects={"target": target, "goal": target.goal},
        attributes=attributes,
    )
    return before


@transaction.atomic
def remove_target(*, actor: Doer, target: Target, on: dt.date) -> None:
    """Take a target out of a draft."""
    demand(actor, policies.may_remove_goal, target.goal)
    ledger.record(
        "loop.target.removed",
        actor=actor,
        on=on,
        objects={"target": target, "goal": target.goal},
        attributes=_told(values_of(target)),
    )
    target.delete()


def values_of(target: Target) -> TargetValues:
    """A target as it would be handed in."""
    return TargetValues(
        measure=target.measure,
        scope=scope_from(target.scope),
        value=target.value,
        tolerance=target.tolerance,
        due_on=target.due_on,
        period_kind=PeriodKind(target.period_kind),
        direction=Direction(target.direction),
        baseline=target.baseline,
        baseline_on=target.baseline_on,
    )


def check_target(values: TargetValues) -> None:
    """Raise `Invalid` unless the target can be measured and judged."""
    errors: dict[str, str] = {}
    measure = find_measure(values.measure)
    if measure is None:
        raise Invalid({"measure": _("There is no such indicator.")})
    foreign = sorted(values.scope.axes - measure.axes)
    if foreign:
        errors["scope"] = _("This indicator cannot be read by %(axis)s.") % {"axis": foreign[0]}
    if values.tolerance <= 0:
        errors["tolerance"] = _("Give a tolerance above nought: how far off is still near enough.")
    errors |= _errors_of_baseline(values)
    if errors:
        raise Invalid(dict(errors))


def _errors_of_baseline(values: TargetValues) -> dict[str, str]:
    if (values.baseline is None) != (values.baseline_on is None):
        return {"baseline": _("A baseline needs its value and its date.")}
    if values.baseline_on and values.baseline_on >= values.due_on:
        return {"due_on": _("The due date has to lie after the baseline.")}
    return {}


def _write(target: Target, values: TargetValues) -> None:
    measure = find_measure(values.measure)
    for name in CHANGEABLE - {"scope", "direction"}:
        setattr(target, name, getattr(values, name))
    target.scope, target.scope_key = values.scope.as_json(), values.scope.key
    target.direction = values.direction or (measure.direction if measure else Direction.UP)


def _keep_watched(target: Target, *, on: dt.date) -> None:
    if target.goal.plan.state == PlanState.IN_FORCE:
        retire_orphans(target.goal)
        watch_target(target, on=on)


def _told(values: TargetValues) -> dict[str, Any]:
    return {
        "measure": values.measure,
        "value": str(values.value),
        "due": values.due_on.isoformat(),
    }
