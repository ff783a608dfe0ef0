"""Cases steered from outside: stopped for a while, taken up again, taken back, hurried, followed."""

import datetime as dt

from django.db import models, transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.enums import CaseState
from periplus.paths.models import Case, Participant, Timer, WorkItem
from periplus.paths.services.calling import take_up_returns, tell_caller_of_cancelling
from periplus.paths.services.holding import Actor, hold_case, hold_with_called
from periplus.paths.services.moving import take_back
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
    """Take a suspended case up again; its deadlines run on with what was left."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_resume_case(actor, held.case))
    stood = at - (held.case.suspended_at or at)
    for timer in Timer.objects.filter(item__case=held.case, left__isnull=False):
        timer.due_at, timer.left = at + (timer.left or dt.timedelta()), None
        timer.save(update_fields=["left", "due_at"])
    waiting = WorkItem.objects.filter(pk__in=list(held.items), due_at__isnull=False)
    waiting.update(due_at=models.F("due_at") + stood)
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
    if priority not in range(1, 6):
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
