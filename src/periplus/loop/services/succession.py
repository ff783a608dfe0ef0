"""When a plan is replaced: what is open on an old goal goes on under the goal that replaces it."""

import datetime as dt

from django.db.models import Q

from periplus.loop.enums import (
    DecisionState,
    DeviationState,
    EffectState,
    ItemState,
    RuleState,
    SignalState,
)
from periplus.loop.models import (
    AgendaItem,
    Decision,
    Deviation,
    Goal,
    Plan,
    Signal,
    SignalRule,
    Target,
    TaskPackage,
)

OPEN_SIGNALS = (SignalState.OPEN, SignalState.IN_DEVIATION)
OPEN_ITEMS = (ItemState.WAITING, ItemState.SCHEDULED)


def pass_on(plan: Plan, *, on: dt.date) -> dict[str, int]:
    """Move task packages, signals, deviations, agenda items, decisions, rules; gives how many of each."""
    moved: dict[str, int] = {}
    successors = plan.goals.filter(replaces__isnull=False).select_related("replaces")
    for goal in successors.order_by("position", "id"):
        for name, number in _pass_on_goal(goal, on=on).items():
            moved[name] = moved.get(name, 0) + number
    return moved


def _pass_on_goal(goal: Goal, *, on: dt.date) -> dict[str, int]:
    old = goal.replaces
    waits = Q(state=DecisionState.DRAFTED) | Q(effect_checks__state=EffectState.DUE)
    deviations = list(Deviation.objects.filter(goal=old).exclude(state=DeviationState.CLOSED))
    for deviation in deviations:
        deviation.target = _same_target(goal, deviation.target)
        deviation.goal = goal
        deviation.save(update_fields=["goal", "target"])
    decisions = Decision.objects.filter(waits, goal=old).values("pk")
    return {
        "signals": Signal.objects.filter(goal=old, state__in=OPEN_SIGNALS).update(goal=goal),
        "deviations": len(deviations),
        "items": AgendaItem.objects.filter(goal=old, state__in=OPEN_ITEMS).update(goal=goal),
        "packages": TaskPackage.objects.filter(goal=old).update(goal=goal),
        "decisions": Decision.objects.filter(pk__in=decisions).update(goal=goal),
        "rules": sum(_renew(rule, goal, on=on) for rule in _active_rules(old)),
    }


def _active_rules(goal: Goal | None) -> list[SignalRule]:
    return list(SignalRule.objects.filter(goal=goal, state=RuleState.ACTIVE).order_by("id"))


def _renew(rule: SignalRule, goal: Goal, *, on: dt.date) -> bool:
    """The same rule as a new version for the new goal, so that the old one keeps its history."""
    before, draft = rule.pk, SignalRule.objects.filter(replaces=rule).first()
    if draft:  # somebody is writing the next version already: it will be for the new goal
        draft.goal = goal
        draft.save(update_fields=["goal"])
        rule.goal = goal
        rule.save(update_fields=["goal"])
        return True
    SignalRule.objects.filter(pk=before).update(state=RuleState.RETIRED)
    copied = {f.attname: getattr(rule, f.attname) for f in rule._meta.concrete_fields}
    for name in ("id", "uuid", "replaces_id"):
        copied.pop(name)
    copied |= {"goal_id": goal.pk, "version": rule.version + 1, "effective_on": on, "replaces_id": before}
    SignalRule.objects.create(**copied)
    return True


def _same_target(goal: Goal, old: Target | None) -> Target | None:
    if old is None:
        return None
    same = {"measure": old.measure, "scope_key": old.scope_key, "period_kind": old.period_kind}
    return goal.targets.filter(**same).order_by("id").first() or old
