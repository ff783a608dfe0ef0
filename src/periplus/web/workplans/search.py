"""Finding responsibility lists by their name and by those of their modules."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.paths.queries.workplans import list_workplans, named
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source


def find_plans(person: Person, words: str, limit: int) -> list[Hit]:
    found = list_workplans(person, on=clock.today())
    for word in words.split():
        found = found.filter(named(word))
    return [
        Hit(plan.title, reverse("workplans:detail", args=[plan.uuid]), note=_note(plan.closed_on is None))
        for plan in found.order_by("-id")[:limit]
    ]


def _note(is_open: object) -> str:
    return _("responsibility list") if is_open else _("closed responsibility list")


SOURCES = [
    Source("workplans", gettext_lazy("Responsibility lists"), icon="columns", order=36, find=find_plans)
]
