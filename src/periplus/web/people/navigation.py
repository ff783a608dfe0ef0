"""Ways to people, rights and one's own settings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.navigation import Entry, Group


def _sees_others(person: Any) -> bool:
    return standing_of(person, on=clock.today()).reach("people.persons.see") > Reach.OWN


ENTRIES = [
    Entry(_("People and rights"), "people:persons", Group.ADMIN, "people", order=20, allowed=_sees_others),
    Entry(_("Your settings"), "people:profile", Group.ME, "settings", order=10),
]
