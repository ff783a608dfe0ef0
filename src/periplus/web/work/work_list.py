"""My work, and the open work of all."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import Invalid, Refused, Verdict
from periplus.loop.queries.package_work import with_goal_titles
from periplus.paths.enums import HUMAN
from periplus.paths.forms.work import HandOverForm
from periplus.paths.policies import works_here
from periplus.paths.queries import work_lists
from periplus.paths.queries.work_lists import title_of
from periplus.paths.services.passing import hand_several_over
from periplus.paths.services.work import complete_several
from periplus.paths.types import WorkItem
from periplus.people.types import Person
from periplus.web.lists.listing import Bulk, Listing, Step
from periplus.web.shell.components import Tab
from periplus.web.shell.doors import Request
from periplus.web.work.words import GROUPS, may_at_all
from periplus.web.work.work_columns import COLUMNS, COLUMNS_OF_ALL
from periplus.web.work.work_filters import FILTERS, FILTERS_OF_ALL


def rows(person: Person) -> QuerySet[WorkItem]:
    return with_goal_titles(work_lists.list_work(person), person)


def rows_of_all(person: Person) -> QuerySet[WorkItem]:
    return with_goal_titles(work_lists.list_work_of_all(person), person)


def _group(item: WorkItem) -> str | Promise:
    return GROUPS[work_lists.group_of(item, clock.now())]


def _name(item: WorkItem) -> str:
    """The step and its case: steps of many cases are called the same."""
    return f"{title_of(item)} · {item.case}"


def _may_do(person: Person) -> Verdict:
    return may_at_all(person, "paths.work.do")


def _may_steer(person: Person) -> Verdict:
    return may_at_all(person, "paths.cases.steer")


def _finish(request: Request, chosen: QuerySet[Any]) -> str:
    """All or none; a task that asks for something is finished on its own page."""
    items = list(chosen)
    asking = next((item for item in items if item.asks or item.node.kind not in HUMAN), None)
    if asking is not None:
        words = {"what": title_of(asking), "case": asking.case.title}
        raise Invalid(
            {
                "": gettext(
                    "“%(what)s” of %(case)s asks for something. Cancel, untick it, and finish it on its page."
                )
                % words
            }
        )
    done = complete_several(actor=request.user, items=items, at=clock.now())
    return ngettext("%(number)s task is finished.", "%(number)s tasks are finished.", done) % {"number": done}


def _hand_over(request: Request, chosen: QuerySet[Any], person: Person, reason: str) -> str:
    try:
        given = hand_several_over(
            actor=request.user, items=list(chosen), person=person, reason=reason, at=clock.now()
        )
    except Refused as refusal:
        raise Invalid({"": refusal.verdict.sentence}) from refusal
    words = {"number": given, "name": person.name}
    return ngettext("%(number)s task is with %(name)s.", "%(number)s tasks are with %(name)s.", given) % words


def _groups(request: Request) -> dict[str, Any]:
    """How much is due when, as ways into the list."""
    counts = work_lists.count_by_due(work_lists.list_work(request.user), clock.now())
    asked = request.GET.get("due", "")
    place = reverse("work:list")
    tabs = [Tab(gettext("All"), place, not asked, sum(counts.values()))]
    tabs += [
        Tab(title, f"{place}?due={key}", asked == key, counts[key])
        for key, title in GROUPS.items()
        if counts[key]
    ]
    return {"groups": tabs, "sees_all": _may_steer(request.user)}


def _away(request: Request) -> Step | None:
    here = works_here(request.user)
    return Step(gettext("Who is away"), reverse("work:absences")) if here else None


HAND_OVER = Bulk(
    "hand-over",
    _("Hand over"),
    _("To whom do you hand this work, and why?"),
    works_here,
    _hand_over,
    form=lambda person, posted: HandOverForm(posted, institution=person.institution_id),
)
ORDER = (F("due_at").asc(nulls_last=True), "case__priority", "id")

LISTING = Listing(
    key="paths.work",
    title=_("My work"),
    lead=_("What is to be done, for which case, until when, and why."),
    source=rows,
    columns=COLUMNS,
    filters=FILTERS,
    order=ORDER,
    bulks=(
        Bulk("finish", _("Finish"), _("Are these tasks done?"), _may_do, _finish),
        HAND_OVER,
    ),
    counted=lambda number: ngettext("%(number)s task", "%(number)s tasks", number),
    empty_title=_("Nothing waits for you"),
    empty_text=_("When a case reaches you, it stands here with its date."),
    further=_away,
    grouped=_group,
    named=_name,
    more=_groups,
    template="work/list.html",
)
LISTING_OF_ALL = Listing(
    key="paths.work_of_all",
    title=_("Open work of all"),
    lead=_("Whose turn it is in every case, until when, and where something is stuck."),
    source=rows_of_all,
    columns=COLUMNS_OF_ALL,
    filters=FILTERS_OF_ALL,
    order=ORDER,
    bulks=(HAND_OVER,),
    counted=lambda number: ngettext("%(number)s task", "%(number)s tasks", number),
    empty_title=_("Nothing is open"),
    empty_text=_("When a case waits for somebody, it stands here."),
    grouped=_group,
    named=_name,
)
