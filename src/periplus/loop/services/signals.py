"""Signals: raised by rules and by the state of goals, reported by people, dismissed, cleared."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import System, Touched
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.attention import KINDS, Worry, key_of, worries
from periplus.loop.enums import Course, Severity, SignalKind, SignalState
from periplus.loop.judging import firing_of
from periplus.loop.models import Goal, Signal, SignalRule
from periplus.loop.services.deviations import open_from_signal
from periplus.loop.terms import Firing
from periplus.loop.watching import Watch, watch_all
from periplus.paths.models import Case
from periplus.people.models import Institution, Person

RULES = System("signal rules")


@transaction.atomic
def raise_signals(*, actor: Doer = RULES, institution: Institution, today: dt.date) -> list[Signal]:
    """Put all rules to the latest readings and all goals to their duties; gives the new signals.

    Each period of a rule, and each trouble of a goal, is told once. Serious ones open a deviation or
    join the open one. What has ended clears its signals.
    """
    watches = watch_all(institution, today=today)
    raised = [signal for watch in watches if (signal := _raise_of(actor, watch, today=today))]
    raised += _raise_worries(actor, institution, today=today)
    for signal in raised:
        if _is_serious(signal):
            open_from_signal(actor=actor if isinstance(actor, System) else RULES, signal=signal, on=today)
    return raised


@transaction.atomic
def report_signal(
    *, actor: Person, institution: Institution, goal: Goal | None, text: str, severity: Severity, on: dt.date
) -> Signal:
    """Let a person say that something is going wrong."""
    demand(actor, policies.may_report_signal)
    if not text.strip():
        raise Invalid({"text": _("Say what you noticed.")})
    signal = Signal.objects.create(
        institution=institution,
        kind=SignalKind.REPORTED,
        goal=goal,
        severity=severity,
        sentence="reported",
        facts={"text": text.strip()},
        raised_on=on,
        reported_by=actor,
    )
    _record("loop.signal.reported", actor, signal, on=on)
    return signal


@transaction.atomic
def raise_by_case(
    *, actor: System, goal: Goal, case: Case, text: str, severity: Severity, on: dt.date
) -> Signal | None:
    """Let a case say that its goal is in trouble; once for each case. A serious one opens a deviation."""
    facts = {"text": text, "about": str(case.uuid)}
    if Signal.objects.filter(goal=goal, kind=SignalKind.REPORTED, facts__about=facts["about"]).exists():
        return None
    signal = Signal.objects.create(
        institution=goal.plan.institution,
        kind=SignalKind.REPORTED,
        goal=goal,
        severity=severity,
        sentence="reported",
        facts=facts,
        raised_on=on,
    )
    _record("loop.signal.raised", actor, signal, on=on)
    if _is_serious(signal):
        open_from_signal(actor=actor, signal=signal, on=on)
    return signal


@transaction.atomic
def dismiss_signal(*, actor: Doer, signal: Signal, reason: str, on: dt.date) -> Signal:
    """Say that a signal needs nothing done, and why."""
    demand(actor, policies.may_settle_signal, signal)
    if not reason.strip():
        raise Invalid({"reason": _("Write why nothing has to be done.")})
    _settle(signal, SignalState.DISMISSED, reason.strip(), on=on)
    _record("loop.signal.dismissed", actor, signal, on=on)
    return signal


def _raise_of(actor: Doer, watch: Watch, *, today: dt.date) -> Signal | None:
    if not watch.judgements:
        return None
    latest = watch.judgements[-1]
    key = latest.point.key
    signals = _of_all_versions(watch.rule)
    open_ones = list(signals.filter(state=SignalState.OPEN).select_related("goal", "rule"))
    _clear((s for s in open_ones if not latest.red or s.facts.get("period") != key), actor, on=today)
    watch.rule.last_result = {"period": key, "red": latest.red, "fires": latest.fires}
    watch.rule.save(update_fields=["last_result"])
    told = signals.filter(facts__period=key).exclude(state=SignalState.CLEARED)
    if not latest.fires or told.exists():
        return None
    return _raise(actor, watch, firing_of(watch.terms, latest), today=today)


def _of_all_versions(rule: SignalRule) -> QuerySet[Signal]:
    """What a rule has raised, before it was revised too: a period is told once, not once per version."""
    return Signal.objects.filter(rule__institution=rule.institution_id, rule__reference=rule.reference)


def _raise(actor: Doer, watch: Watch, firing: Firing, *, today: dt.date) -> Signal:
    rule = watch.rule
    signal = Signal.objects.create(
        institution=rule.institution,
        kind=SignalKind.RULE,
        rule=rule,
        goal=rule.goal or (watch.target.goal if watch.target else None),
        measurement=watch.track.row_of.get(firing.point.key),
        severity=firing.severity,
        sentence=firing.sentence,
        facts={**firing.facts, "period": firing.point.key, "course": str(firing.course.value)},
        raised_on=today,
    )
    _record("loop.signal.raised", actor, signal, on=today)
    return signal


def _raise_worries(actor: Doer, institution: Institution, *, today: dt.date) -> list[Signal]:
    """What is wrong with goals and their task packages, without any figure."""
    found = worries(institution, today=today)
    gone = Signal.objects.filter(
        institution=institution,
        kind__in=KINDS,
        state=SignalState.OPEN,
    ).select_related("goal", "rule")
    still = {worry.key for worry in found.all}
    _clear((s for s in gone if key_of(s) not in still), actor, on=today)
    return [_raise_worry(actor, institution, worry, today=today) for worry in found.new]


def _raise_worry(actor: Doer, institution: Institution, worry: Worry, *, today: dt.date) -> Signal:
    course = Course.OFF if worry.severity >= Severity.SERIOUS else Course.DRIFTING
    signal = Signal.objects.create(
        institution=institution,
        kind=worry.kind,
        goal=worry.goal,
        severity=worry.severity,
        sentence=worry.sentence,
        facts={**worry.facts, "course": str(course.value)},
        raised_on=today,
    )
    _record("loop.signal.raised", actor, signal, on=today)
    return signal


def _is_serious(signal: Signal) -> bool:
    return signal.severity >= Severity.SERIOUS or signal.facts.get("course") == Course.OFF.value


def _clear(signals: Iterable[Signal], actor: Doer, *, on: dt.date) -> None:
    for signal in signals:
        _settle(signal, SignalState.CLEARED, "", on=on)
        _record("loop.signal.cleared", actor, signal, on=on)


def _settle(signal: Signal, state: SignalState, reason: str, *, on: dt.date) -> None:
    lives.check_move(lives.SIGNAL, signal.state, state)
    signal.state, signal.settled_on, signal.settled_reason = state, on, reason
    signal.save(update_fields=["state", "settled_on", "settled_reason"])


def _record(event: str, actor: Doer, signal: Signal, *, on: dt.date) -> None:
    goal = signal.goal
    owners = [person for person in ((goal.accountable, goal.deputy) if goal else ()) if person]
    objects: Touched = {
        "signal": signal,
        "goal": [goal] if goal else [],
        "rule": [signal.rule] if signal.rule else [],
        "owner": owners,
    }
    ledger.record(event, actor=actor, on=on, objects=objects)
