"""What of imports needs somebody today."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.exchange.queries import list_stopped
from periplus.partners.queries.names import count_waiting_names
from periplus.people.types import Person
from periplus.web.home.turns import Turn

MOST = 20


def turns_for(person: Person, today: dt.date) -> list[Turn]:  # noqa: ARG001 -- every area is asked alike
    """Imports that stopped, and the queue of names as one turn."""
    turns = [
        Turn(
            title=_("Go on with the import of %(file)s, or undo it") % {"file": run.document.name},
            why=run.failure or _("It was stopped."),
            url=reverse("imports:run", args=[run.uuid]),
            until=None,
            verb=_("Open"),
            tone="bad",
            area="imports",
        )
        for run in list_stopped(person)[:MOST]
    ]
    waiting = count_waiting_names(person)
    if waiting:
        title = ngettext(
            "Decide about %(number)s doubtful name", "Decide about %(number)s doubtful names", waiting
        )
        turns.append(
            Turn(
                title=title % {"number": waiting},
                why=_("Lists name institutions that we do not surely know. Stand-ins keep their place."),
                url=reverse("names:queue"),
                until=None,
                verb=_("Open"),
                tone="plain",
                area="imports",
            )
        )
    return turns
