"""Begin and end of a person's own stays, for the calendar."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.mobility.enums import StayState
from periplus.mobility.page_queries import list_own
from periplus.people.types import Person
from periplus.web.home.deadlines import Deadline
from periplus.web.mobility.links import title_of


def deadlines_for(person: Person, today: dt.date) -> list[Deadline]:
    found = []
    for stay in list_own(person).exclude(state=StayState.CANCELLED):
        url, title = reverse("stays:detail", args=[stay.uuid]), title_of(stay)
        days = (("starts", stay.starts_on, _("The stay begins")), ("ends", stay.ends_on, _("The stay ends")))
        found += [
            Deadline(uid=f"stay-{kind}-{stay.uuid}", on=day, title=f"{what}: {title}", url=url)
            for kind, day, what in days
            if day and day >= today
        ]
    return found
