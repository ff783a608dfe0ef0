"""Deviations: opened by a rule or a person, explained, given an owner. Agenda and waivers lie elsewhere."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import Touched
from periplus.core.periods import Period, parse, period_at
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.causes import find_causes
from periplus.loop.enums import Course, DeviationState, Severity, SignalKind, SignalState
from periplus.loop.measuring import find_measure
from periplus.loop.models import Deviation, Goal, Signal, Target
from periplus.loop.scopes import scope_from
from periplus.loop.services.agenda import enter_deviation
from periplus.loop.services.goals import touch
from periplus.loop.services.references import next_deviation_reference
from periplus.loop.spans import calendar_of
from periplus.loop.values import Matter
from periplus.loop.watching import target_of, targets_in_force
from periplus.people.models import Institution, Person
from periplus.people.queries.persons import is_living, list_office

TITLE_LENGTH = 250


@transaction.atomic
def open_deviation(
    *,
    actor: Doer,
    institution: Institution,
    matter: Matter,
    title: str,
    severity: Severity,
    course: Course,
    on: dt.date,
    signals: Sequence[Signal] = (),
) -> Deviation:
    """Open a deviation with its causes and its owner, and put it on the agenda that takes it."""
    deviation = Deviation.objects.create(
        institution=institution,
        reference=next_deviation_reference(institution),
        title=title[:TITLE_LENGTH],
        goal=matter.goal,
        target=matter.target,
        measurement=matter.measurement,
        measure=matter.measure,
        scope=matter.scope.as_json(),
        severity=severity,
        course=course,
        causes=causes_of(matter, institution),
        owner=owner_of(matter.goal, institution, on=on),
        opened_on=on,
    )
    for signal in signals:
        _attach(signal, deviation, on=on)
    objects: Touched = {
        "deviation": deviation,
        "goal": [matter.goal] if matter.goal else [],
        "owner": [deviation.owner] if deviation.owner else [],
        "signal": list(signals),
    }
    ledger.record(
        "loop.deviation.opened", actor=actor, on=on, objects=objects, attributes={"severity": int(severity)}
    )
    enter_deviation(deviation=deviation, today=on)
    deviation.refresh_from_db()
    return deviation


@transaction.atomic
def open_from_signal(*, actor: Doer, signal: Signal, on: dt.date) -> Deviation:
    """Open a deviation for a signal, or let the signal join the open one of the same matter."""
    demand(actor, policies.may_settle_signal, signal)
    matter = matter_of(signal)
    known = find_open_deviation(signal.institution, matter)
    if known:
        return join_deviation(actor=actor, signal=signal, deviation=known, on=on)
    return open_deviation(
        actor=actor,
        institution=signal.institution,
        matter=matter,
        title=_title_of(signal, matter),
        severity=Severity(signal.severity),
        course=Course(signal.facts.get("course", Course.OFF)),
        on=on,
        signals=[signal],
    )


@transaction.atomic
def join_deviation(*, actor: Doer, signal: Signal, deviation: Deviation, on: dt.date) -> Deviation:
    """Let a signal be part of an open deviation, which becomes as severe as its worst signal."""
    demand(actor, policies.may_settle_signal, signal)
    if deviation.state == DeviationState.CLOSED:
        raise Invalid({"deviation": _("This deviation is closed. Choose one that is open.")})
    _attach(signal, deviation, on=on)
    deviation.severity = max(deviation.severity, signal.severity)
    if signal.measurement and signal.rule and signal.rule.measure == deviation.measure:
        deviation.measurement = signal.measurement
        deviation.causes = causes_of(_matter_of_deviation(deviation), deviation.institution)
    deviation.save(update_fields=["severity", "measurement", "causes"])
    ledger.record(
        "loop.signal.joined", actor=actor, on=on, objects={"signal": signal, "deviation": deviation}
    )
    return deviation


@transaction.atomic
def note_cause(*, actor: Doer, deviation: Deviation, note: str, on: dt.date) -> Deviation:
    """Write down why, in words, beside the causes that the records show."""
    demand(actor, policies.may_note_cause, deviation)
    deviation.cause_note = note.strip()
    deviation.save(update_fields=["cause_note"])
    if deviation.goal:
        touch(goal=deviation.goal, on=on)
    objects: Touched = {"deviation": deviation, "goal": [deviation.goal] if deviation.goal else []}
    ledger.record(
        "loop.deviation.cause_noted",
        actor=actor,
        on=on,
        objects=objects,
        attributes={"text": deviation.cause_note},
    )
    return deviation


@transaction.atomic
def assign_deviation(*, actor: Doer, deviation: Deviation, owner: Person, on: dt.date) -> Deviation:
    """Give a deviation an owner."""
    demand(actor, policies.may_assign_deviation, deviation)
    if not is_living(owner, on=on):
        raise Invalid({"owner": _("This person is no longer here. Choose somebody else.")})
    deviation.owner = owner
    deviation.save(update_fields=["owner"])
    ledger.record(
        "loop.deviation.assigned", actor=actor, on=on, objects={"deviation": deviation, "owner": owner}
    )
    return deviation


def find_open_deviation(institution: Institution, matter: Matter) -> Deviation | None:
    """The deviation of a matter that is not closed: there is at most one."""
    goal = matter.goal
    candidates = Deviation.objects.filter(
        institution=institution, goal=goal, measure=matter.measure, scope=matter.scope.as_json()
    )
    return candidates.exclude(state=DeviationState.CLOSED).order_by("-id").first()


def matter_of(signal: Signal) -> Matter:
    """What a signal is about; one on a bare indicator belongs to the goal that has a target on it."""
    rule = signal.rule
    if rule is None:
        return Matter(goal=signal.goal)
    target = target_of(rule, targets_in_force(signal.institution))
    return Matter(
        goal=signal.goal or (target.goal if target else None),
        target=target,
        measurement=signal.measurement,
        measure=rule.measure,
        scope=scope_from(rule.scope),
    )


def owner_of(goal: Goal | None, institution: Institution, *, on: dt.date) -> Person | None:
    """The accountable person, else the deputy, else somebody of the coordination office."""
    named = (goal.accountable, goal.deputy) if goal else ()
    living = [person for person in named if is_living(person, on=on)]
    return next(iter(living or list_office(institution=institution, on=on)), None)


def causes_of(matter: Matter, institution: Institution) -> list[dict[str, str | int]]:
    """The parts of the change since the baseline of the target, or since the period before."""
    measure = find_measure(matter.measure)
    if measure is None or matter.measurement is None:
        return []
    after = parse(matter.measurement.period_key)
    before = _baseline_period(matter.target, after, institution)
    value = matter.measurement.value
    found = find_causes(measure, matter.scope, before=before, after=after, value=value)
    return [cause.as_json() for cause in found]


def _matter_of_deviation(deviation: Deviation) -> Matter:
    return Matter(
        goal=deviation.goal,
        target=deviation.target,
        measurement=deviation.measurement,
        measure=deviation.measure,
        scope=scope_from(deviation.scope),
    )


def _baseline_period(target: Target | None, after: Period, institution: Institution) -> Period:
    from_target = target.baseline_on if target else None
    if from_target is None or from_target >= after.start:
        return after.previous()
    return period_at(after.kind, from_target, calendar_of(institution))


def _attach(signal: Signal, deviation: Deviation, *, on: dt.date) -> None:
    lives.check_move(lives.SIGNAL, signal.state, SignalState.IN_DEVIATION)
    signal.state, signal.deviation, signal.settled_on = SignalState.IN_DEVIATION, deviation, on
    signal.save(update_fields=["state", "deviation", "settled_on"])


def _title_of(signal: Signal, matter: Matter) -> str:
    """What the deviation is called, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        measure = find_measure(matter.measure)
        about = [matter.goal.title] if matter.goal else []
        if measure:
            about.append(str(measure.title))
        elif signal.kind == SignalKind.OWNERLESS:
            about.append(_("nobody answers for it"))
        elif signal.kind == SignalKind.STALE:
            about.append(_("nobody works on it"))
        else:
            about.append(str(signal.facts.get("text", "")))
        return " · ".join(about)
