"""Plans: drafted by the coordination office, put in force by the vice-rector, replaced by new versions."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import Touched
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import GoalState, PlanState
from periplus.loop.models import Goal, Plan, Target
from periplus.loop.services.succession import pass_on
from periplus.loop.services.target_rules import switch_on_target_rules
from periplus.loop.values import GoalValues, PlanValues, TargetValues
from periplus.people.models import Institution


@transaction.atomic
def draft_plan(*, actor: Doer, institution: Institution, values: PlanValues, on: dt.date) -> Plan:
    """Begin a plan. It binds nobody before it is in force."""
    demand(actor, policies.may_draft_plan)
    _check(values)
    plan = Plan.objects.create(institution=institution, **_columns(values))
    ledger.record("loop.plan.drafted", actor=actor, on=on, objects={"plan": plan, "institution": institution})
    return plan


@transaction.atomic
def change_plan(*, actor: Doer, plan: Plan, values: PlanValues, on: dt.date) -> Plan:
    """Change title, summary or years of a draft."""
    demand(actor, policies.may_change_plan, plan)
    _check(values)
    for name, value in _columns(values).items():
        setattr(plan, name, value)
    plan.save()
    ledger.record("loop.plan.changed", actor=actor, on=on, objects={"plan": plan})
    return plan


@transaction.atomic
def draft_next_version(*, actor: Doer, plan: Plan, on: dt.date) -> Plan:
    """Begin the next version of a plan in force, with all its active goals and their targets."""
    demand(actor, policies.may_renew_plan, plan)
    values = PlanValues(plan.title, plan.starts_on, plan.ends_on, plan.summary)
    draft = Plan.objects.create(
        institution=plan.institution, version=plan.version + 1, replaces=plan, **_columns(values)
    )
    _copy_goals(plan, draft, on=on)
    ledger.record("loop.plan.drafted", actor=actor, on=on, objects={"plan": draft, "before": plan})
    return draft


@transaction.atomic
def enact_plan(*, actor: Doer, plan: Plan, on: dt.date) -> Plan:
    """Put a plan in force. The version before is replaced; its open work goes over to the new goals."""
    demand(actor, policies.may_enact_plan, plan)
    lives.check_move(lives.PLAN, plan.state, PlanState.IN_FORCE)
    before = plan.replaces
    if before:
        lives.check_move(lives.PLAN, before.state, PlanState.REPLACED)
        before.state = PlanState.REPLACED
        before.save(update_fields=["state"])
    plan.state, plan.enacted_on = PlanState.IN_FORCE, on
    plan.save(update_fields=["state", "enacted_on"])
    plan.goals.filter(touched_on__lt=on).update(touched_on=on)
    moved = pass_on(plan, on=on) if before else {}
    rules = switch_on_target_rules(plan, on=on)
    objects: Touched = {"plan": plan, "before": [before] if before else [], "rule": rules}
    ledger.record("loop.plan.enacted", actor=actor, on=on, objects=objects, attributes={"moved": moved})
    return plan


@transaction.atomic
def close_plan(*, actor: Doer, plan: Plan, reason: str, on: dt.date) -> Plan:
    """End a plan without a new version."""
    demand(actor, policies.may_close_plan, plan)
    lives.check_move(lives.PLAN, plan.state, PlanState.CLOSED)
    if not reason.strip():
        raise Invalid({"reason": _("Write why the plan ends.")})
    plan.state = PlanState.CLOSED
    plan.save(update_fields=["state"])
    ledger.record(
        "loop.plan.closed", actor=actor, on=on, objects={"plan": plan}, attributes={"reason": reason.strip()}
    )
    return plan


@transaction.atomic
def discard_plan(*, actor: Doer, plan: Plan, on: dt.date) -> None:
    """Throw a draft away, with its goals and targets."""
    demand(actor, policies.may_change_plan, plan)
    ledger.record(
        "loop.plan.discarded", actor=actor, on=on, objects={"plan": plan}, attributes={"title": plan.title}
    )
    Target.objects.filter(goal__plan=plan).delete()
    plan.goals.update(parent=None)
    plan.goals.all().delete()
    plan.delete()


def _columns(values: PlanValues) -> dict[str, Any]:
    return {each.name: getattr(values, each.name) for each in fields(values)}


def _check(values: PlanValues) -> None:
    errors: dict[str, str] = {}
    if not values.title.strip():
        errors["title"] = _("Give the plan a name.")
    if values.ends_on <= values.starts_on:
        errors["ends_on"] = _("The plan has to end after it starts.")
    if errors:
        raise Invalid(dict(errors))


def _copy_goals(plan: Plan, draft: Plan, *, on: dt.date) -> None:
    """Copy the active goals, parents before children, and what they are measured by."""
    copies: dict[int, Goal] = {}
    waiting = list(plan.goals.filter(state=GoalState.ACTIVE).order_by("position", "id"))
    active = {goal.pk for goal in waiting}
    while waiting:
        goal = waiting.pop(0)
        if goal.parent_id in active and goal.parent_id not in copies:
            waiting.append(goal)
            continue
        copies[goal.pk] = _copy_goal(goal, draft, copies.get(goal.parent_id or 0), on=on)
    _copy_targets(copies)


def _copy_goal(goal: Goal, draft: Plan, parent: Goal | None, *, on: dt.date) -> Goal:
    same = {each.name: getattr(goal, each.name) for each in fields(GoalValues) if each.name != "parent"}
    return Goal.objects.create(plan=draft, parent=parent, replaces=goal, touched_on=on, **same)


def _copy_targets(copies: dict[int, Goal]) -> None:
    targets = Target.objects.filter(goal_id__in=copies).order_by("id")
    names = [*(each.name for each in fields(TargetValues)), "scope_key"]
    Target.objects.bulk_create(
        Target(goal=copies[target.goal_id], **{name: getattr(target, name) for name in names})
        for target in targets
    )
