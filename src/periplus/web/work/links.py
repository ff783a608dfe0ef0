"""How cases, work and what belongs to them are named and opened."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.paths.policies import visible_cases
from periplus.paths.queries.case_pages import list_work_seen
from periplus.paths.queries.whose import list_absences, list_reminder_rules
from periplus.paths.queries.work_lists import title_of
from periplus.people.types import Person
from periplus.web.shell.links import Link


def _absences(person: Person) -> QuerySet[Any]:
    return list_absences(person)


LINKS = [
    Link(
        "paths.case",
        _("case"),
        visible_cases,
        "cases:detail",
        title=lambda case: str(case.title),
        joined=(),
    ),
    Link("paths.workitem", _("work"), list_work_seen, "work:detail", title=title_of, joined=("node",)),
    Link(
        "paths.substitution",
        _("absence"),
        _absences,
        title=lambda made: str(made.person.name),
        address=lambda _made: reverse("work:absences"),
        joined=("person",),
    ),
    Link(
        "paths.reminderrule",
        _("reminder rule"),
        list_reminder_rules,
        address=lambda _rule: reverse("work:reminders"),
        joined=(),
    ),
]
