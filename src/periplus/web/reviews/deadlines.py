"""Meetings and effect checks in the calendar feed."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from periplus.loop.queries import reviewing
from periplus.loop.queries.reviews import list_coming
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline

MONTHS_AHEAD = 12
MEETING = dt.timedelta(hours=2)


def deadlines_for(person: Person, today: dt.date) -> list[Deadline]:
    """The meetings of one's bodies, and the effects one has to check."""
    last = today + dt.timedelta(days=30 * MONTHS_AHEAD)
    until = timezone.make_aware(dt.datetime.combine(last, dt.time.max))
    bodies = reviewing.bodies_by_duty(person)[reviewing.CHECK]
    meetings = [
        Deadline(
            uid=f"review-{review.uuid}",
            title=_("Review of %(body)s") % {"body": review.body.name},
            url=reverse("reviews:detail", args=[review.uuid]),
            at=review.held_at,
            lasting=MEETING,
            note=review.place,
        )
        for review in list_coming(person, until=until)
    ]
    checks = [
        Deadline(
            uid=f"effect-{check.uuid}",
            title=_("Check the effect of “%(decision)s”") % {"decision": check.decision.title},
            url=reverse("effects:detail", args=[check.uuid]),
            on=check.check_on,
        )
        for check in reviewing.list_checks_due(person, bodies, until=last)
    ]
    return meetings + checks
