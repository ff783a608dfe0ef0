"""Finding deviations, decisions and bodies by their words."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core.text import normalise
from periplus.loop.policies import visible_bodies, visible_decisions, visible_deviations
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source

LATEST = 400  # titles are compared here, spelling forgiven; older ones are found through their lists


def find_deviations(person: Person, words: str, limit: int) -> list[Hit]:
    return _found(visible_deviations(person), words, limit, "deviations:detail")


def find_decisions(person: Person, words: str, limit: int) -> list[Hit]:
    return _found(visible_decisions(person), words, limit, "decisions:detail")


def find_bodies(person: Person, words: str, limit: int) -> list[Hit]:
    fitting = [body for body in visible_bodies(person) if words in normalise(body.name)]
    return [
        Hit(body.name, reverse("agenda:body", args=[body.uuid]), body.unit.name) for body in fitting[:limit]
    ]


def _found(things: QuerySet[Any], words: str, limit: int, address: str) -> list[Hit]:
    named = things.filter(~Q(title="")).order_by("-pk")[:LATEST]
    fitting = [thing for thing in named if words in normalise(f"{thing.reference} {thing.title}")]
    return [
        Hit(thing.title, reverse(address, args=[thing.uuid]), thing.get_state_display(), (thing.reference,))
        for thing in fitting[:limit]
    ]


SOURCES = [
    Source("deviations", _("Deviations"), "triangle", find_deviations, order=40),
    Source("decisions", _("Decisions"), "decision", find_decisions, order=45),
    Source("bodies", _("Bodies"), "agenda", find_bodies, order=50),
]
