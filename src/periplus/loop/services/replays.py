"""Replays: the loop run over years gone by, into tables of its own. Live figures are never touched."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import System, Touched
from periplus.core.periods import Period, parse
from periplus.core.verdicts import Invalid
from periplus.loop import policies
from periplus.loop.acting import Doer, demand
from periplus.loop.causes import find_causes
from periplus.loop.enums import PeriodKind, ReplayState
from periplus.loop.judging import firing_of, judge
from periplus.loop.measuring import Measure, get_measure, list_measures
from periplus.loop.models import Replay, ReplayFinding, ReplayReading
from periplus.loop.replaying import ReplayRule, periods_of, rule_from, rules_for
from periplus.loop.scopes import scope_from
from periplus.loop.terms import Point
from periplus.loop.values import ReplayValues
from periplus.people.models import Person

REPLAY = System("replay")
JOB = "loop.run_replay"
FIRST_YEAR, MOST_YEARS = 1900, 60
TITLE_LENGTH = 200
SHARES = Decimal("0.001")


@transaction.atomic
def start_replay(*, actor: Doer, values: ReplayValues, on: dt.date) -> Replay:
    """Note down a replay and hand it to the worker."""
    replay = prepare_replay(actor=actor, values=values, on=on)
    app.configure_task(JOB).defer(replay_id=replay.pk)
    return replay


@transaction.atomic
def resume_replay(*, actor: Doer, replay: Replay, on: dt.date) -> Replay:
    """Hand an interrupted or failed replay to the worker again; what is done stays done."""
    demand(actor, policies.may_resume_replay, replay)
    replay.state = ReplayState.WAITING
    replay.save(update_fields=["state"])
    ledger.record("loop.replay.resumed", actor=actor, on=on, objects={"replay": replay})
    app.configure_task(JOB).defer(replay_id=replay.pk)
    return replay


@transaction.atomic
def prepare_replay(*, actor: Doer, values: ReplayValues, on: dt.date) -> Replay:
    """Note down a replay and the rules it will apply. `run_replay` does the work."""
    demand(actor, policies.may_run_replays)
    _check(values)
    rules = rules_for(values.scope, values.period_kind)
    replay = Replay.objects.create(
        title=(values.title.strip() or f"{values.first_year}–{values.last_year}")[:TITLE_LENGTH],
        scope=values.scope.as_json(),
        period_kind=values.period_kind,
        first_year=values.first_year,
        last_year=values.last_year,
        rules=[rule.as_json() for rule in rules],
        started_by=actor if isinstance(actor, Person) else None,
    )
    ledger.record("loop.replay.started", actor=actor, on=on, objects={"replay": replay})
    return replay


def run_replay(*, replay: Replay) -> Replay:
    """Do the work of a replay, or what is left of it: first all readings, then year after year.

    Each step is kept as it is done, so an interrupted replay goes on where it stopped.
    """
    if replay.state == ReplayState.DONE:
        return replay
    replay.state, replay.failure = ReplayState.RUNNING, ""
    replay.started_at = replay.started_at or clock.now()
    replay.save(update_fields=["state", "failure", "started_at"])
    measures, periods = list_measures(), periods_of(replay)
    steps = len(measures) + len(periods)
    try:
        for number, measure in enumerate(measures, start=1):
            _read(replay, measure, periods, done=Decimal(number) / steps)
        for number, period in enumerate(periods, start=1):
            _look_back(replay, period, done=Decimal(len(measures) + number) / steps)
    except Exception as error:
        replay.state, replay.failure = ReplayState.FAILED, f"{type(error).__name__}: {error}"
        replay.save(update_fields=["state", "failure"])
        raise
    return _finish(replay)


@transaction.atomic
def _read(replay: Replay, measure: Measure, periods: Sequence[Period], *, done: Decimal) -> None:
    """All readings of one measure, unless they are there already."""
    _take(replay)
    if replay.readings.filter(measure=measure.key).exists():
        return
    scope = scope_from(replay.scope)
    if scope.axes <= measure.axes:
        ReplayReading.objects.bulk_create(
            ReplayReading(
                replay=replay,
                measure=measure.key,
                definition_version=measure.version,
                period_key=reading.period.key,
                starts_on=reading.period.start,
                value=reading.value,
                numerator=reading.numerator,
                denominator=reading.denominator,
                count=reading.count,
                coverage=reading.coverage,
            )
            for reading in measure.compute(scope, periods)
        )
    _advance(replay, done)


@transaction.atomic
def _look_back(replay: Replay, period: Period, *, done: Decimal) -> None:
    """What the rules would have raised at the end of a period, knowing nothing that came later."""
    _take(replay)
    if replay.done_share >= done.quantize(SHARES):
        return
    replay.findings.filter(period_key=period.key).delete()
    rows = replay.readings.filter(starts_on__lte=period.start).order_by("measure", "starts_on")
    histories = {
        key: [Point(row.period_key, parse(row.period_key).until, row.value) for row in group]
        for key, group in groupby(rows, key=lambda row: row.measure)
    }
    findings = []
    for rule in map(rule_from, replay.rules):
        found = _finding(replay, rule, histories.get(rule.measure, []), period)
        findings += [found] if found else []
    ReplayFinding.objects.bulk_create(findings)
    _advance(replay, done)


def _finding(
    replay: Replay, rule: ReplayRule, history: Sequence[Point], period: Period
) -> ReplayFinding | None:
    judgements = judge(rule.terms, history)
    if not judgements or judgements[-1].point.key != period.key or not judgements[-1].fires:
        return None
    firing = firing_of(rule.terms, judgements[-1])
    causes = find_causes(
        get_measure(rule.measure),
        scope_from(replay.scope),
        before=period.previous(),
        after=period,
        value=firing.point.value,
    )
    return ReplayFinding(
        replay=replay,
        period_key=period.key,
        rule_title=rule.title,
        measure=rule.measure,
        severity=firing.severity,
        course=firing.course,
        sentence=firing.sentence,
        facts=firing.facts,
        causes=[cause.as_json() for cause in causes],
    )


@transaction.atomic
def _finish(replay: Replay) -> Replay:
    replay.state, replay.done_share, replay.finished_at = ReplayState.DONE, Decimal(1), clock.now()
    replay.save(update_fields=["state", "done_share", "finished_at"])
    objects: Touched = {"replay": replay, "starter": [replay.started_by] if replay.started_by else []}
    ledger.record("loop.replay.finished", actor=REPLAY, on=clock.today(), objects=objects)
    return replay


def _take(replay: Replay) -> None:
    """One step at a time, even when two workers have the same replay."""
    replay.refresh_from_db(from_queryset=Replay.objects.select_for_update())


def _advance(replay: Replay, done: Decimal) -> None:
    replay.done_share = max(replay.done_share, done.quantize(SHARES))
    replay.save(update_fields=["done_share"])


def _check(values: ReplayValues) -> None:
    errors: dict[str, str] = {}
    if values.scope.institution is None:
        errors["institution"] = _("Choose whose years are replayed.")
    if values.period_kind == PeriodKind.MONTH:
        errors["period_kind"] = _("A replay goes year by year.")
    if values.last_year < values.first_year or values.first_year < FIRST_YEAR:
        errors["last_year"] = _("The last year has to follow the first.")
    elif values.last_year - values.first_year >= MOST_YEARS:
        errors["last_year"] = _("Choose at most %(years)s years.") % {"years": MOST_YEARS}
    known = any(values.scope.axes <= measure.axes for measure in list_measures())
    if not known:
        errors[""] = _("No indicator can be read for this scope.")
    if errors:
        raise Invalid(dict(errors))
