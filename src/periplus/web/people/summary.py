"""What is said about a person at a glance."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from periplus.core.languages import BY_CODE
from periplus.people.types import Person
from periplus.web.people.reader import zone_of
from periplus.web.shell.components import Fact
from periplus.web.shell.words import day_words, instant_words


def facts_about(person: Person) -> list[Fact]:
    """The lines of the card beside a person's roles."""
    institution = person.institution
    zone = zone_of(person) or ZoneInfo("UTC")
    facts = [
        Fact(_("E-mail address"), person.email, url=f"mailto:{person.email}"),
        Fact(_("Institution"), institution.name if institution else _("none")),
        Fact(_("Language"), BY_CODE[person.language].name if person.language in BY_CODE else person.language),
        Fact(_("Time zone"), zone.key.replace("_", " ")),
        Fact(_("Last here"), instant_words(person.last_login) if person.last_login else _("never yet")),
    ]
    if person.left_on:
        facts.append(Fact(_("Leaves on"), day_words(person.left_on)))
    return facts
