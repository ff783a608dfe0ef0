"""A new version of a signal rule."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Refused, Verdict, no
from periplus.loop.enums import RuleState, Severity
from periplus.loop.levering import Change, Choice, Difference, Input, Lever
from periplus.loop.models import SignalRule
from periplus.loop.parameters import RANGES, SIDES, TITLES, names_of
from periplus.loop.services.rules import check_rule, revise_rule, rule_values_of, switch_off, switch_on
from periplus.loop.steering.common import DECISIONS, matching, verdict_of
from periplus.loop.values import RuleValues
from periplus.people.models import Person

SEVERITY = gettext_lazy("Severity")


class RuleVersion(Lever):
    """Other parameters or another severity: a new version, switched on; the old one stays as history."""

    key = "loop.rule"
    title = gettext_lazy("Change a signal rule")
    subject_type = "loop.signalrule"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        active = SignalRule.objects.filter(state=RuleState.ACTIVE)
        return matching(active.order_by("reference", "id"), str, text, limit)

    def subject(self, reference: uuid.UUID) -> SignalRule | None:
        return SignalRule.objects.filter(uuid=reference).select_related("institution", "goal").first()

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        rule = cast("SignalRule", subject)
        asked = [_input(rule, name) for name in _names(rule)]
        grades = tuple(Choice(str(each.value), str(each.label)) for each in Severity if each != rule.severity)
        hint = _("Now %(value)s. Leave empty to keep it.") % {"value": rule.get_severity_display()}
        return [*asked, Input("severity", SEVERITY, "choice", required=False, choices=grades, hint=hint)]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        rule = cast("SignalRule", subject)
        if rule.state != RuleState.ACTIVE:
            return no(_("This rule is not switched on. Choose its newest version."))
        if not change:
            return no(_("Fill in what is to change."))
        if SignalRule.objects.filter(replaces=rule).exists():
            return no(_("A new version of this rule is drafted already. Switch that on, or throw it away."))
        return verdict_of(lambda: check_rule(_changed(rule, change)))

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        rule = cast("SignalRule", subject)
        differences = [
            Difference(TITLES[name], _shown(name, rule.parameters.get(name)), _shown(name, change[name]))
            for name in _names(rule)
            if name in change
        ]
        if "severity" in change:
            after = str(Severity(int(change["severity"])).label)
            differences.append(Difference(SEVERITY, rule.get_severity_display(), after))
        return differences

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        rule, doer = cast("SignalRule", subject), actor or DECISIONS
        version = revise_rule(actor=doer, rule=rule, values=_changed(rule, change), on=on)
        switch_on(actor=doer, rule=version, effective_on=on, on=on)
        return {"version": str(version.uuid)}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        rule, doer = cast("SignalRule", subject), actor or DECISIONS
        version = self.subject(uuid.UUID(before["version"]))
        newer = SignalRule.objects.filter(replaces=version, state=RuleState.ACTIVE).exists()
        if version is None or newer:
            raise Refused(no(_("A newer version of the rule is switched on. Change that one instead.")))
        if version.state == RuleState.ACTIVE:
            switch_off(actor=doer, rule=version, reason=_("The decision was undone."), on=on)
        switch_on(actor=doer, rule=rule, effective_on=on, on=on)


def _names(rule: SignalRule) -> tuple[str, ...]:
    """The parameters a decision may change; another method would be another rule."""
    return tuple(n for n in names_of(rule.kind, str(rule.parameters.get("method", ""))) if n != "method")


def _input(rule: SignalRule, name: str) -> Input:
    hint = _("Now %(value)s. Leave empty to keep it.") % {"value": _shown(name, rule.parameters.get(name))}
    if name == "side":
        choices = tuple(Choice(key, str(title)) for key, title in SIDES.items())
        return Input(name, TITLES[name], "choice", required=False, choices=choices, hint=hint)
    kind = "date" if name == "since" else "decimal"
    return Input(name, TITLES[name], kind, required=False, hint=hint)


def _changed(rule: SignalRule, change: Change) -> RuleValues:
    values = rule_values_of(rule)
    given = {name: _kept(name, change[name]) for name in _names(rule) if name in change}
    parameters = dict(values.parameters) | given
    severity = Severity(int(change.get("severity", values.severity)))
    return replace(values, parameters=parameters, severity=severity)


def _kept(name: str, value: str) -> object:
    """Numbers as numbers, as the rule's own page keeps them."""
    if name not in RANGES and name != "past":
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def _shown(name: str, value: object) -> str:
    if value in {None, ""}:
        return _("the usual")
    return str(SIDES[str(value)]) if name == "side" and str(value) in SIDES else str(value)
