"""What stands on the page of a rule, and what a rule would have raised in the past."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from periplus.core.verdicts import YES
from periplus.loop import policies
from periplus.loop.enums import PeriodKind, RuleKind, Severity
from periplus.loop.forms.watching import RuleForm
from periplus.loop.measuring import find_measure
from periplus.loop.methods.run_length import cusum_run_length, ewma_run_length
from periplus.loop.parameters import METHODS, SIDES, TITLES, USUAL, names_of
from periplus.loop.queries.indicators import get_figures
from periplus.loop.queries.signals import list_rule_versions, try_on
from periplus.loop.sentences import fill, period_words
from periplus.loop.services.rules import rule_values_of
from periplus.loop.terms import CUSUM, EWMA, Judgement
from periplus.loop.types import SignalRule
from periplus.loop.values import RuleValues
from periplus.people.types import Institution, Person
from periplus.web.loop.scoping import ScopeForm, question_of
from periplus.web.loop.series_chart import chart_of_judgements
from periplus.web.loop.ways import way
from periplus.web.loop.words import SEVERITY_TONES, scope_words
from periplus.web.shell.components import Difference, Fact
from periplus.web.shell.words import day_words


class ScopedRuleForm(ScopeForm, RuleForm):
    """A rule with its scope."""

    def rule_values(self) -> RuleValues:
        values = self.cleaned_data
        return RuleValues(
            title=values["title"],
            measure=values["measure"],
            scope=self.scope(),
            kind=RuleKind(self.kind),
            period_kind=PeriodKind(values["period_kind"]),
            parameters=self.parameters(),
            severity=Severity(values["severity"]),
            goal=values.get("goal"),
        )


@dataclass(frozen=True, slots=True)
class Fired:
    """One signal that the rule would have raised."""

    period: str
    said: str
    tone: str
    severity: str


def measure_words(key: str) -> str:
    measure = find_measure(key)
    return f"{measure.code} {measure.title}" if measure else key


def context_of_rule(person: Person, rule: SignalRule, *, on: dt.date) -> dict[str, Any]:
    """Everything the page shows."""
    values = rule_values_of(rule)
    versions = list_rule_versions(rule)
    question = question_of(values.scope)
    return {
        "rule": rule,
        "facts": facts_of(values),
        "versions": versions,
        "differences": _differences(rule),
        "indicator": measure_words(rule.measure),
        "indicator_url": way("loop:indicator", rule.measure, kind=rule.period_kind, **question),
        "goal_url": way("loop:goal", rule.goal.uuid) if rule.goal else "",
        "signals_url": way("loop:signals", rule=rule.uuid, state="all"),
        "may_revise": policies.may_revise_rule(person, rule),
        "may_discard": policies.may_discard_rule(person, rule),
        "may_switch_on": policies.may_switch_on(person, rule),
        "may_switch_off": policies.may_switch_off(person, rule),
        **context_of_trial(person, rule.institution, values, on=on),
    }


def context_of_trial(
    person: Person, institution: Institution, values: RuleValues, *, on: dt.date
) -> dict[str, Any]:
    """A rule put to the readings that are there: the drawing, and what it would have said."""
    measure = find_measure(values.measure)
    if measure is None:
        return {}
    sees = policies.may_see_records(person) or policies.may_edit_rules(person)
    figures = get_figures(
        measure, values.scope, values.period_kind, institution, on=on, sees=YES if sees else sees
    )
    judgements = try_on(values, measure, figures.readings)
    return {
        "tried": True,
        "chart": chart_of_judgements(
            measure, judgements, ident="trial", season=int(float(values.parameters.get("season") or 0))
        ),
        "fired": _fired(values, judgements),
        "known": sum(each.finding.known for each in judgements),
        "readings": len(judgements),
    }


def facts_of(values: RuleValues) -> list[Fact]:
    """A rule in words."""
    method = str(values.parameters.get("method") or "")
    facts = [
        Fact(_("Indicator"), measure_words(values.measure)),
        Fact(_("For"), scope_words(values.scope)),
        Fact(_("Read over"), values.period_kind.label),
        Fact(_("Kind"), values.kind.label),
        Fact(_("Severity"), values.severity.label),
    ]
    facts += [
        Fact(TITLES[name], _parameter(name, values.parameters[name]))
        for name in names_of(values.kind, method)
        if values.parameters.get(name) not in {None, ""}
    ]
    alarm = _false_alarm(values)
    return facts + ([Fact(_("False alarms"), alarm)] if alarm else [])


def _parameter(name: str, value: Any) -> object:
    if name == "method":
        return METHODS.get(str(value), value)
    if name == "side":
        return SIDES.get(str(value), value)
    if name == "since":
        return day_words(dt.date.fromisoformat(str(value)))
    return str(value)


def _false_alarm(values: RuleValues) -> str:
    """How often a chart speaks up although nothing has changed."""
    given, method = values.parameters, values.parameters.get("method")
    if values.kind != RuleKind.TREND or method not in {EWMA, CUSUM}:
        return ""
    if method == EWMA:
        weight, width = (float(given.get(name) or USUAL[name]) for name in ("weight", "width"))
        length = ewma_run_length(weight=weight, width=width)
    else:
        slack, interval = (float(given.get(name) or USUAL[name]) for name in ("slack", "interval"))
        length = cusum_run_length(slack=slack, interval=interval) / 2  # either side may speak up
    return _("about one in %(number)s readings when nothing has changed") % {"number": round(length)}


def _fired(values: RuleValues, judgements: Sequence[Judgement]) -> list[Fired]:
    """The signals, newest first."""
    measure = find_measure(values.measure)
    return [
        Fired(
            period=period_words(each.point.key),
            said=fill(each.finding.sentence, each.finding.facts, measure=measure),
            tone="good" if each.finding.for_the_better else SEVERITY_TONES[values.severity],
            severity=str(Severity.NOTICE.label if each.finding.for_the_better else values.severity.label),
        )
        for each in reversed(judgements)
        if each.fires
    ]


def _differences(rule: SignalRule) -> list[Difference]:
    """What this version changes against the one before it."""
    if rule.replaces is None:
        return []
    before, after = (
        {str(fact.label): fact.value for fact in facts_of(rule_values_of(each))}
        for each in (rule.replaces, rule)
    )
    labels = dict.fromkeys([*before, *after])
    return [
        Difference(label, before.get(label), after.get(label))
        for label in labels
        if str(before.get(label)) != str(after.get(label))
    ]
