"""Effect checks: hoped for with the decision, read again when their day has come."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import System, record
from periplus.core.periods import Period, parse
from periplus.core.verdicts import Invalid, require
from periplus.loop import lives, policies
from periplus.loop.comparing import compare
from periplus.loop.enums import EffectState, ItemState, PullState
from periplus.loop.measuring import Measure, find_measure
from periplus.loop.models import Decision, EffectCheck, Measurement, Target
from periplus.loop.queries.agenda import OPEN_STATES
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.services.agenda import leave_agenda, touched_by
from periplus.loop.services.measuring import take_measurements
from periplus.people.models import Person

EFFECTS = System("effect checks")


@dataclass(frozen=True, slots=True)
class Hope:
    """What a decision is to move: an indicator of a scope, from one period to a later one.

    Periods are keys. `tolerance`: the movement that counts as none; None takes the target's, else 0.
    """

    measure: str
    scope: Scope
    before_period: str
    after_period: str
    check_on: dt.date
    hoped_value: Decimal | None = None
    tolerance: Decimal | None = None


@transaction.atomic
def plan_effect_check(*, actor: Person, decision: Decision, hope: Hope, today: dt.date) -> EffectCheck:
    """Say how it will be seen whether a draft, once taken, has helped."""
    require(policies.may_change_draft(actor, decision))
    measure, before = _checked_hope(hope)
    target = find_target(decision, hope)
    tolerance = hope.tolerance if hope.tolerance is not None else target and target.tolerance
    check = EffectCheck(
        decision=decision,
        measure=hope.measure,
        scope=hope.scope.as_json(),
        period_kind=before.kind.value,
        before_period=hope.before_period,
        after_period=hope.after_period,
        hoped_value=hope.hoped_value,
        direction=target.direction if target else measure.direction,
        tolerance=tolerance or Decimal(0),
        check_on=hope.check_on,
    )
    check_dates(check, decision)
    check.save()
    _record("loop.effect.planned", actor, check, today)
    return check


@transaction.atomic
def remove_effect_check(*, actor: Person, check: EffectCheck, today: dt.date) -> None:
    """Take an effect check out of a draft."""
    require(policies.may_change_draft(actor, check.decision))
    _record("loop.effect.removed", actor, check, today)
    check.delete()


@transaction.atomic
def check_effect(*, actor: Person, check: EffectCheck, note: str = "", today: dt.date) -> EffectCheck:
    """Measure again, judge the movement, and settle the item on the agenda."""
    check.refresh_from_db(from_queryset=EffectCheck.objects.select_for_update())
    require(policies.may_check_effect(actor, check, on=today))
    check.after_value, check.definition_version = _read(check, check.after_period, today)
    check.verdict = compare(
        check.before_value,
        check.after_value,
        direction=check.direction,
        tolerance=check.tolerance,
        hoped=check.hoped_value,
    )
    check.state, check.checked_on, check.checked_by = EffectState.CHECKED, today, actor
    check.note = note.strip()
    check.save()
    _record("loop.effect.checked", actor, check, today)
    _leave(check, ItemState.SETTLED, actor, today)
    return check


def read_before(decision: Decision, *, today: dt.date) -> None:
    """Keep what the indicators say on the day of the decision, so that the comparison stands for good."""
    for check in decision.effect_checks.filter(state=EffectState.DUE):
        check.before_value, check.definition_version = _read(check, check.before_period, today)
        check.save(update_fields=["before_value", "definition_version"])


def drop_checks(*, decision: Decision, actor: Person, today: dt.date) -> None:
    """What a decision hoped for is no longer checked. Checks no rights."""
    for check in decision.effect_checks.filter(state=EffectState.DUE):
        lives.check_move(lives.EFFECT, check.state, EffectState.DROPPED)
        check.state = EffectState.DROPPED
        check.save(update_fields=["state"])
        _record("loop.effect.dropped", actor, check, today)
        _leave(check, ItemState.WITHDRAWN, actor, today)


def check_dates(check: EffectCheck, decision: Decision) -> None:
    """The comparison is of whole periods: one before the change, one that begins after it took effect."""
    pulls = decision.pulls.exclude(state=PullState.UNDONE)
    effective = sorted(pulls.values_list("effective_on", flat=True))
    if not effective:
        raise Invalid({"": _("Choose the levers first: the effect is checked after they took effect.")})
    before, after = parse(check.before_period), parse(check.after_period)
    if before.until > effective[-1]:
        raise Invalid({"before_period": _("Compare with a period that was over before the change.")})
    if after.start < effective[-1]:
        raise Invalid({"after_period": _("Choose a period that begins after the change took effect.")})
    if check.check_on < after.until or check.check_on <= effective[-1]:
        raise Invalid({"check_on": _("Choose a day after that period, when its figures are complete.")})


def find_target(decision: Decision, hope: Hope) -> Target | None:
    """The target of the decision's goal on the same indicator and scope."""
    targets = Target.objects.filter(goal=decision.goal, measure=hope.measure, scope_key=hope.scope.key)
    return targets.order_by("pk").first()


def _checked_hope(hope: Hope) -> tuple[Measure, Period]:
    measure = find_measure(hope.measure)
    if measure is None:
        raise Invalid({"measure": _("There is no such indicator.")})
    if not hope.scope.axes <= measure.axes:
        raise Invalid({"scope": _("This indicator cannot be read for that.")})
    before, after = _period("before_period", hope.before_period), _period("after_period", hope.after_period)
    if before.kind != after.kind:
        raise Invalid({"after_period": _("Compare periods of the same length.")})
    if hope.tolerance is not None and hope.tolerance < 0:
        raise Invalid({"tolerance": _("A tolerance is nought or more.")})
    return measure, before


def _period(name: str, key: str) -> Period:
    try:
        return parse(key)
    except ValueError as error:
        raise Invalid({name: _("This is no period. Write 2026, 2026/27 or 2026-03.")}) from error


def _read(check: EffectCheck, period: str, today: dt.date) -> tuple[Decimal | None, int]:
    """Measure now, and keep the figure with all others; gives it with the version of its definition."""
    measure, scope = find_measure(check.measure), scope_from(check.scope)
    if measure is None:
        return None, check.definition_version
    take_measurements(actor=EFFECTS, measures=[measure], scopes=[scope], periods=[parse(period)], today=today)
    kept = Measurement.objects.filter(
        measure=check.measure, scope_key=scope.key, period_key=period, current=True
    ).first()
    return (kept.value, kept.definition_version) if kept else (None, measure.version)


def _leave(check: EffectCheck, state: ItemState, actor: Person, today: dt.date) -> None:
    for item in check.agenda_items.filter(state__in=OPEN_STATES).select_related("body", "goal", "deviation"):
        leave_agenda(item=item, state=state)
        event = "loop.agenda.settled" if state == ItemState.SETTLED else "loop.agenda.withdrawn"
        record(event, actor=actor, objects=touched_by(item), on=today)


def _record(event: str, actor: Person, check: EffectCheck, today: dt.date) -> None:
    decision = check.decision
    about = {
        "effect_check": check,
        "decision": decision,
        "deviation": decision.deviation,
        "goal": decision.goal,
    }
    attributes = {"measure": check.measure, "check_on": check.check_on.isoformat()}
    record(
        event,
        actor=actor,
        objects={part: thing for part, thing in about.items() if thing is not None},
        attributes=attributes | ({"verdict": str(check.verdict)} if check.verdict else {}),
        on=today,
    )
