"""Signal rules: their list, one with its versions, written and tested on history before they count."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.loop.enums import PeriodKind, RuleKind, RuleState, Severity
from periplus.loop.forms.planning import ReasonForm
from periplus.loop.forms.watching import SwitchOnForm, initial_of_rule
from periplus.loop.parameters import METHODS, names_of, usual_of
from periplus.loop.policies import visible_rules
from periplus.loop.queries.signals import list_rule_goals
from periplus.loop.scopes import scope_from
from periplus.loop.services import rules as services
from periplus.loop.terms import XMR
from periplus.loop.types import SignalRule
from periplus.loop.values import RuleValues
from periplus.web.loop.rule_list import KIND_NAMES, METHOD_NAMES, STATE_TONES
from periplus.web.loop.rule_page import ScopedRuleForm, context_of_rule, context_of_trial
from periplus.web.loop.scoping import initial_of_scope
from periplus.web.loop.ways import institution_of, way
from periplus.web.shell.components import Tab
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit


@page("loop.goals.see")
def rule(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_rules(request.user), uuid=reference)
    context = context_of_rule(request.user, one, on=clock.today())
    return render(request, "loop/rule.html", context | {"state_tone": STATE_TONES[RuleState(one.state)]})


@form_page("loop.rules.edit")
def write(request: Request) -> HttpResponse:
    """A new rule of the kind in the address."""
    kind, method = _kind(request), _method(request)
    initial = {
        "measure": request.GET.get("measure", ""),
        "period_kind": PeriodKind.CALENDAR_YEAR,
        "severity": Severity.SERIOUS,
        **usual_of(kind, method),
    }
    form = _form(request, kind, method, initial)
    return _written(request, form, rule=None)


@form_page("loop.rules.edit")
def revise(request: Request, reference: UUID) -> HttpResponse:
    """A new version of a rule, or a draft changed."""
    one = found(visible_rules(request.user), uuid=reference)
    initial = initial_of_rule(one) | initial_of_scope(scope_from(one.scope), request.user)
    form = _form(request, RuleKind(one.kind), str(one.parameters.get("method") or ""), initial)
    return _written(request, form, rule=one)


def _form(request: Request, kind: RuleKind, method: str, initial: dict[str, Any]) -> ScopedRuleForm:
    institution = institution_of(request.user)
    return ScopedRuleForm(
        request.POST or None,
        initial=initial,
        person=request.user,
        institution=institution,
        goals=list_rule_goals(request.user, institution),
        kind=kind,
        method=method,
    )


def _written(request: Request, form: ScopedRuleForm, *, rule: SignalRule | None) -> HttpResponse:
    """Try the rule on history, or save it, as the pressed button says."""
    trial: dict[str, Any] = {}
    if request.method == "POST" and "try" in request.POST and form.is_valid():
        trial = _trial(request, form)
    elif done := submit(request, form, lambda _values: _save(request, form.rule_values(), rule)):
        return leave(
            request, "loop:rule", done.result.uuid, say=_("The draft is saved. Test it, then switch it on.")
        )
    context = {
        "rule": rule,
        "about": METHODS[form.method or XMR] if form.kind == RuleKind.TREND else form.kind.label,
        "kinds": _kinds(form),
        "methods": _methods(form),
        "conditions": [form[name] for name in names_of(form.kind, form.method) if name in form.fields],
        **trial,
    }
    return show_form(request, "loop/rule_form.html", form, **context)


def _trial(request: Request, form: ScopedRuleForm) -> dict[str, Any]:
    values = form.rule_values()
    try:
        services.check_rule(values)
    except Invalid as invalid:
        for name, sentence in invalid.errors.items():
            form.add_error(name if name in form.fields else None, str(sentence))
        return {}
    return context_of_trial(request.user, institution_of(request.user), values, on=clock.today())


def _save(request: Request, values: RuleValues, rule: SignalRule | None) -> SignalRule:
    today = clock.today()
    if rule is None:
        return services.draft_rule(
            actor=request.user, institution=institution_of(request.user), values=values, on=today
        )
    return services.revise_rule(actor=request.user, rule=rule, values=values, on=today)


def _kind(request: Request) -> RuleKind:
    wanted = request.GET.get("kind", "")
    return RuleKind(wanted) if wanted in RuleKind.values else RuleKind.TREND


def _method(request: Request) -> str:
    wanted = request.GET.get("method", "")
    return wanted if wanted in METHODS else XMR


def _kinds(form: ScopedRuleForm) -> list[Tab]:
    return [
        Tab(title, way("loop:write_rule", kind=kind.value), kind == form.kind)
        for kind, title in KIND_NAMES.items()
    ]


def _methods(form: ScopedRuleForm) -> list[Tab]:
    if form.kind != RuleKind.TREND:
        return []
    current, trend = form.method or XMR, RuleKind.TREND.value
    return [
        Tab(name, way("loop:write_rule", kind=trend, method=key), key == current)
        for key, name in METHOD_NAMES.items()
    ]


@form_page("loop.rules.switch")
def switch_on(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_rules(request.user), uuid=reference)
    today = clock.today()
    form = SwitchOnForm(request.POST or None, initial={"effective_on": today})
    done = submit(
        request, form, lambda values: services.switch_on(actor=request.user, rule=one, on=today, **values)
    )
    if done:
        return leave(request, "loop:rule", one.uuid, say=_("The rule is switched on."))
    return show_form(request, "loop/rule_switch.html", form, rule=one)


@form_page("loop.rules.switch")
def switch_off(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_rules(request.user), uuid=reference)
    form = ReasonForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.switch_off(actor=request.user, rule=one, on=clock.today(), **values),
    )
    if done:
        return leave(request, "loop:rule", one.uuid, say=_("The rule is switched off."))
    return show_form(request, "loop/rule_switch.html", form, rule=one)


@act("loop.rules.edit")
def discard(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_rules(request.user), uuid=reference)
    services.discard_rule(actor=request.user, rule=one, on=clock.today())
    return leave(request, "loop:rules", say=_("The draft is gone."))
