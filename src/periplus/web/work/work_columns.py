"""What lists of work show of each piece."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.policies import stood_in_for
from periplus.paths.queries.work_lists import missing_in, title_of
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.work.words import due_day, procedure_name, role_name


def page_of(item: Any) -> str:
    return reverse("work:detail", args=[item.uuid])


def case_of(item: Any) -> str:
    return reverse("cases:detail", args=[item.case.uuid])


def why_of(item: Any) -> str:
    """The goal it serves, else the procedure that asks for it."""
    return item.goal_title or procedure_name(item.case)


def _missing(item: Any) -> str:
    missing = missing_in(item)
    if item.trouble:
        return str(item.trouble)
    return ", ".join(missing) if missing else _("Ready to finish")


def _whose(item: Any) -> str:
    if item.person is not None:
        return str(item.person.name)
    return ": ".join(filter(None, (role_name(item.role), item.unit.name if item.unit else "")))


def stands_in(person: Person) -> bool:
    """Whether somebody does the work of others today."""
    return bool(stood_in_for(person))


WHAT = Column("what", gettext_lazy("What"), title_of, order_by=("node__title__en",), link=page_of)
WHOSE = Column("whose", gettext_lazy("Whose turn"), _whose, order_by=("person__sort_key", "role"))
FOR = Column(
    "for", gettext_lazy("For"), lambda item: item.for_name or None, order_by=("for_name",), allowed=stands_in
)
USUAL = (
    Column(
        "case",
        gettext_lazy("Case"),
        lambda item: item.case.title,
        order_by=("case__title", "case__reference"),
        link=case_of,
    ),
    Column("due", gettext_lazy("Until"), due_day, kind="due", order_by=("due_at",)),
    Column("why", gettext_lazy("Why"), why_of, order_by=("goal_title", "case__version__procedure__key")),
    Column("missing", gettext_lazy("Still missing"), _missing),
    Column(
        "procedure",
        gettext_lazy("Procedure"),
        lambda item: procedure_name(item.case),
        order_by=("case__version__procedure__key",),
        shown=False,
    ),
    Column(
        "unit",
        gettext_lazy("Unit"),
        lambda item: item.unit.name if item.unit else "",
        order_by=("unit__name",),
        shown=False,
    ),
    Column("role", gettext_lazy("Role"), lambda item: role_name(item.role), order_by=("role",), shown=False),
    Column(
        "priority",
        gettext_lazy("Priority"),
        lambda item: item.case.priority,
        kind="number",
        order_by=("case__priority",),
        shown=False,
    ),
    Column(
        "reference",
        gettext_lazy("Reference"),
        lambda item: item.case.reference,
        order_by=("case_id",),
        link=case_of,
        shown=False,
    ),
    Column(
        "opened",
        gettext_lazy("Open since"),
        lambda item: item.opened_at,
        kind="instant",
        order_by=("opened_at",),
        shown=False,
    ),
)
COLUMNS = (WHAT, *USUAL[:4], FOR, *USUAL[4:])
COLUMNS_OF_ALL = (WHAT, USUAL[0], WHOSE, *USUAL[1:])
