"""The life of an agreement as data: its moves, whose turn it is, and the arithmetic of notice."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import YES, Verdict, no
from periplus.partners.enums import AgreementState as S
from periplus.partners.models import Agreement
from periplus.people.enums import Role
from periplus.people.models import Institution

MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an agreement's life.

    `action`: row of the permission matrix, empty when only the calendar moves it. `event`: what the
    ledger calls it.
    """

    verb: str
    title: str | Promise
    froms: tuple[S, ...]
    to: S
    action: str
    event: str


DRAFT: Final = "partners.agreements.draft"
MOVE: Final = "partners.agreements.move"
APPROVE: Final = "partners.agreements.approve"
SIGN: Final = "partners.agreements.sign"
END: Final = "partners.agreements.end"

_BEFORE_FORCE: Final = (S.IDEA, S.NEGOTIATION, S.APPROVAL, S.SIGNATURE)

MOVES: Final = (
    Move(
        "send_to_negotiation",
        gettext_lazy("Start negotiating"),
        (S.IDEA,),
        S.NEGOTIATION,
        MOVE,
        "partners.agreement.sent_to_negotiation",
    ),
    Move(
        "send_to_approval",
        gettext_lazy("Send to approval"),
        (S.NEGOTIATION,),
        S.APPROVAL,
        MOVE,
        "partners.agreement.sent_to_approval",
    ),
    Move(
        "return_to_negotiation",
        gettext_lazy("Return to negotiation"),
        (S.APPROVAL, S.SIGNATURE),
        S.NEGOTIATION,
        APPROVE,
        "partners.agreement.returned",
    ),
    Move(
        "send_to_signature",
        gettext_lazy("Approve for signature"),
        (S.APPROVAL,),
        S.SIGNATURE,
        APPROVE,
        "partners.agreement.approved",
    ),
    Move("sign", gettext_lazy("Sign"), (S.SIGNATURE,), S.IN_FORCE, SIGN, "partners.agreement.signed"),
    Move(
        "terminate",
        gettext_lazy("Give notice"),
        (S.IN_FORCE,),
        S.TERMINATED,
        END,
        "partners.agreement.terminated",
    ),
    Move("expire", gettext_lazy("Run out"), (S.IN_FORCE,), S.EXPIRED, "", "partners.agreement.expired"),
    Move("drop", gettext_lazy("Drop"), _BEFORE_FORCE, S.DROPPED, MOVE, "partners.agreement.dropped"),
)
BY_VERB: Final = {move.verb: move for move in MOVES}
TRANSITIONS: Final = [(origin.value, move.verb, move.to.value) for move in MOVES for origin in move.froms]

# Who is to act next; states without an entry wait for nobody.
TURN: Final = {
    S.IDEA: Role.COORDINATOR,
    S.NEGOTIATION: Role.COORDINATOR,
    S.APPROVAL: Role.OFFICE,
    S.SIGNATURE: Role.VICE_RECTOR,
}
# Where what is agreed may still be written freely; later an approval would approve something else.
OPEN_STATES: Final = (S.IDEA, S.NEGOTIATION)
# Where an agreement holds, or held, between its dates.
EFFECTIVE_STATES: Final = (S.IN_FORCE, S.TERMINATED, S.EXPIRED)


def allows(state: str, verb: str) -> Verdict:
    """Whether the table of moves has this step."""
    move = BY_VERB[verb]
    if state in move.froms:
        return YES
    return no(
        _("The agreement is in the state “%(state)s”; the step “%(step)s” does not start there.")
        % {"state": S(state).label, "step": move.title}
    )


def moves_from(state: str) -> list[Move]:
    """The steps that start in a state, without those of the calendar."""
    return [move for move in MOVES if state in move.froms and move.action]


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of the month, `months` later (or earlier, if negative); the last day if it is shorter."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def academic_year_of(institution: Institution, day: dt.date) -> int:
    """The academic year with this day, by the calendar year in which it begins."""
    return day.year - (day.month < institution.year_starts_month)


def end_after_notice(agreement: Agreement, *, given_on: dt.date) -> dt.date:
    """The first day on which an agreement no longer holds after notice.

    It lasts until the end of the academic year in which the notice period is over, so that nobody
    who is abroad loses the ground; but never longer than agreed.
    """
    over = months_later(given_on, agreement.notice_months)
    starts = dt.date(over.year, agreement.institution.year_starts_month, 1)
    end = starts if starts >= over else starts.replace(year=over.year + 1)
    return min(end, agreement.valid_until) if agreement.valid_until else end


def notice_due_on(agreement: Agreement) -> dt.date | None:
    """The last day for notice, or for a decision on renewal, before the agreement's end; None without one."""
    if agreement.state != S.IN_FORCE or agreement.valid_until is None:
        return None
    return months_later(agreement.valid_until, -agreement.notice_months)
