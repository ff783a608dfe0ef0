"""Finding procedures by name."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.queries.procedure_pages import list_procedures, named
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source


def find_procedures(person: Person, words: str, limit: int) -> list[Hit]:
    found = list_procedures(person)
    for word in words.split():
        found = found.filter(named(word))
    return [
        Hit(str(each), reverse("procedures:detail", args=[each.uuid]), note=_note(each.number))
        for each in found.order_by("key", "id")[:limit]
    ]


def _note(number: int | None) -> str:
    return _("version %(number)s is in force") % {"number": number} if number else _("not in force yet")


SOURCES = [Source("procedures", gettext_lazy("Procedures"), icon="loop", order=35, find=find_procedures)]
