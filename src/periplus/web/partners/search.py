"""Finding partners by any of their names, and agreements by number, title or partner."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.partners import queries
from periplus.partners.queries import narrowing
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source
from periplus.web.partners.words import country_name


def find_partners(person: Person, words: str, limit: int) -> list[Hit]:
    found = list(queries.list_candidates(person, text=words, limit=limit))
    names = narrowing.names_containing(found, words)
    return [
        Hit(
            partner.name,
            reverse("partners:detail", args=[partner.uuid]),
            note=", ".join(filter(None, (partner.city, country_name(partner.country)))),
            names=names.get(partner.pk, ()),
        )
        for partner in found
    ]


def find_agreements(person: Person, words: str, limit: int) -> list[Hit]:
    found: QuerySet[Any] = queries.list_agreements(person)
    for word in words.split():
        found = found.filter(narrowing.about(word))
    return [
        Hit(
            f"{agreement.reference} {agreement.title}",
            reverse("agreements:detail", args=[agreement.uuid]),
            note=f"{agreement.get_state_display()} · {agreement.partner_names}",
        )
        for agreement in found[:limit]
    ]


SOURCES = [
    Source("partners", _("Partners"), icon="partners", order=10, find=find_partners),
    Source("agreements", _("Agreements"), icon="contract", order=20, find=find_agreements),
]
