"""Decisions: drafted in a review, taken, undone."""

import datetime as dt

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.loop import lives, policies
from periplus.loop.enums import DecisionState, DeviationState, EffectState, ItemState
from periplus.loop.models import AgendaItem, Decision
from periplus.loop.services.agenda import leave_agenda, place_deviation, touched_by
from periplus.loop.services.arranging import put_on_next_review
from periplus.loop.services.effects import check_dates, drop_checks, read_before
from periplus.loop.services.pulls import DECISIONS, apply_pulls_of, check_order, order_of, put_back_all
from periplus.loop.services.references import next_decision_reference
from periplus.loop.services.waivers import waive_deviation
from periplus.people.models import Person


@transaction.atomic
def draft_decision(*, actor: Person, item: AgendaItem, title: str, reasons: str, today: dt.date) -> Decision:
    """Write down what might be decided about an item, and why, while its review is in session."""
    require(policies.may_draft(actor, item))
    _check_words(title, reasons)
    decision = Decision.objects.create(
        institution=item.body.institution,
        reference=next_decision_reference(item.body.institution),
        body=item.body,
        item=item,
        deviation=item.deviation,
        goal=item.goal,
        title=title.strip(),
        reasons=reasons.strip(),
    )
    _record("loop.decision.drafted", actor, decision, today)
    return decision


@transaction.atomic
def change_decision(
    *,
    actor: Person,
    decision: Decision,
    title: str,
    reasons: str,
    waive_until: dt.date | None = None,
    today: dt.date,
) -> Decision:
    """Change the words of a draft, or say that it changes nothing until a date."""
    require(policies.may_change_draft(actor, decision))
    _check_words(title, reasons)
    if waive_until is not None and waive_until <= today:
        raise Invalid({"waive_until": _("Choose a day to come.")})
    if waive_until is not None and decision.deviation_id is None:
        raise Invalid({"waive_until": _("Only a deviation can be waived.")})
    decision.title, decision.reasons, decision.waive_until = title.strip(), reasons.strip(), waive_until
    decision.save(update_fields=["title", "reasons", "waive_until"])
    _record("loop.decision.changed", actor, decision, today)
    return decision


@transaction.atomic
def take_decision(*, actor: Person, decision: Decision, today: dt.date) -> Decision:
    """Take a decision: it settles its item, and what is effective today happens at once."""
    decision.refresh_from_db(from_queryset=Decision.objects.select_for_update())
    require(policies.may_take(actor, decision))
    _check_changes(decision, today)
    read_before(decision, today=today)
    decision.state, decision.taken_on, decision.taken_by = DecisionState.TAKEN, today, actor
    decision.save(update_fields=["state", "taken_on", "taken_by"])
    _record("loop.decision.taken", actor, decision, today)
    leave_agenda(item=decision.item, state=ItemState.SETTLED)
    record("loop.agenda.settled", actor=actor, objects=touched_by(decision.item), on=today)
    _decide_deviation(decision, today)
    apply_pulls_of(decision, actor=actor, today=today)
    return decision


@transaction.atomic
def drop_decision(*, actor: Person, decision: Decision, today: dt.date) -> Decision:
    """Drop a draft. The item stays on the agenda."""
    require(policies.may_change_draft(actor, decision))
    drop_checks(decision=decision, actor=actor, today=today)
    decision.pulls.all().delete()
    decision.state = DecisionState.UNDONE
    decision.save(update_fields=["state"])
    _record("loop.decision.dropped", actor, decision, today)
    return decision


@transaction.atomic
def undo_decision(*, actor: Person, decision: Decision, reason: str, today: dt.date) -> Decision:
    """Put back everything a decision changed, and its deviation on the agenda. All of it, or nothing."""
    decision.refresh_from_db(from_queryset=Decision.objects.select_for_update())
    require(policies.may_undo(actor, decision))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is undone.")})
    put_back_all(decision=decision, actor=actor, reason=reason, today=today)
    drop_checks(decision=decision, actor=actor, today=today)
    decision.state = DecisionState.UNDONE
    decision.save(update_fields=["state"])
    _record("loop.decision.undone", actor, decision, today, reason=reason)
    _reopen(decision, today)
    return decision


def _check_words(title: str, reasons: str) -> None:
    errors: dict[str, str | Promise] = {}
    if not title.strip():
        errors["title"] = _("Say in one line what is decided.")
    if not reasons.strip():
        errors["reasons"] = _("Say why. Whoever checks the effect will read it.")
    if errors:
        raise Invalid(errors)


def _check_changes(decision: Decision, today: dt.date) -> None:
    """Levers and effect checks have to make sense on the day itself, not only when they were chosen."""
    for pull in decision.pulls.order_by("pk"):
        if pull.effective_on < today:
            pull.effective_on = today
            pull.save(update_fields=["effective_on"])
        check_order(order_of(pull))
    for check in decision.effect_checks.filter(state=EffectState.DUE):
        check_dates(check, decision)
    if decision.waive_until is not None and decision.waive_until <= today:
        raise Invalid({"": _("The day until which it is waived has passed. Choose another.")})


def _decide_deviation(decision: Decision, today: dt.date) -> None:
    deviation = decision.deviation
    if deviation is None:
        return
    deviation.refresh_from_db()
    if decision.waive_until is not None:
        waive_deviation(
            actor=DECISIONS,
            deviation=deviation,
            until=decision.waive_until,
            reason=decision.reasons,
            today=today,
        )
    else:
        lives.check_move(lives.DEVIATION, deviation.state, DeviationState.DECIDED)
        deviation.state = DeviationState.DECIDED
        deviation.save(update_fields=["state"])


def _reopen(decision: Decision, today: dt.date) -> None:
    """The deviation goes back to the body that decided, unless another decision about it stands."""
    deviation = decision.deviation
    if deviation is None or deviation.decisions.filter(state=DecisionState.TAKEN).exists():
        return
    deviation.refresh_from_db()
    if deviation.state in {DeviationState.DECIDED, DeviationState.WAIVED}:
        item = place_deviation(deviation=deviation, body=decision.body, today=today)
        record("loop.deviation.reopened", actor=DECISIONS, objects=touched_by(item), on=today)
        put_on_next_review(item=item, today=today)


def _record(event: str, actor: Person, decision: Decision, today: dt.date, *, reason: str = "") -> None:
    about = {
        "decision": decision,
        "item": decision.item,
        "body": decision.body,
        "deviation": decision.deviation,
        "goal": decision.goal,
    }
    record(
        event,
        actor=actor,
        objects={part: thing for part, thing in about.items() if thing is not None},
        attributes={"reason": reason} if reason else {},
        on=today,
    )
