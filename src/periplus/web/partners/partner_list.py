"""The list of partners."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import Verdict, unseen
from periplus.mobility.page_queries import with_stays_seen
from periplus.partners import queries, services
from periplus.partners.enums import Watch
from periplus.partners.forms.register import WatchForm
from periplus.partners.policies import may_register_partner
from periplus.partners.queries import narrowing
from periplus.partners.types import Partner
from periplus.people.types import Person
from periplus.web.lists.listing import Bulk, Listing, Step
from periplus.web.partners.partner_columns import COLUMNS, recent_since
from periplus.web.partners.partner_filters import FILTERS
from periplus.web.partners.words import countries_in_order, is_staff, may_at_all
from periplus.web.shell.doors import Request


def rows(person: Person) -> QuerySet[Partner]:
    partners = narrowing.with_identifiers(queries.list_partners(person, on=clock.today()))
    partners = partners.annotate(country_place=narrowing.in_order_of("country", countries_in_order()))
    return with_stays_seen(partners, person, since=recent_since())


def _may_watch(person: Person) -> Verdict:
    return may_at_all(person, "partners.partners.watch")


@transaction.atomic
def _watch(request: Request, rows: QuerySet[Partner], watch: Watch, until: dt.date | None) -> str:
    chosen = list(rows)
    for partner in chosen:
        services.watch_partner(
            actor=request.user, partner=partner, watch=watch, until=until, on=clock.today()
        )
    said = ngettext("%(number)s partner: %(watch)s.", "%(number)s partners: %(watch)s.", len(chosen))
    return said % {"number": len(chosen), "watch": watch.label}


def _first_step(person: Person) -> Step | None:
    if not may_register_partner(person):
        return None
    return Step(gettext("Add a partner"), reverse("partners:new"))


def _whole_register(request: Request) -> Step | None:
    if request.GET.get("show") == "all" or not is_staff(request.user):
        return None
    query = request.GET.copy()
    query.pop("page", None)
    query["show"] = "all"
    return Step(gettext("Look in the whole register"), f"?{query.urlencode()}")


def _context(request: Request) -> dict[str, object]:
    return {"may_register": _hidden_unless(may_register_partner(request.user))}


def _hidden_unless(verdict: Verdict) -> Verdict:
    return verdict or unseen(verdict.sentence)


LISTING = Listing(
    key="partners.partners",
    title=_("Partners"),
    lead=_("Who we work with, how much moves between us, and what is agreed."),
    source=rows,
    columns=COLUMNS,
    filters=FILTERS,
    order=("sort_key", "id"),
    bulks=(
        Bulk(
            "watch",
            _("Set the watch"),
            _("What is to become of these partnerships, and until when?"),
            _may_watch,
            _watch,
            form=lambda _person, posted: WatchForm(posted),
        ),
    ),
    counted=lambda number: ngettext("%(number)s partner", "%(number)s partners", number),
    empty_title=_("No partner yet"),
    empty_text=_("Import a list of institutions, or add the first one by hand."),
    empty_step=_first_step,
    further=_whole_register,
    more=_context,
    template="partners/list.html",
)
