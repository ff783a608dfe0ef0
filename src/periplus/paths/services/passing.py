"""Work of several cases passed on at once: when somebody leaves, or is away for long."""

import datetime as dt

from django.db import transaction

from periplus.paths.models import WorkItem
from periplus.paths.services.holding import Actor
from periplus.paths.services.work import hand_work_over
from periplus.people.models import Person


@transaction.atomic
def hand_several_over(
    *, actor: Actor, items: list[WorkItem], person: Person, reason: str, at: dt.datetime
) -> int:
    """Give work to somebody else: all of it or none. Gives how many."""
    for item in sorted(
        items, key=lambda each: each.case_id
    ):  # always in one order, so that nobody waits in a ring
        hand_work_over(actor=actor, item=item, person=person, reason=reason, at=at)
    return len(items)
