"""The inbox of signals, one signal, and what becomes of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop.enums import Severity, SignalKind, SignalState
from periplus.loop.forms.planning import ReasonForm
from periplus.loop.forms.watching import JoinForm, ReportForm
from periplus.loop.policies import (
    may_settle_signal,
    visible_goals,
    visible_packages,
    visible_signals,
)
from periplus.loop.sentences import sentence_of
from periplus.loop.services import deviations as deviation_services
from periplus.loop.services import signals as services
from periplus.loop.types import Signal, TaskPackage
from periplus.people.types import Person
from periplus.web.loop.signal_list import deviation_url
from periplus.web.loop.ways import institution_of, way
from periplus.web.loop.words import SEVERITY_TONES
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit


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
        "deviation_url": deviation_url(one),
        "rule_url": way("loop:rule", one.rule.uuid) if one.rule else "",
        "indicator_url": _indicator_url(one),
        "package": _package_of(request.user, one),
    }
    return render(request, "loop/signal.html", context)


def _package_of(person: Person, signal: Signal) -> TaskPackage | None:
    """The task package that a signal is about."""
    reference = _uuid(signal.facts.get("about")) if signal.kind == SignalKind.LATE else None
    return visible_packages(person).filter(uuid=reference).first() if reference else None


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
    to = deviation_url(one) or reverse("loop:signal", args=[one.uuid])
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
