"""The list of procedures."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from periplus.paths.policies import may_write_procedures
from periplus.paths.queries import procedure_pages
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import OwnChoiceFilter, SelectFilter, TextFilter
from periplus.web.lists.listing import Listing, Step
from periplus.web.procedures.words import subject_words
from periplus.web.shell.doors import Request


def page_of(procedure: Any) -> str:
    return reverse("procedures:detail", args=[procedure.uuid])


def _cases_of(procedure: Any) -> str:
    return f"{reverse('cases:list')}?procedure={procedure.uuid}"


def _late_of(procedure: Any) -> str:
    return f"{_cases_of(procedure)}&trouble=late"


def _state(procedure: Any) -> str:
    if procedure.number:
        return _("In force")
    return _("Only a draft") if procedure.drafts else _("Not in force")


def _version(procedure: Any) -> str:
    return str(procedure.number) if procedure.number else ""


def _in_state(value: str) -> Q:
    return {"force": Q(number__isnull=False), "draft": Q(drafts__gt=0)}.get(value, Q())


def _about(kinds: Any) -> Q:
    return Q(subject_type__in=list(kinds))


COLUMNS = (
    Column("title", gettext_lazy("Procedure"), str, order_by=("key",), link=page_of),
    Column(
        "state",
        gettext_lazy("State"),
        _state,
        kind="state",
        tone=lambda each: "good" if each.number else "accent" if each.drafts else "none",
    ),
    Column("version", gettext_lazy("Version in force"), _version, order_by=("number",)),
    Column(
        "since", gettext_lazy("In force since"), lambda each: each.since, kind="date", order_by=("since",)
    ),
    Column("about", gettext_lazy("About"), lambda each: subject_words(each.subject_type)),
    Column(
        "running",
        gettext_lazy("Cases not ended"),
        lambda each: each.running or 0,
        kind="number",
        order_by=("running",),
        link=_cases_of,
    ),
    Column(
        "late",
        gettext_lazy("Late"),
        lambda each: each.late or 0,
        kind="number",
        order_by=("late",),
        link=_late_of,
    ),
    Column(
        "drafts",
        gettext_lazy("Drafts"),
        lambda each: each.drafts or 0,
        kind="number",
        order_by=("drafts",),
        shown=False,
    ),
)


def _subjects(person: Person) -> list[tuple[str, Any]]:
    return procedure_pages.list_subject_types(person)


def _first_step(person: Person) -> Step | None:
    if not may_write_procedures(person):
        return None
    return Step(_("Take over a ready procedure"), reverse("procedures:library"))


def _context(request: Request) -> dict[str, object]:
    return {"may_write": may_write_procedures(request.user)}


LISTING = Listing(
    key="paths.procedures",
    title=gettext_lazy("Procedures"),
    lead=gettext_lazy("How things are done here, step by step, as the office has settled it."),
    source=procedure_pages.list_procedures,
    columns=COLUMNS,
    filters=(
        TextFilter("q", gettext_lazy("Search procedure"), procedure_pages.named),
        SelectFilter(
            "state",
            gettext_lazy("State"),
            (
                ("", gettext_lazy("All")),
                ("force", gettext_lazy("In force")),
                ("draft", gettext_lazy("With a draft")),
            ),
            _in_state,
        ),
        OwnChoiceFilter("about", gettext_lazy("About"), _subjects, _about),
    ),
    order=("key", "id"),
    counted=lambda number: ngettext("%(number)s procedure", "%(number)s procedures", number),
    empty_title=gettext_lazy("No procedure yet"),
    empty_text=gettext_lazy(
        "Ready ones are waiting: agreements, stays, courses, money. Take one over and change it."
    ),
    empty_step=_first_step,
    more=_context,
    template="procedures/list.html",
)
