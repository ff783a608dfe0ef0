"""Every target of a plan in force is watched: a rule by stage is switched on with it."""

import datetime as dt

from django.db.models import Q

from periplus.loop.enums import RuleKind, RuleState, Severity
from periplus.loop.measuring import find_measure
from periplus.loop.models import Goal, Plan, SignalRule, Target
from periplus.loop.services.references import next_rule_reference

TITLE_LENGTH = 200


def switch_on_target_rules(plan: Plan, *, on: dt.date) -> list[SignalRule]:
    """A rule for each target of the plan that has none yet; gives the new ones."""
    for goal in plan.goals.all():
        retire_orphans(goal)
    return [rule for target in _targets_of(plan) if (rule := watch_target(target, on=on))]


def watch_target(target: Target, *, on: dt.date) -> SignalRule | None:
    """A rule by stage for a target, switched on; None when one watches it already."""
    goal = target.goal
    same = Q(measure=target.measure, scope_key=target.scope_key, period_kind=target.period_kind)
    if SignalRule.objects.filter(same, goal=goal, kind=RuleKind.STAGE, state=RuleState.ACTIVE).exists():
        return None
    institution = goal.plan.institution
    measure = find_measure(target.measure)
    title = f"{goal.reference} · {measure.title if measure else target.measure}"
    return SignalRule.objects.create(
        institution=institution,
        reference=next_rule_reference(institution),
        title=title[:TITLE_LENGTH],
        measure=target.measure,
        scope=target.scope,
        scope_key=target.scope_key,
        goal=goal,
        period_kind=target.period_kind,
        kind=RuleKind.STAGE,
        parameters={"at": 1, "persistence": 1, "of": 1},
        severity=Severity.SERIOUS,
        state=RuleState.ACTIVE,
        effective_on=on,
    )


def retire_orphans(goal: Goal) -> int:
    """Switch off the rules by stage of a goal whose target has changed to another indicator or scope."""
    kept = {(t.measure, t.scope_key, t.period_kind) for t in goal.targets.all()}
    active = SignalRule.objects.filter(goal=goal, kind=RuleKind.STAGE, state=RuleState.ACTIVE)
    orphans = [r.pk for r in active if (r.measure, r.scope_key, r.period_kind) not in kept]
    return SignalRule.objects.filter(pk__in=orphans).update(state=RuleState.RETIRED)


def _targets_of(plan: Plan) -> list[Target]:
    targets = Target.objects.filter(goal__plan=plan).order_by("goal__position", "id")
    return list(targets.select_related("goal__plan__institution"))
