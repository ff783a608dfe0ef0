"""How budget lines and transfers are named and opened."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.people.types import Person
from periplus.resources.policies import visible_budget_lines
from periplus.resources.queries import list_transfers
from periplus.web.shell.links import Link


def _transfers(person: Person) -> QuerySet[Any]:
    return list_transfers(person)


LINKS = [
    Link("resources.budgetline", _("budget line"), visible=visible_budget_lines, url_name="budget:detail"),
    Link(
        "resources.transfer",
        _("transfer"),
        visible=_transfers,
        address=lambda moved: f"{reverse('budget:detail', args=[moved.source.uuid])}#transfers",
    ),
]
