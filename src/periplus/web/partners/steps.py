"""Whose turn an agreement is, and what can be done with it next."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Verdict
from periplus.partners import lives, policies, queries
from periplus.partners.enums import AgreementState, Watch
from periplus.partners.types import Agreement
from periplus.people.types import Person

S = AgreementState
# The step that leads on, for the one filled button.
FORWARD = {
    S.IDEA: "send_to_negotiation",
    S.NEGOTIATION: "send_to_approval",
    S.APPROVAL: "send_to_signature",
    S.SIGNATURE: "sign",
}
REASONED = frozenset({"return_to_negotiation", "drop", "terminate"})
TODO = {
    S.IDEA: gettext_lazy("decide whether it is worth negotiating"),
    S.NEGOTIATION: gettext_lazy("agree on the lines with the partner, then send it to approval"),
    S.APPROVAL: gettext_lazy("approve it for signature, or send it back"),
    S.SIGNATURE: gettext_lazy("sign for our side"),
}
SOON_MONTHS = 6


@dataclass(frozen=True, slots=True)
class StepButton:
    """One step as a button: what it does, and whether this person may."""

    verb: str
    title: str | Promise
    verdict: Verdict
    reasoned: bool

    @property
    def dialog(self) -> str:
        return f"step-{self.verb.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class NextTurn:
    """Who has to do what, until when."""

    who: str
    what: str | Promise
    until: dt.date | None
    mine: bool


def buttons_of(person: Person, agreement: Agreement) -> list[StepButton]:
    """Every step that starts here, the way on first; what belongs to others is said beside the button."""
    forward = FORWARD.get(S(agreement.state))
    moves = sorted(lives.moves_from(agreement.state), key=lambda move: move.verb != forward)
    return [
        StepButton(
            move.verb,
            move.title,
            policies.may_move_agreement(person, agreement, move.verb),
            move.verb in REASONED,
        )
        for move in moves
    ]


def turn_of(person: Person, agreement: Agreement, today: dt.date) -> NextTurn | None:
    """Whose turn it is; nobody's when nothing is to be done soon."""
    state = S(agreement.state)
    if agreement.watch != Watch.NONE:
        return _watched(person, agreement)
    if state == S.SIGNATURE and agreement.signed_on:
        return _partners_turn(agreement)
    if state in TODO:
        mine = policies.may_move_agreement(person, agreement, FORWARD[state])
        return NextTurn(_who(agreement), TODO[state], None, mine.allowed)
    return _renewal(person, agreement, today)


def _who(agreement: Agreement) -> str:
    role = queries.get_turn(agreement)
    if state_waits_for_coordinator(agreement) and agreement.coordinator:
        return agreement.coordinator.name
    return str(role.label) if role else ""


def state_waits_for_coordinator(agreement: Agreement) -> bool:
    return agreement.state in {S.IDEA, S.NEGOTIATION}


def _watched(person: Person, agreement: Agreement) -> NextTurn:
    mine = policies.may_watch_agreement(person, agreement)
    return NextTurn(
        _("Coordination office"), agreement.get_watch_display(), agreement.watch_until, mine.allowed
    )


def _partners_turn(agreement: Agreement) -> NextTurn:
    missing = [party.partner.name for party in queries.list_parties(agreement) if not party.signed_on]
    return NextTurn(", ".join(missing), _("sign; we have signed already"), None, mine=False)


def _renewal(person: Person, agreement: Agreement, today: dt.date) -> NextTurn | None:
    notice_on = lives.notice_due_on(agreement)
    if notice_on is None or lives.months_later(today, SOON_MONTHS) < notice_on:
        return None
    if agreement.renewals.exclude(state=S.DROPPED).exists():
        return None
    who = agreement.coordinator.name if agreement.coordinator else _("Coordination office")
    what = _("give notice, or let it go on") if agreement.renews_by_itself else _("decide on renewal")
    mine = policies.may_renew_agreement(person, agreement)
    return NextTurn(who, what, notice_on, mine.allowed)
