"""Moving an agreement on, from idea to force. Each step is a row of `lives.MOVES`."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.partners import lives, policies
from periplus.partners.models import Agreement, AgreementParty, Partner
from periplus.partners.policies import Actor


@transaction.atomic
def send_to_negotiation(*, actor: Actor, agreement: Agreement, on: dt.date) -> Agreement:
    """The idea becomes a draft that is talked about with the partner."""
    return move(actor, agreement, "send_to_negotiation", on)


@transaction.atomic
def send_to_approval(*, actor: Actor, agreement: Agreement, on: dt.date) -> Agreement:
    """The draft is finished; from here on its lines stand."""
    return move(actor, agreement, "send_to_approval", on)


@transaction.atomic
def return_to_negotiation(*, actor: Actor, agreement: Agreement, reason: str, on: dt.date) -> Agreement:
    """Send a draft back, with a reason. Signatures given so far no longer count."""
    if not reason.strip():
        raise Invalid({"reason": _("Say what has to change.")})
    moved = move(actor, agreement, "return_to_negotiation", on, reason=reason.strip())
    agreement.parties.update(signed_on=None)
    agreement.signed_on = None
    agreement.save(update_fields=["signed_on"])
    return moved


@transaction.atomic
def send_to_signature(*, actor: Actor, agreement: Agreement, on: dt.date) -> Agreement:
    """Approve the draft: it may be signed."""
    return move(actor, agreement, "send_to_signature", on)


@transaction.atomic
def sign_agreement(*, actor: Actor, agreement: Agreement, on: dt.date) -> Agreement:
    """Sign for our side. When all partners have signed too, the agreement is in force."""
    _lock(agreement)
    require(policies.may_sign_agreement(actor, agreement))
    if agreement.signed_on:
        raise Invalid({"": _("Our side has signed already; a partner's signature is missing.")})
    agreement.signed_on = on
    agreement.save(update_fields=["signed_on"])
    record(
        "partners.agreement.signed_by_us",
        actor=actor,
        objects={"agreement": agreement, "partner": agreement.partners.all()},
        attributes={"reference": agreement.reference},
        on=on,
    )
    return _in_force_if_complete(actor, agreement, on)


@transaction.atomic
def record_partner_signature(
    *, actor: Actor, agreement: Agreement, partner: Partner, on: dt.date
) -> Agreement:
    """Note that a partner has signed. When all have, and we too, the agreement is in force."""
    _lock(agreement)
    require(policies.may_record_partner_signature(actor, agreement))
    party = AgreementParty.objects.filter(agreement=agreement, partner=partner).first()
    if party is None:
        raise Invalid({"partner": _("This institution is not a party of the agreement.")})
    party.signed_on = on
    party.save(update_fields=["signed_on"])
    record(
        "partners.agreement.signed_by_partner",
        actor=actor,
        objects={"agreement": agreement, "partner": partner},
        attributes={"reference": agreement.reference},
        on=on,
    )
    return _in_force_if_complete(actor, agreement, on)


def move(actor: Actor, agreement: Agreement, verb: str, on: dt.date, **attributes: Any) -> Agreement:
    """One step of the table: lock, check, change the state, tell the ledger."""
    _lock(agreement)
    require(policies.may_move_agreement(actor, agreement, verb))
    return carry_out(actor, agreement, verb, on, **attributes)


def carry_out(actor: Actor, agreement: Agreement, verb: str, on: dt.date, **attributes: Any) -> Agreement:
    """The change of state itself, after it was allowed."""
    step = lives.BY_VERB[verb]
    agreement.state = step.to
    agreement.save(update_fields=["state"])
    record(
        step.event,
        actor=actor,
        objects={"agreement": agreement, "partner": agreement.partners.all()},
        attributes={"reference": agreement.reference, **attributes},
        on=on,
    )
    return agreement


def _lock(agreement: Agreement) -> None:
    agreement.refresh_from_db(from_queryset=Agreement.objects.select_for_update())


def _in_force_if_complete(actor: Actor, agreement: Agreement, on: dt.date) -> Agreement:
    waiting = agreement.parties.filter(signed_on__isnull=True).exists()
    if waiting or agreement.signed_on is None:
        return agreement
    if agreement.valid_from is None:
        agreement.valid_from = on
        agreement.save(update_fields=["valid_from"])
    return carry_out(actor, agreement, "sign", on)
