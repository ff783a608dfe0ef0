"""How work plans and their modules are named and opened."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.paths.policies_lists import visible_workplans
from periplus.paths.queries.workplans import list_modules_seen
from periplus.people.types import Person
from periplus.web.shell.links import Link


def _modules(person: Person) -> QuerySet[Any]:
    return list_modules_seen(person)


def _page(module: Any) -> str:
    return f"{reverse('workplans:detail', args=[module.plan.uuid])}#r-{module.uuid}"


LINKS = [
    Link("paths.workplan", _("responsibility list"), visible_workplans, "workplans:detail", joined=()),
    Link("paths.module", _("module"), _modules, address=_page, joined=("plan",)),
]
