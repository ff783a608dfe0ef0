"""The list of cases."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.paths.queries import case_lists
from periplus.paths.types import Case
from periplus.people.types import Person
from periplus.web.lists.listing import Listing, Step
from periplus.web.shell.doors import Request
from periplus.web.work.case_columns import COLUMNS
from periplus.web.work.case_filters import FILTERS
from periplus.web.work.words import may_at_all


def rows(person: Person) -> QuerySet[Case]:
    return case_lists.list_cases(person)


def _first_step(person: Person) -> Step | None:
    if not may_at_all(person, "paths.cases.start"):
        return None
    return Step(gettext("Start a case"), reverse("cases:new"))


def _context(request: Request) -> dict[str, object]:
    return {"may_start": may_at_all(request.user, "paths.cases.start")}


LISTING = Listing(
    key="paths.cases",
    title=_("Cases"),
    lead=_("Procedures at work: where each case stands, whose turn it is, until when."),
    source=rows,
    columns=COLUMNS,
    filters=FILTERS,
    order=("-id",),
    counted=lambda number: ngettext("%(number)s case", "%(number)s cases", number),
    empty_title=_("No case yet"),
    empty_text=_("A case is one run of a procedure: about an agreement, a stay, a budget line."),
    empty_step=_first_step,
    more=_context,
    template="cases/list.html",
)
