"""Waivers: a deviation rests until a date, with a reason. Then it stands on the agenda again."""

import datetime as dt

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import System, record
from periplus.core.verdicts import Invalid
from periplus.loop import lives, policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import DeviationState
from periplus.loop.models import Deviation
from periplus.loop.services.agenda import enter_deviation, withdraw_deviation

WAIVERS = System("waivers")


@transaction.atomic
def waive_deviation(
    *, actor: Doer, deviation: Deviation, until: dt.date, reason: str, today: dt.date
) -> Deviation:
    """Let a deviation rest until a day, the first on which it stands on the agenda again."""
    deviation.refresh_from_db(from_queryset=Deviation.objects.select_for_update())
    demand(actor, policies.may_waive, deviation)
    _check(until, reason, today)
    lives.check_move(lives.DEVIATION, deviation.state, DeviationState.WAIVED)
    deviation.state, deviation.waived_until = DeviationState.WAIVED, until
    deviation.waiver_reason = reason.strip()
    deviation.save(update_fields=["state", "waived_until", "waiver_reason"])
    attributes = {"until": until.isoformat(), "reason": deviation.waiver_reason}
    _record("loop.deviation.waived", actor, deviation, today, attributes)
    withdraw_deviation(deviation=deviation, today=today)
    return deviation


@transaction.atomic
def end_waiver(*, actor: Doer, deviation: Deviation, today: dt.date) -> Deviation:
    """End a waiver before its day, or on it."""
    deviation.refresh_from_db(from_queryset=Deviation.objects.select_for_update())
    demand(actor, policies.may_end_waiver, deviation)
    lives.check_move(lives.DEVIATION, deviation.state, DeviationState.OPEN)
    deviation.state, deviation.waived_until = DeviationState.OPEN, None
    deviation.save(update_fields=["state", "waived_until"])
    _record("loop.deviation.waiver_ended", actor, deviation, today, {})
    enter_deviation(deviation=deviation, today=today)
    return deviation


@transaction.atomic
def expire_waivers(*, today: dt.date) -> int:
    """End every waiver whose day has come. Gives how many."""
    over = Deviation.objects.filter(state=DeviationState.WAIVED, waived_until__lte=today)
    ended = [end_waiver(actor=WAIVERS, deviation=each, today=today) for each in over.order_by("pk")]
    return len(ended)


def _check(until: dt.date, reason: str, today: dt.date) -> None:
    errors: dict[str, str | Promise] = {}
    if until <= today:
        errors["until"] = _("Choose a day to come.")
    if not reason.strip():
        errors["reason"] = _("Say why it can wait.")
    if errors:
        raise Invalid(errors)


def _record(
    event: str, actor: Doer, deviation: Deviation, today: dt.date, attributes: dict[str, str]
) -> None:
    goal = {"goal": deviation.goal} if deviation.goal else {}
    record(event, actor=actor, objects={"deviation": deviation, **goal}, attributes=attributes, on=today)
