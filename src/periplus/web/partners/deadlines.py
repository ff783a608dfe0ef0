"""Dates of agreements for the calendar: own ones, and all of them for those who keep them all."""

import datetime as dt

from django.urls import reverse

from periplus.partners import lives, queries
from periplus.partners.queries import Deadline as Due
from periplus.people.enums import Role
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline

AHEAD_MONTHS = 18
KEEPERS = {Role.OFFICE, Role.VICE_RECTOR}


def deadlines_for(person: Person, today: dt.date) -> list[Deadline]:
    """Notice, end and watch of each agreement; a coordinator gets those of the own ones."""
    roles = {holding.role for holding in standing_of(person, on=today).holdings}
    if not roles & {*KEEPERS, Role.COORDINATOR, Role.TEACHER}:
        return []
    found = queries.list_deadlines(person, on=today, months=AHEAD_MONTHS)
    return [_deadline(due) for due in found if roles & KEEPERS or due.agreement.coordinator_id == person.pk]


def _deadline(due: Due) -> Deadline:
    return Deadline(
        uid=f"agreement-{_kind(due)}-{due.agreement.uuid}",
        on=due.on,
        title=f"{due.sentence}: {due.agreement}",
        url=reverse("agreements:detail", args=[due.agreement.uuid]),
    )


def _kind(due: Due) -> str:
    """Which of its dates it is, in a word that no language changes."""
    agreement = due.agreement
    if due.on == agreement.watch_until:
        return "watch"
    return "notice" if due.on == lives.notice_due_on(agreement) else "end"
