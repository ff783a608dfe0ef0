"""Lever pulls: chosen for a draft, carried out on their date, undone."""

import datetime as dt
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.ledger.services import System, record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.loop import lives, policies
from periplus.loop.acting import Doer
from periplus.loop.changes import clean_change
from periplus.loop.enums import DecisionState, PullState
from periplus.loop.levering import Change, Difference, Lever, find_lever
from periplus.loop.models import Decision, LeverPull
from periplus.people.models import Person

logger = logging.getLogger(__name__)
DECISIONS = System("decisions")
STORED_LANGUAGE = "en"  # labels of stored differences are translated when they are shown


@dataclass(frozen=True, slots=True)
class Order:
    """What a decision orders: a lever, on what, to which values, from when."""

    lever: str
    subject: uuid.UUID
    change: Mapping[str, Any]
    effective_on: dt.date


@dataclass(frozen=True, slots=True)
class Checked:
    """An order that makes sense: its lever, the thing itself, the clean change and what it changes."""

    lever: Lever
    subject: models.Model
    change: Change
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class PullCounts:
    applied: int = 0
    failed: int = 0


def check_order(order: Order) -> Checked:
    """Look at an order and write nothing. Raises `Invalid`, keyed by input."""
    lever = find_lever(order.lever)
    if lever is None:
        raise Invalid({"lever": _("There is no such lever.")})
    subject = lever.subject(order.subject)
    if subject is None:
        raise Invalid({"subject": _("Choose what is to be changed.")})
    change = clean_change(lever.inputs(subject), order.change)
    verdict = lever.check(subject, change, on=order.effective_on)
    if not verdict:
        raise Invalid({"": verdict.sentence})
    differences = lever.preview(subject, change)
    if all(each.before == each.after for each in differences):
        raise Invalid({"": _("This would change nothing. Fill in another value.")})
    return Checked(lever, subject, change, differences)


def order_of(pull: LeverPull) -> Order:
    """A stored pull as it was ordered."""
    return Order(pull.lever, pull.subject_uuid, pull.change, pull.effective_on)


@transaction.atomic
def add_pull(*, actor: Person, decision: Decision, order: Order, today: dt.date) -> LeverPull:
    """Add a change to a draft of a decision."""
    require(policies.may_change_draft(actor, decision))
    if order.effective_on < today:
        raise Invalid({"effective_on": _("Choose today or a later day.")})
    checked = check_order(order)
    with translation.override(STORED_LANGUAGE):
        differences = [
            {"label": str(each.label), "before": each.before, "after": each.after}
            for each in checked.lever.preview(checked.subject, checked.change)
        ]
    pull = LeverPull.objects.create(
        decision=decision,
        lever=order.lever,
        subject_type=checked.subject._meta.label_lower,
        subject_uuid=order.subject,
        subject_title=_title_of(checked)[:250],
        change=dict(checked.change),
        differences=differences,
        effective_on=order.effective_on,
    )
    _record("loop.lever.planned", actor, pull, today)
    return pull


def _title_of(checked: Checked) -> str:
    with translation.override(STORED_LANGUAGE):
        return checked.lever.title_of(checked.subject)


@transaction.atomic
def remove_pull(*, actor: Person, pull: LeverPull, today: dt.date) -> None:
    """Take a change out of a draft."""
    require(policies.may_change_draft(actor, pull.decision))
    _record("loop.lever.removed", actor, pull, today)
    pull.delete()


def apply_due_pulls(*, today: dt.date) -> PullCounts:
    """Carry out every change of taken decisions whose date has come, each by itself.

    One that cannot be carried out leaves nothing behind but its reason.
    """
    return _carry_out_all(LeverPull.objects.all(), DECISIONS, today)


def apply_pulls_of(decision: Decision, *, actor: Doer, today: dt.date) -> PullCounts:
    """Carry out what a decision just taken changes at once."""
    return _carry_out_all(decision.pulls.all(), actor, today)


def retry_pull(*, actor: Person, pull: LeverPull, today: dt.date) -> LeverPull:
    """Try again what could not be carried out."""
    require(policies.may_retry_pull(actor, pull))
    _carry_out(pull.pk, actor, today)
    pull.refresh_from_db()
    return pull


@transaction.atomic
def undo_pull(*, actor: Person, pull: LeverPull, reason: str, today: dt.date) -> LeverPull:
    """Put back one of several changes of a decision."""
    require(policies.may_undo_pull(actor, pull))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is put back.")})
    put_back(pull=pull, actor=actor, reason=reason, today=today)
    return pull


def put_back_all(*, decision: Decision, actor: Person, reason: str, today: dt.date) -> None:
    """Put everything back, the last change first. Raises `Invalid` when the world has moved on."""
    pulls = decision.pulls.exclude(state=PullState.UNDONE).select_for_update()
    for pull in sorted(
        pulls, key=lambda each: (each.applied_at is not None, each.applied_at, each.pk), reverse=True
    ):
        put_back(pull=pull, actor=actor, reason=reason, today=today)


def put_back(*, pull: LeverPull, actor: Person, reason: str, today: dt.date) -> None:
    """Undo one change if it is in effect, else call it off. Checks no rights."""
    lives.check_move(lives.PULL, pull.state, PullState.UNDONE)
    if pull.state == PullState.IN_EFFECT:
        try:
            lever, subject = _found(pull)
            lever.undo(actor=None, subject=subject, before=pull.before, on=today)
        except (Refused, Invalid) as refusal:
            why = {"what": pull.subject_title, "why": str(refusal)}
            raise Invalid({"": _("%(what)s cannot be put back. %(why)s") % why}) from refusal
    pull.state, pull.undone_at = PullState.UNDONE, clock.now()
    pull.save(update_fields=["state", "undone_at"])
    _record("loop.lever.undone", actor, pull, today, reason=reason)


def _carry_out_all(pulls: QuerySet[LeverPull], actor: Doer, today: dt.date) -> PullCounts:
    due = pulls.filter(
        state=PullState.PLANNED, decision__state=DecisionState.TAKEN, effective_on__lte=today
    ).order_by("effective_on", "pk")
    results = [_carry_out(pk, actor, today) for pk in due.values_list("pk", flat=True)]
    return PullCounts(applied=results.count(PullState.IN_EFFECT), failed=results.count(PullState.FAILED))


@transaction.atomic
def _carry_out(pk: int, actor: Doer, today: dt.date) -> str:
    """Apply one change in a savepoint of its own; gives the state it ends in, "" if somebody has it."""
    pull = LeverPull.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if pull is None or pull.state not in {PullState.PLANNED, PullState.FAILED}:
        return ""
    try:
        with transaction.atomic():
            _apply(pull, actor, today)
    except (Refused, Invalid) as refusal:
        _fail(pull, str(refusal), today)
    except Exception:  # a lever's own mistake must not stop the others, nor be half done
        logger.exception("The lever %s failed on %s", pull.lever, pull.subject_uuid)
        _fail(pull, _("Something went wrong on our side. The administrators find it in the log."), today)
    return pull.state


def _apply(pull: LeverPull, actor: Doer, today: dt.date) -> None:
    lever, subject = _found(pull)
    require(lever.check(subject, pull.change, on=today))
    decision = pull.decision.uuid
    pull.before = lever.carry_out(decision=decision, subject=subject, change=pull.change, on=today)
    pull.state, pull.applied_at, pull.failure = PullState.IN_EFFECT, clock.now(), ""
    pull.save(update_fields=["before", "state", "applied_at", "failure"])
    _record("loop.lever.pulled", actor, pull, today)


def _fail(pull: LeverPull, sentence: str | Promise, today: dt.date) -> None:
    pull.state, pull.failure = PullState.FAILED, str(sentence)
    pull.save(update_fields=["state", "failure"])
    _record("loop.lever.failed", DECISIONS, pull, today, reason=pull.failure)


def _found(pull: LeverPull) -> tuple[Lever, models.Model]:
    lever = find_lever(pull.lever)
    subject = lever.subject(pull.subject_uuid) if lever else None
    if lever is None or subject is None:
        raise Refused(no(_("What was to be changed is no longer there.")))
    return lever, subject


def _record(event: str, actor: Doer, pull: LeverPull, today: dt.date, *, reason: str = "") -> None:
    decision, lever = pull.decision, find_lever(pull.lever)
    subject = lever.subject(pull.subject_uuid) if lever else None
    about = {"decision": decision, "pull": pull, "subject": subject, "deviation": decision.deviation}
    attributes = {
        "lever": pull.lever,
        "what": pull.subject_title,
        "effective_on": pull.effective_on.isoformat(),
    }
    record(
        event,
        actor=actor,
        objects={part: thing for part, thing in about.items() if thing is not None},
        attributes=attributes | ({"reason": reason} if reason else {}),
        on=today,
    )
