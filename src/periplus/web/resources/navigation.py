"""The way to the budget."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _sees(person: Any) -> bool:
    return standing_of(person, on=clock.today()).reach("resources.budget.see") != Reach.NOTHING


ENTRIES = [Entry(_("Budget"), "budget:list", Group.PATH, "coins", order=40, allowed=_sees)]
