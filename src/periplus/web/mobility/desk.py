"""Stays for staff: one stay, recording, correcting its dates, cancelling."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.mobility import policies, queries, services
from periplus.mobility.enums import StayState
from periplus.mobility.forms import DatesForm
from periplus.mobility.page_queries import list_funding
from periplus.mobility.policies import visible_stays
from periplus.mobility.types import Stay
from periplus.partners.policies import may_see_agreement
from periplus.web.lists.words import name_of
from periplus.web.mobility.stay_columns import TONES, sees_people
from periplus.web.partners.origins import origins_of
from periplus.web.shell.components import Fact
from periplus.web.shell.doors import Request, act, form_page, leave, page, show_form, submit

FORM = "stays/form.html"


def seen(request: Request, reference: UUID) -> Stay:
    """The stay with its ends, or 404."""
    stay = queries.find_stay(reference)
    if stay is None or not visible_stays(request.user).filter(pk=stay.pk).exists():
        raise Http404
    return stay


@page("mobility.stays.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    stay = seen(request, reference)
    context = {
        "stay": stay,
        "reference": stay.uuid,
        "tone": TONES[StayState(stay.state)],
        "facts": [*_about_person(request, stay), *_facts(request, stay)],
        "origins": origins_of(request.user, stay.uuid),
        "funding": list(list_funding(stay)),
        "may_change": policies.may_change_stay(request.user, stay),
        "may_cancel": policies.may_cancel_stay(request.user, stay),
        "records": sees_people(request.user),
    }
    return render(request, "stays/detail.html", context)


@form_page("mobility.stays.record")
def change_dates(request: Request, reference: UUID) -> HttpResponse:
    stay = seen(request, reference)
    require(policies.may_change_stay(request.user, stay))
    form = DatesForm(request.POST or None, initial={"starts_on": stay.starts_on, "ends_on": stay.ends_on})
    if submit(
        request,
        form,
        lambda values: services.change_stay_dates(actor=request.user, stay=stay, on=clock.today(), **values),
    ):
        return leave(request, "stays:detail", stay.uuid, say=_("The dates are changed."))
    back = reverse("stays:detail", args=[stay.uuid])
    return show_form(
        request, FORM, form, stay=stay, heading=_("Change the dates"), label=_("Save"), back=back
    )


@act("mobility.stays.record")
def cancel(request: Request, reference: UUID) -> HttpResponse:
    stay = seen(request, reference)
    reason = request.POST.get("reason", "")
    services.cancel_stay(actor=request.user, stay=stay, reason=reason, on=clock.today())
    return leave(request, "stays:detail", stay.uuid, say=_("The stay is cancelled. It counts nowhere."))


def _about_person(request: Request, stay: Stay) -> list[Fact]:
    if stay.person is None or not sees_people(request.user):
        return []
    return [Fact(_("Person"), stay.person.name)]


def _facts(request: Request, stay: Stay) -> list[Fact]:
    agreement: Any = stay.line.agreement if stay.line else None
    facts = [
        Fact(_("For what"), stay.get_activity_display()),
        Fact(_("How"), stay.get_mode_display()),
        Fact(_("Level"), name_of("eqf", stay.level) or stay.level_text),
        Fact(_("Field"), name_of("isced_f", stay.field) or stay.field_text),
        Fact(_("Programme"), stay.programme),
        Fact(_("Unit"), stay.unit.name if stay.unit else ""),
    ]
    if agreement:
        sees = may_see_agreement(request.user, agreement)
        url = reverse("agreements:detail", args=[agreement.uuid]) if sees else ""
        facts.append(Fact(_("Under the agreement"), agreement.reference, url=url))
    if stay.source:
        facts.append(Fact(_("Source"), f"{stay.source} {stay.source_reference}".strip()))
    return facts
