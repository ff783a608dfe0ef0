"""What agreements and partners on watch need from a person."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.partners import lives, queries
from periplus.partners.enums import AgreementState as S
from periplus.partners.queries.duties import (
    list_awaiting_others,
    list_awaiting_renewal,
    list_drafts_of,
    list_in_states,
    list_urgent_watches,
)
from periplus.partners.types import Agreement, Partner
from periplus.people.enums import Role
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.home.turns import Turn, Waiting
from periplus.web.partners.steps import TODO
from periplus.web.shell.components import Tone

MOST = 50
AHEAD_MONTHS = 3


def turns_for(person: Person, today: dt.date) -> list[Turn]:
    """Own drafts, what waits for one's role, renewals to be decided, watches that run out."""
    roles = {holding.role for holding in standing_of(person, on=today).holdings}
    turns = [_step(agreement) for agreement in list_drafts_of(person)[:MOST]]
    states = [state for state, role in lives.TURN.items() if role in roles and role != Role.COORDINATOR]
    if states:
        turns += [_step(agreement) for agreement in list_in_states(person, states)[:MOST]]
    until = lives.months_later(today, AHEAD_MONTHS)
    renewals = list_awaiting_renewal(person, all_of_them=Role.OFFICE in roles, on=today, until=until)
    turns += [_renewal(agreement, today) for agreement in renewals[:MOST]]
    if Role.OFFICE in roles:
        turns += [_watch(partner, today) for partner in list_urgent_watches(person, until=until)[:MOST]]
    return turns[:MOST]


def waiting_for_others(person: Person, today: dt.date) -> list[Waiting]:  # noqa: ARG001 -- asked with the day
    """Own agreements that lie with the office or the vice-rector."""
    return [
        Waiting(
            title=_("%(verb)s: %(agreement)s") % {"verb": agreement.get_state_display(), "agreement": agreement},
            who=lives.TURN[S(agreement.state)].label,
            url=_address(agreement),
        )
        for agreement in list_awaiting_others(person)[:MOST]
    ]
