"""The list of agreements."""

import datetime as dt

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import YES, Invalid, Verdict, unseen
from periplus.partners import queries, services
from periplus.partners.enums import Watch
from periplus.partners.forms.register import WatchForm
from periplus.partners.policies import draftable_units, may_watch_agreement
from periplus.partners.queries import narrowing
from periplus.partners.types import Agreement
from periplus.people.types import Person
from periplus.web.lists.listing import Bulk, Listing, Step
from periplus.web.partners.agreement_columns import COLUMNS
from periplus.web.partners.agreement_filters import FILTERS
from periplus.web.partners.words import last_academic_year, may_at_all
from periplus.web.shell.doors import Request


def rows(person: Person) -> QuerySet[Agreement]:
    year = last_academic_year(person, clock.today())
    return narrowing.with_numbers(queries.list_agreements(person), year=year)


def _may_watch(person: Person) -> Verdict:
    return may_at_all(person, "partners.agreements.watch")


@transaction.atomic
def _watch(request: Request, rows: QuerySet[Agreement], watch: Watch, until: dt.date | None) -> str:
    chosen = list(rows)
    _demand_all(request, chosen)
    for agreement in chosen:
        services.watch_agreement(
            actor=request.user, agreement=agreement, watch=watch, until=until, on=clock.today()
        )
    said = ngettext("%(number)s agreement: %(watch)s.", "%(number)s agreements: %(watch)s.", len(chosen))
    return said % {"number": len(chosen), "watch": watch.label}


def _demand_all(request: Request, chosen: list[Agreement]) -> None:
    """All or none: whoever ticked the rows is told which one stands in the way."""
    for agreement in chosen:
        verdict = may_watch_agreement(request.user, agreement)
        if not verdict:
            words = {"agreement": agreement.reference, "why": verdict.sentence}
            raise Invalid({"": gettext("%(agreement)s: %(why)s Untick it, then try again.") % words})


def may_draft(person: Person) -> Verdict:
    """Whether there is any unit for which the person may draft."""
    return YES if draftable_units(person).exists() else unseen()


def _first_step(person: Person) -> Step | None:
    if not may_draft(person):
        return None
    return Step(gettext("Draft an agreement"), reverse("agreements:new"))


def _context(request: Request) -> dict[str, object]:
    return {"may_draft": may_draft(request.user)}


LISTING = Listing(
    key="partners.agreements",
    title=_("Agreements"),
    lead=_("What is agreed with whom, until when, and what of it is used."),
    source=rows,
    columns=COLUMNS,
    filters=FILTERS,
    order=("is_over", F("valid_until").asc(nulls_last=True), "reference", "id"),
    bulks=(
        Bulk(
            "watch",
            _("Set the watch"),
            _("What is to become of these agreements, and until when?"),
            _may_watch,
            _watch,
            form=lambda _person, posted: WatchForm(posted),
        ),
    ),
    counted=lambda number: ngettext("%(number)s agreement", "%(number)s agreements", number),
    empty_title=_("No agreement yet"),
    empty_text=_("Import the spreadsheet you have, or draft the first one."),
    empty_step=_first_step,
    more=_context,
    template="agreements/list.html",
)
