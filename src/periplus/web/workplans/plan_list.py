"""The list of responsibility lists."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from periplus.core import clock
from periplus.paths.queries import workplans as queries
from periplus.paths.stepping import find_subject
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import SelectFilter, TextFilter
from periplus.web.lists.listing import Listing, Step
from periplus.web.shell.doors import Request
from periplus.web.work.words import may_at_all

KEEP = "paths.workplans.keep"


def rows(person: Person) -> QuerySet[Any]:
    return queries.list_workplans(person, on=clock.today())


def page_of(plan: Any) -> str:
    return reverse("workplans:detail", args=[plan.uuid])


def about_words(plan: Any) -> str:
    """What a plan is of: a procedure, a kind of thing, or a project."""
    if plan.procedure is not None:
        return _("Procedure")
    kind = find_subject(plan.subject_type)
    return str(kind.title) if kind else _("Project")


def _in_state(value: str) -> Q:
    return {"open": Q(closed_on=None), "closed": Q(closed_on__isnull=False)}.get(value, Q())


def _with_trouble(value: str) -> Q:
    return {"late": Q(modules_late__gt=0), "unanswered": Q(unanswered__gt=0)}.get(value, Q())


COLUMNS = (
    Column("title", gettext_lazy("List"), lambda plan: plan.title, order_by=("title",), link=page_of),
    Column("about", gettext_lazy("Of what"), about_words),
    Column("unit", gettext_lazy("Unit"), lambda p: p.unit.name if p.unit else "", order_by=("unit__name",)),
    Column(
        "owner",
        gettext_lazy("Who keeps it"),
        lambda plan: plan.owner.name if plan.owner else "",
        order_by=("owner__sort_key",),
    ),
    Column(
        "modules",
        gettext_lazy("Modules"),
        lambda plan: plan.modules_all or 0,
        kind="number",
        order_by=("modules_all",),
    ),
    Column(
        "done",
        gettext_lazy("Done"),
        lambda plan: plan.modules_done or 0,
        kind="number",
        order_by=("modules_done",),
    ),
    Column(
        "late",
        gettext_lazy("Past their date"),
        lambda plan: plan.modules_late or 0,
        kind="number",
        order_by=("modules_late",),
    ),
    Column(
        "unanswered",
        gettext_lazy("Nobody accountable"),
        lambda plan: plan.unanswered or 0,
        kind="number",
        order_by=("unanswered",),
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda plan: _("Closed") if plan.closed_on else pgettext("responsibility list", "Open"),
        kind="state",
        tone=lambda plan: "none" if plan.closed_on else "good",
        order_by=("closed_on",),
    ),
    Column(
        "partners",
        gettext_lazy("Partners"),
        lambda plan: len(plan.partners),
        kind="number",
        shown=False,
    ),
)


def _first_step(person: Person) -> Step | None:
    if not may_at_all(person, KEEP):
        return None
    return Step(_("Make one"), reverse("workplans:new"))


def _context(request: Request) -> dict[str, object]:
    return {"may_make": may_at_all(request.user, KEEP)}


LISTING = Listing(
    key="paths.workplans",
    title=gettext_lazy("Responsibility lists"),
    lead=gettext_lazy("Who answers for which part of common work, and what goes from hand to hand."),
    source=rows,
    columns=COLUMNS,
    filters=(
        TextFilter("q", gettext_lazy("Search list or module"), queries.named),
        SelectFilter(
            "state",
            gettext_lazy("State"),
            (
                ("open", pgettext_lazy("responsibility list", "Open")),
                ("closed", gettext_lazy("Closed")),
                ("all", gettext_lazy("All")),
            ),
            _in_state,
            default="open",
        ),
        SelectFilter(
            "trouble",
            gettext_lazy("Trouble"),
            (
                ("", gettext_lazy("All")),
                ("late", gettext_lazy("Past their date")),
                ("unanswered", gettext_lazy("Nobody accountable")),
            ),
            _with_trouble,
        ),
    ),
    order=("title", "id"),
    counted=lambda number: ngettext("%(number)s list", "%(number)s lists", number),
    empty_title=gettext_lazy("No responsibility list yet"),
    empty_text=gettext_lazy("Make one of a procedure in one click, or begin one for a project."),
    empty_step=_first_step,
    more=_context,
    template="workplans/list.html",
)
