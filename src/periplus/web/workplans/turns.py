"""Modules of projects and agreements that are due: those of procedures come as work of their cases."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.paths.queries.workplans import list_due_modules
from periplus.people.types import Person
from periplus.web.home.turns import Turn
from periplus.web.shell.words import until_tone

MOST = 50
AHEAD = dt.timedelta(days=14)


def turns_for(person: Person, today: dt.date) -> list[Turn]:
    """What one does or answers for, due within two weeks or late already."""
    due = list_due_modules(person, until=today + AHEAD)[:MOST]
    return [
        Turn(
            title=module.title,
            why=_("Your part of %(plan)s.") % {"plan": module.plan.title},
            until=module.due_on,
            url=f"{reverse('workplans:detail', args=[module.plan.uuid])}#r-{module.uuid}",
            verb=_("Open"),
            tone=until_tone(module.due_on, today=today) if module.due_on else "plain",
            area="workplans",
        )
        for module in due
    ]
