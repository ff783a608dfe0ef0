"""What agreements and partners on watch need from a person."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.partners import lives
from periplus.partners.enums import AgreementState as S
from periplus.partners.enums import Watch
from periplus.partners.queries import duties
from periplus.partners.types import Agreement, Partner
from periplus.people.enums import Role
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.home.turns import Turn, Waiting
from periplus.web.partners.steps import TODO
from periplus.web.shell.components import Tone
from periplus.web.shell.words import until_tone

MOST = 50
AHEAD_MONTHS = 3


def turns_for(person: Person, today: dt.date) -> list[Turn]:
    """Own drafts, what waits for one's role, renewals to be decided, watches that run out."""
    roles = {holding.role for holding in standing_of(person, on=today).holdings}
    if not roles & {Role.OFFICE, Role.COORDINATOR, Role.TEACHER, Role.VICE_RECTOR}:
        return []
    until = lives.months_later(today, AHEAD_MONTHS)
    turns = [_step(agreement) for agreement in duties.list_drafts_of(person)[:MOST]]
    turns += [_renewal(each, today) for each in duties.list_renewals_of(person, on=today, until=until)[:MOST]]
    states = [state for state, role in lives.TURN.items() if role in roles and role != Role.COORDINATOR]
    if states:
        turns += [_step(agreement) for agreement in duties.list_in_states(person, states)[:MOST]]
    if Role.OFFICE in roles:
        turns += _of_the_office(person, today, until)
    return sorted(turns, key=_pressing)[:MOST]


def waiting_for_others(person: Person, today: dt.date) -> list[Waiting]:  # noqa: ARG001 -- asked with the day
    """Own agreements that lie with the office, the vice-rector or the partners."""
    return [
        Waiting(title=str(agreement), who=_with_whom(agreement), url=_address(agreement))
        for agreement in duties.list_awaiting_others(person)[:MOST]
    ]


def _of_the_office(person: Person, today: dt.date, until: dt.date) -> list[Turn]:
    ownerless = duties.list_ownerless_renewals(person, on=today, until=until)
    return [
        *(_renewal(agreement, today) for agreement in ownerless[:MOST]),
        *(_watch(each, today) for each in duties.list_urgent_watches(person, until=until)[:MOST]),
        *(_watch(each, today) for each in duties.list_urgent_agreement_watches(person, until=until)[:MOST]),
    ]


def _step(agreement: Agreement) -> Turn:
    return Turn(
        title=str(agreement),
        why=_("%(state)s: %(todo)s.")
        % {"state": agreement.get_state_display(), "todo": TODO[S(agreement.state)]},
        url=_address(agreement),
        verb=_("Open"),
        area="agreements",
    )


def _renewal(agreement: Agreement, today: dt.date) -> Turn:
    due = lives.notice_due_on(agreement)
    return Turn(
        title=_("Decide on the renewal of %(agreement)s") % {"agreement": agreement},
        why=_("Without a decision it runs out. Nobody has drafted a successor."),
        until=due,
        url=_address(agreement),
        verb=_("Decide"),
        tone=_tone(due, today),
        area="agreements",
    )


def _watch(thing: Partner | Agreement, today: dt.date) -> Turn:
    is_partner = isinstance(thing, Partner)
    closing = thing.watch == Watch.CLOSE
    return Turn(
        title=_("Close %(thing)s") % {"thing": thing} if closing else _("Renew %(thing)s") % {"thing": thing},
        why=_("A decision put it on watch until this day."),
        until=thing.watch_until,
        url=reverse("partners:detail", args=[thing.uuid]) if is_partner else _address(thing),
        verb=_("Open"),
        tone=_tone(thing.watch_until, today),
        area="partners" if is_partner else "agreements",
    )


def _with_whom(agreement: Agreement) -> str:
    if agreement.state == S.SIGNATURE and agreement.signed_on:
        return _("the partners")
    return str(lives.TURN[S(agreement.state)].label)


def _pressing(turn: Turn) -> tuple[bool, dt.date]:
    """What has a day comes first, the nearest before the others: it must not be cut off."""
    return (turn.until is None, turn.until or dt.date.max)


def _tone(day: dt.date | None, today: dt.date) -> Tone:
    return until_tone(day, today=today) if day else "plain"


def _address(agreement: Agreement | Partner) -> str:
    return reverse("agreements:detail", args=[agreement.uuid])
