"""Finding people and units by their names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core.text import normalise
from periplus.people.policies import visible_persons
from periplus.people.queries.persons import name_fits
from periplus.people.queries.units import list_units
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source


def find_persons(person: Person, words: str, limit: int) -> list[Hit]:
    fitting = visible_persons(person).filter(name_fits(words)).order_by("-is_active", "sort_key", "id")
    return [
        Hit(one.name, reverse("people:person", args=[one.uuid]), note=one.email, names=(one.email,))
        for one in fitting[:limit]
    ]


def find_units(person: Person, words: str, limit: int) -> list[Hit]:
    """Units are few: they are compared here, spelling forgiven."""
    fitting = [one for one in list_units(person) if words in normalise(f"{one.name} {one.code}")]
    return [
        Hit(
            one.name,
            reverse("people:unit", args=[one.uuid]),
            note=one.institution.short_name,
            names=(one.code,),
        )
        for one in fitting[:limit]
    ]


SOURCES = [
    Source("persons", _("People"), "person", find_persons, order=20),
    Source("units", _("Units"), "building", find_units, order=60),
]
