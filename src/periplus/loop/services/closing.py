"""How the loop ends: closed, or once more around."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import Touched, record
from periplus.core.verdicts import Invalid, require
from periplus.loop import lives, policies
from periplus.loop.enums import DecisionState, DeviationState
from periplus.loop.models import AgendaItem, Decision, Deviation
from periplus.loop.queries.agenda import find_open_review
from periplus.loop.services.agenda import place_deviation, touched_by
from periplus.loop.services.arranging import put_on_next_review, schedule_on
from periplus.people.models import Person


@transaction.atomic
def close_loop(*, actor: Person, deviation: Deviation, today: dt.date) -> Deviation:
    """Close a deviation, once every effect of what was decided is checked."""
    deviation.refresh_from_db(from_queryset=Deviation.objects.select_for_update())
    require(policies.may_close_loop(actor, deviation))
    decisions = deviation.decisions.filter(state=DecisionState.TAKEN).order_by("pk")
    lives.check_move(lives.DEVIATION, deviation.state, DeviationState.CLOSED)
    deviation.state, deviation.closed_on = DeviationState.CLOSED, today
    deviation.save(update_fields=["state", "closed_on"])
    goals = [deviation.goal] if deviation.goal else []
    objects: Touched = {"deviation": deviation, "decision": decisions, "goal": goals}
    record("loop.deviation.closed", actor=actor, objects=objects, on=today)
    return deviation


@transaction.atomic
def reopen_deviation(*, actor: Person, deviation: Deviation, reason: str, today: dt.date) -> AgendaItem:
    """What was decided did not help: back on the agenda of the body that decided.

    If that body is in session, it goes on with it in the same meeting.
    """
    deviation.refresh_from_db(from_queryset=Deviation.objects.select_for_update())
    require(policies.may_close_loop(actor, deviation))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it goes back on the agenda.")})
    body = _last_decision(deviation).body
    item = place_deviation(deviation=deviation, body=body, today=today)
    item.text, item.brought_by = reason.strip(), actor
    item.save(update_fields=["text", "brought_by"])
    record(
        "loop.deviation.reopened",
        actor=actor,
        objects=touched_by(item),
        attributes={"reason": reason.strip()},
        on=today,
    )
    review = find_open_review(body)
    if review is not None:
        schedule_on(items=[item], review=review, actor=actor, today=today)
    else:
        put_on_next_review(item=item, today=today)
    return item


def _last_decision(deviation: Deviation) -> Decision:
    taken = deviation.decisions.filter(state=DecisionState.TAKEN).select_related("body__unit")
    return taken.latest("taken_on", "pk")
