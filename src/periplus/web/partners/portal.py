"""A partner as its own guests, and our students, see it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from periplus.core import clock
from periplus.partners import policies, queries
from periplus.partners.queries.offers import list_offers
from periplus.partners.types import Partner
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.partners.agreement_page import line_of
from periplus.web.partners.words import country_name
from periplus.web.shell.doors import Request, page


@page("partners.partners.see")
def own(request: Request) -> HttpResponse:
    """A guest's own institution; of several, the first by name."""
    uuids = standing_of(request.user, on=clock.today()).partner_uuids()
    partner = policies.visible_partners(request.user).filter(uuid__in=uuids).order_by("sort_key").first()
    if partner is None:
        raise Http404
    return redirect("partners:detail", partner.uuid)


def show_to_others(request: Request, partner: Partner) -> HttpResponse:
    """For guests their agreements and contacts, for students the places there."""
    standing = standing_of(request.user, on=clock.today())
    is_guest = standing.reach("partners.agreements.see") != Reach.NOTHING
    parts = _for_guests(request, partner) if is_guest else _for_students(request, partner)
    context = {"partner": partner, "country": country_name(partner.country), "guest": is_guest, **parts}
    return render(request, "partners/portal.html", context)


def _for_guests(request: Request, partner: Partner) -> dict[str, Any]:
    return {
        "reference": str(partner.uuid),
        "agreements": list(queries.list_agreements_of_partner(request.user, partner)),
        "contacts": list(queries.list_contacts(request.user, partner, on=clock.today())),
        "may_keep_contacts": policies.may_keep_contacts(request.user, partner),
    }


def _for_students(request: Request, partner: Partner) -> dict[str, Any]:
    offers = list_offers(request.user, partner, on=clock.today())
    return {"offers": [line_of(line, []) for line in offers]}
