"""The list of stays."""

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.mobility.page_queries import with_sides
from periplus.mobility.policies import visible_stays
from periplus.mobility.types import Stay
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.lists.listing import Listing, Step
from periplus.web.mobility.stay_columns import COLUMNS
from periplus.web.mobility.stay_filters import FILTERS
from periplus.web.shell.doors import Request


def rows(person: Person) -> QuerySet[Stay]:
    return with_sides(visible_stays(person))


def may_record(person: Person) -> Verdict:
    """Whether the person records stays for any unit."""
    reach = standing_of(person, on=clock.today()).reach("mobility.stays.record")
    return YES if reach != Reach.NOTHING else unseen()


def _first_step(person: Person) -> Step | None:
    return Step(gettext("Record a stay"), reverse("stays:new")) if may_record(person) else None


def _context(request: Request) -> dict[str, object]:
    return {"may_record": may_record(request.user)}


LISTING = Listing(
    key="mobility.stays",
    title=_("Stays"),
    lead=_("Who was, is or will be where: one row for each participation."),
    source=rows,
    columns=COLUMNS,
    filters=FILTERS,
    order=(F("starts_on").desc(nulls_last=True), "id"),
    counted=lambda number: ngettext("%(number)s stay", "%(number)s stays", number),
    empty_title=_("No stay yet"),
    empty_text=_("Import the spreadsheet you have, or record the first one."),
    empty_step=_first_step,
    more=_context,
    template="stays/list.html",
)
