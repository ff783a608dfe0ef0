"""The inbox of signals, one signal, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from periplus.core import clock
from periplus.loop.enums import Severity, SignalKind, SignalState
from periplus.loop.forms.planning import ReasonForm
from periplus.loop.forms.watching import JoinForm, ReportForm
from periplus.loop.policies import (
    may_report_signal,
    may_settle_signal,
    may_settle_signals,
    visible_goals,
    visible_rules,
    visible_signals,
)
from periplus.loop.queries.signals import list_signals
from periplus.loop.sentences import sentence_of
from periplus.loop.services import deviations as deviation_services
from periplus.loop.services import signals as services
from periplus.loop.types import Signal
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, DateFilter, SelectFilter, ThingFilter
from periplus.web.lists.listing import Bulk, Listing
from periplus.web.loop.ways import institution_of, way
from periplus.web.loop.words import SEVERITY_TONES
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

OPEN = "open"
STATE_TONES = {SignalState.OPEN: "accent", SignalState.IN_DEVIATION: "warn"}


def _goal_words(signal: Signal) -> str:
    return f"{signal.goal.reference} {signal.goal.title}" if signal.goal else ""


def _deviation_url(signal: Signal) -> str:
    return way("deviations:detail", signal.deviation.uuid) if signal.deviation else ""


@transaction.atomic
def _dismiss_all(request: Request, rows: QuerySet[Signal], reason: str) -> str:
    chosen = list(rows)
    for signal in chosen:
        services.dismiss_signal(actor=request.user, signal=signal, reason=reason, on=clock.today())
    said = ngettext("%(number)s signal is dismissed.", "%(number)s signals are dismissed.", len(chosen))
    return said % {"number": len(chosen)}


SIGNALS = Listing(
    key="loop.signals",
    title=gettext_lazy("Signals"),
    lead=gettext_lazy(
        "What the rules and your colleagues noticed while the work goes on. Open a deviation, or dismiss it."
    ),
    source=list_signals,
    columns=(
        Column(
            "signal",
            gettext_lazy("Signal"),
            sentence_of,
            link=lambda signal: reverse("loop:signal", args=[signal.uuid]),
        ),
        Column(
            "severity",
            gettext_lazy("Severity"),
            lambda signal: signal.get_severity_display(),
            kind="state",
            tone=lambda signal: SEVERITY_TONES[signal.severity],
            order_by=("severity",),
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda signal: signal.get_state_display(),
            kind="state",
            tone=lambda signal: STATE_TONES.get(signal.state, "none"),
            order_by=("state",),
        ),
        Column(
            "goal",
            gettext_lazy("Goal"),
            _goal_words,
            link=lambda signal: way("loop:goal", signal.goal.uuid) if signal.goal else "",
            order_by=("goal__reference",),
        ),
        Column("raised", gettext_lazy("Raised"), lambda s: s.raised_on, kind="date", order_by=("raised_on",)),
        Column(
            "deviation",
            gettext_lazy("Deviation"),
            lambda signal: signal.deviation.reference if signal.deviation else "",
            link=_deviation_url,
        ),
        Column("kind", gettext_lazy("From"), lambda signal: signal.get_kind_display(), shown=False),
        Column("reason", gettext_lazy("Reason"), lambda signal: signal.settled_reason, shown=False),
    ),
    filters=(
        SelectFilter(
            "state",
            gettext_lazy("State"),
            (("all", gettext_lazy("All")), *SignalState.choices),
            lambda value: Q() if value == "all" else Q(state=value),
            default=OPEN,
        ),
        ChoiceFilter(
            "severity", gettext_lazy("Severity"), lambda: _choices(Severity), lambda v: Q(severity__in=v)
        ),
        ChoiceFilter("kind", gettext_lazy("From"), lambda: _choices(SignalKind), lambda v: Q(kind__in=v)),
        DateFilter("since", gettext_lazy("Raised from"), "raised_on__gte"),
        ThingFilter("goal", gettext_lazy("Goal"), visible_goals, lambda uuid: Q(goal__uuid=uuid)),
        ThingFilter("rule", gettext_lazy("Rule"), visible_rules, lambda uuid: Q(rule__uuid=uuid)),
    ),
    order=("openness", "-severity", "-raised_on", "-id"),
    bulks=(
        Bulk(
            "dismiss",
            gettext_lazy("Dismiss"),
            gettext_lazy("Dismiss these signals?"),
            may_settle_signals,
            _dismiss_all,
            ReasonForm,
        ),
    ),
    empty_title=gettext_lazy("No signal needs you"),
    empty_text=gettext_lazy(
        "Rules look at every new figure. What they find, and what people report, comes here."
    ),
    template="loop/signals.html",
    more=lambda request: {"may_report": may_report_signal(request.user)},
)


def _choices(enum: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in enum.choices]


@page("loop.goals.see")
def signal(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_signals(request.user), uuid=reference)
    context = {
        "signal": one,
        "said": sentence_of(one),
        "tone": SEVERITY_TONES[one.severity],
        "may_settle": may_settle_signal(request.user, one),
        "join_form": JoinForm(signal=one) if one.state == SignalState.OPEN else None,
        "goal_url": way("loop:goal", one.goal.uuid) if one.goal else "",
        "deviation_url": _deviation_url(one),
        "rule_url": way("loop:rule", one.rule.uuid) if one.rule else "",
        "indicator_url": _indicator_url(one),
    }
    return render(request, "loop/signal.html", context)


def _indicator_url(signal: Signal) -> str:
    rule = signal.rule
    if rule is None:
        return ""
    question = {axis: value for axis, value in rule.scope.items() if axis != "institution"}
    return way("loop:indicator", rule.measure, kind=rule.period_kind, **question)


@form_page("loop.signals.report")
def report(request: Request) -> HttpResponse:
    institution = institution_of(request.user)
    reference = _uuid(request.GET.get("goal"))
    goal = visible_goals(request.user).filter(uuid=reference).first() if reference else None
    initial = {"goal": goal, "severity": Severity.SERIOUS}
    form = ReportForm(request.POST or None, initial=initial, person=request.user, institution=institution)
    done = submit(
        request,
        form,
        lambda values: services.report_signal(
            actor=request.user,
            institution=institution,
            goal=values["goal"],
            text=values["text"],
            severity=Severity(values["severity"]),
            on=clock.today(),
        ),
    )
    if done:
        return leave(request, "loop:signal", done.result.uuid, say=_("Your signal is in the inbox."))
    return show_form(request, "loop/signal_report.html", form)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@form_page("loop.signals.settle")
def dismiss(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_signals(request.user), uuid=reference)
    form = ReasonForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda values: services.dismiss_signal(actor=request.user, signal=one, on=clock.today(), **values),
    )
    if done:
        return leave(request, "loop:signals", say=_("The signal is dismissed."))
    return show_form(request, "loop/signal_dismiss.html", form, signal=one, said=sentence_of(one))


@act("loop.signals.settle")
def open_deviation(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_signals(request.user), uuid=reference)
    deviation = deviation_services.open_from_signal(actor=request.user, signal=one, on=clock.today())
    said = _("%(reference)s holds the signal now.") % {"reference": deviation.reference}
    to = _deviation_url(one) or reverse("loop:signal", args=[one.uuid])
    return leave(request, to, say=said)


@form_page("loop.signals.settle")
def join(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_signals(request.user), uuid=reference)
    form = JoinForm(request.POST or None, signal=one)
    done = submit(
        request,
        form,
        lambda values: deviation_services.join_deviation(
            actor=request.user, signal=one, deviation=values["deviation"], on=clock.today()
        ),
    )
    if done:
        said = _("The signal is part of %(reference)s.") % {"reference": done.result.reference}
        return leave(request, "loop:signal", one.uuid, say=said)
    return show_form(request, "loop/signal_join.html", form, signal=one, said=sentence_of(one))
