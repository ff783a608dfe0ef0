"""The inbox of signals."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from periplus.core import clock
from periplus.loop.enums import Severity, SignalKind, SignalState
from periplus.loop.forms.planning import ReasonForm
from periplus.loop.policies import may_report_signal, may_settle_signals, visible_goals, visible_rules
from periplus.loop.queries.signals import list_signals
from periplus.loop.sentences import sentence_of
from periplus.loop.services import signals as services
from periplus.loop.types import Signal
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, DateFilter, SelectFilter, ThingFilter
from periplus.web.lists.listing import Bulk, Listing
from periplus.web.loop.ways import way
from periplus.web.loop.words import SEVERITY_TONES
from periplus.web.shell.doors import Request

OPEN = "open"
STATE_TONES = {SignalState.OPEN: "accent", SignalState.IN_DEVIATION: "warn"}


def _goal_words(signal: Signal) -> str:
    return f"{signal.goal.reference} {signal.goal.title}" if signal.goal else ""


def deviation_url(signal: Signal) -> str:
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
            link=deviation_url,
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
            lambda _person, posted: ReasonForm(posted),
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
