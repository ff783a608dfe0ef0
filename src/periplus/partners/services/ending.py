"""How agreements end: dropped before they hold, by notice, or by running out."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import System, record
from periplus.core.verdicts import Invalid, require
from periplus.partners import lives, policies
from periplus.partners.enums import AgreementState
from periplus.partners.models import Agreement
from periplus.partners.policies import Actor
from periplus.partners.services.moving import carry_out, move
from periplus.partners.services.watching import lift_watch

CALENDAR = System("calendar")


@transaction.atomic
def drop_agreement(*, actor: Actor, agreement: Agreement, reason: str, on: dt.date) -> Agreement:
    """Give up an agreement that is not yet in force."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is dropped. Whoever has the idea again will ask.")})
    return move(actor, agreement, "drop", on, reason=reason.strip())


@transaction.atomic
def terminate_agreement(*, actor: Actor, agreement: Agreement, reason: str, on: dt.date) -> Agreement:
    """Give notice. The agreement holds until the end of the academic year after the notice period."""
    require(policies.may_move_agreement(actor, agreement, "terminate"))
    if not reason.strip():
        raise Invalid({"reason": _("Say why notice is given; the partner is told.")})
    lift_watch(actor=actor, agreement=agreement, on=on)
    end = lives.end_after_notice(agreement, given_on=on)
    move(actor, agreement, "terminate", on, reason=reason.strip(), until=end.isoformat())
    agreement.valid_until = end
    agreement.save(update_fields=["valid_until"])
    return agreement


@transaction.atomic
def expire_agreements(*, today: dt.date) -> int:
    """Daily: what has reached its end runs out, or goes on for a year if it renews itself."""
    over = Agreement.objects.select_for_update().filter(state=AgreementState.IN_FORCE, valid_until__lte=today)
    ended = list(over.order_by("id"))
    for agreement in ended:
        if agreement.renews_by_itself:
            _renew_by_itself(agreement, today)
        else:
            lift_watch(actor=CALENDAR, agreement=agreement, on=today)
            carry_out(CALENDAR, agreement, "expire", agreement.valid_until or today)
    return len(ended)


def _renew_by_itself(agreement: Agreement, today: dt.date) -> None:
    until = agreement.valid_until or today
    while until <= today:
        until = lives.months_later(until, lives.MONTHS_A_YEAR)
    agreement.valid_until = until
    agreement.save(update_fields=["valid_until"])
    record(
        "partners.agreement.renewed_by_itself",
        actor=CALENDAR,
        objects={"agreement": agreement, "partner": agreement.partners.all()},
        attributes={"reference": agreement.reference, "until": until.isoformat()},
        on=today,
    )
