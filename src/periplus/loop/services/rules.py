"""Signal rules: drafted and tested by the coordination office, switched on by the vice-rector."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import Touched
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import Direction, PeriodKind, RuleKind, RuleState, Severity
from periplus.loop.measuring import find_measure
from periplus.loop.models import SignalRule
from periplus.loop.parameters import errors_of
from periplus.loop.scopes import scope_from
from periplus.loop.services.references import next_rule_reference
from periplus.loop.values import RuleValues
from periplus.people.models import Institution


@transaction.atomic
def draft_rule(*, actor: Doer, institution: Institution, values: RuleValues, on: dt.date) -> SignalRule:
    """Write a rule. It raises nothing before it is switched on."""
    demand(actor, policies.may_edit_rules)
    check_rule(values)
    rule = SignalRule(institution=institution, reference=next_rule_reference(institution))
    _write(rule, values)
    rule.save()
    _record("loop.rule.drafted", actor, rule, on=on)
    return rule


@transaction.atomic
def revise_rule(*, actor: Doer, rule: SignalRule, values: RuleValues, on: dt.date) -> SignalRule:
    """Change a rule: a draft in place, anything else as a new version in draft."""
    demand(actor, policies.may_revise_rule, rule)
    check_rule(values)
    revised = rule
    if rule.state != RuleState.DRAFT:
        revised = SignalRule(
            institution=rule.institution,
            reference=rule.reference,
            version=rule.version + 1,
            replaces=rule,
        )
    _write(revised, values)
    revised.save()
    _record("loop.rule.revised", actor, revised, on=on)
    return revised


@transaction.atomic
def switch_on(*, actor: Doer, rule: SignalRule, effective_on: dt.date, on: dt.date) -> SignalRule:
    """Let a rule raise signals from a day on. The version before is switched off."""
    demand(actor, policies.may_switch_on, rule)
    lives.check_move(lives.RULE, rule.state, RuleState.ACTIVE)
    before = rule.replaces
    if before and before.state == RuleState.ACTIVE:
        before.state = RuleState.RETIRED
        before.save(update_fields=["state"])
    rule.state, rule.effective_on, rule.last_result = RuleState.ACTIVE, effective_on, {}
    rule.save(update_fields=["state", "effective_on", "last_result"])
    _record("loop.rule.switched_on", actor, rule, on=on, attributes={"from": effective_on.isoformat()})
    return rule


@transaction.atomic
def switch_off(*, actor: Doer, rule: SignalRule, reason: str, on: dt.date) -> SignalRule:
    """Let a rule rest. What it raised stays."""
    demand(actor, policies.may_switch_off, rule)
    lives.check_move(lives.RULE, rule.state, RuleState.RETIRED)
    if not reason.strip():
        raise Invalid({"reason": _("Write why the rule is switched off.")})
    rule.state = RuleState.RETIRED
    rule.save(update_fields=["state"])
    _record("loop.rule.switched_off", actor, rule, on=on, attributes={"reason": reason.strip()})
    return rule


@transaction.atomic
def discard_rule(*, actor: Doer, rule: SignalRule, on: dt.date) -> None:
    """Throw a draft away."""
    demand(actor, policies.may_discard_rule, rule)
    _record("loop.rule.discarded", actor, rule, on=on, attributes={"title": rule.title})
    rule.delete()


def rule_values_of(rule: SignalRule) -> RuleValues:
    """A rule as it would be handed in."""
    return RuleValues(
        title=rule.title,
        measure=rule.measure,
        scope=scope_from(rule.scope),
        kind=RuleKind(rule.kind),
        period_kind=PeriodKind(rule.period_kind),
        parameters=dict(rule.parameters),
        severity=Severity(rule.severity),
        goal=rule.goal,
    )


def check_rule(values: RuleValues) -> None:
    """Raise `Invalid` unless the rule can be applied."""
    errors: dict[str, str] = {}
    measure = find_measure(values.measure)
    if measure is None:
        raise Invalid({"measure": _("There is no such indicator.")})
    if not values.title.strip():
        errors["title"] = _("Give the rule a name.")
    foreign = sorted(values.scope.axes - measure.axes)
    if foreign:
        errors["scope"] = _("This indicator cannot be read by %(axis)s.") % {"axis": foreign[0]}
    if values.kind == RuleKind.STAGE and values.goal is None:
        errors["goal"] = _("A rule by stage watches the target of a goal. Choose the goal.")
    errors |= errors_of(values.kind, values.parameters, Direction(measure.direction))
    if errors:
        raise Invalid(dict(errors))


def _write(rule: SignalRule, values: RuleValues) -> None:
    for name in ("title", "measure", "kind", "period_kind", "severity", "goal"):
        setattr(rule, name, getattr(values, name))
    rule.scope, rule.scope_key = values.scope.as_json(), values.scope.key
    rule.parameters = dict(values.parameters)


def _record(
    event: str, actor: Doer, rule: SignalRule, *, on: dt.date, attributes: dict[str, Any] | None = None
) -> None:
    objects: Touched = {"rule": rule, "goal": [rule.goal] if rule.goal else []}
    told = {"reference": rule.reference, "version": rule.version, **(attributes or {})}
    ledger.record(event, actor=actor, on=on, objects=objects, attributes=told)
