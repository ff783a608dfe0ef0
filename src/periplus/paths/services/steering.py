"""Cases steered from outside: stopped for a while, taken up again, taken back, hurried, followed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.enums import CaseState
from periplus.paths.models import Case, Participant, Timer
from periplus.paths.services.beginning import PRIORITIES
from periplus.paths.services.calling import take_up_returns, tell_caller_of_cancelling
from periplus.paths.services.holding import Actor, hold_case, hold_with_called
from periplus.paths.services.moving import take_back
from periplus.paths.services.opening import later_by
from periplus.paths.services.telling import tell_of_case
from periplus.people.models import Person


@transaction.atomic
def suspend_case(*, actor: Actor, case: Case, reason: str, at: dt.datetime) -> Case:
    """Stop a case for a while; its deadlines stand still."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    if held.case.state == CaseState.SUSPENDED:
        raise Refused(no(_("The case is suspended already.")))
    _demand_reason(reason)
    for timer in Timer.objects.filter(item__case=held.case, due_at__isnull=False):
        timer.left, timer.due_at = (timer.due_at or at) - at, None
        timer.save(update_fields=["left", "due_at"])
    held.case.state, held.case.suspended_at = CaseState.SUSPENDED, at
    held.case.save(update_fields=["state", "suspended_at"])
    tell_of_case(held, "paths.case.suspended", reason)
    return held.case


@transaction.atomic
def resume_case(*, actor: Actor, case: Case, at: dt.datetime) -> Case:
    """Take a suspended case up again; its deadlines move by the days it stood.

    The day promised for the whole case stays as it was promised. What it called may have ended: it returns.
    """
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_resume_case(actor, held.case))
    since = held.case.suspended_at or at
    stood = held.on - day_in(held.zone, since)
    for timer in Timer.objects.filter(item__case=held.case, left__isnull=False):
        before = since + (timer.left or dt.timedelta())
        timer.due_at, timer.left = later_by(stood, before, zone=held.zone), None
        timer.save(update_fields=["left", "due_at"])
    for item in held.items.values():
        if item.due_at is not None:
            item.due_at = later_by(stood, item.due_at, zone=held.zone)
            item.save(update_fields=["due_at"])
    held.case.state, held.case.suspended_at = CaseState.RUNNING, None
    held.case.save(update_fields=["state", "suspended_at"])
    tell_of_case(held, "paths.case.resumed", "")
    take_up_returns(held)
    return held.case


@transaction.atomic
def cancel_case(*, actor: Actor, case: Case, reason: str, at: dt.datetime) -> Case:
    """Take a case back for good, with all that it called. A case that waits for it says so."""
    held = hold_with_called(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    _demand_reason(reason)
    take_back(held, reason)
    tell_caller_of_cancelling(held)
    return held.case


@transaction.atomic
def set_case_priority(*, actor: Actor, case: Case, priority: int, at: dt.datetime) -> Case:
    """1 is the most urgent, 5 the least."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    if priority not in PRIORITIES:
        raise Invalid({"priority": _("Priorities go from 1, the most urgent, to 5.")})
    before, held.case.priority = held.case.priority, priority
    held.case.save(update_fields=["priority"])
    record(
        "paths.case.prioritised",
        actor=actor,
        objects={"case": held.case},
        attributes={"before": before, "after": priority},
        on=held.on,
    )
    return held.case


@transaction.atomic
def add_participant(*, actor: Actor, case: Case, person: Person, at: dt.datetime) -> Participant:
    """Let somebody follow a case who has no task in it. Twice changes nothing."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    participant, made = Participant.objects.get_or_create(
        case=held.case, person=person, defaults={"added_at": at}
    )
    if made:
        objects = {"case": held.case, "person": person}
        record("paths.case.followed", actor=actor, objects=objects, on=held.on)
    return participant


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": _("Say why, so that those who wait for it understand.")})
