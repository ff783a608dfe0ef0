"""A partner: all about it on one page, and how it is entered, corrected and watched."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.partners import queries, services
from periplus.partners.forms.register import IdentifierForm, PartnerForm, WatchForm
from periplus.partners.policies import visible_partners
from periplus.partners.types import Partner
from periplus.web.partners.portal import show_to_others
from periplus.web.partners.profile import profile_of
from periplus.web.partners.words import is_staff
from periplus.web.shell.doors import Request, form_page, found, leave, page, show_form, submit

FORM = "partners/form.html"


def seen(request: Request, reference: UUID) -> Partner:
    """The partner with its numbers, or 404."""
    if is_staff(request.user):
        return found(queries.list_partners(request.user, on=clock.today()), uuid=reference)
    return found(visible_partners(request.user), uuid=reference)


@page("partners.partners.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    kept = queries.find_partner(reference)
    if kept and kept.uuid != reference and is_staff(request.user):
        return redirect("partners:detail", kept.uuid)  # an old address of one that was merged
    partner = seen(request, reference)
    if not is_staff(request.user):
        return show_to_others(request, partner)
    return render(request, "partners/detail.html", profile_of(request.user, partner, clock.today()))


@form_page("partners.partners.change")
def new(request: Request) -> HttpResponse:
    form = PartnerForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    added = submit(
        request,
        form,
        lambda values: services.register_partner(
            actor=request.user, details=services.PartnerDetails(**values), on=clock.today()
        ),
    )
    if added:
        return leave(request, "partners:detail", added.result.uuid, say=_("The partner is in the register."))
    return show_form(
        request,
        FORM,
        form,
        heading=_("Add a partner"),
        lead=_("Look for it first: the register may hold it under another name."),
        label=_("Add to the register"),
        back=reverse("partners:list"),
    )


@form_page("partners.partners.change")
def change(request: Request, reference: UUID) -> HttpResponse:
    partner = seen(request, reference)
    fields = ("name", "country", "city", "website", "note")
    form = PartnerForm(request.POST or None, initial={name: getattr(partner, name) for name in fields})
    if submit(
        request,
        form,
        lambda values: services.correct_partner(
            actor=request.user, partner=partner, details=services.PartnerDetails(**values), on=clock.today()
        ),
    ):
        return leave(request, "partners:detail", partner.uuid, say=_("The partner is corrected."))
    return _form(request, form, partner, _("Correct"), _("Save"))


@form_page("partners.partners.change")
def identify(request: Request, reference: UUID) -> HttpResponse:
    partner = seen(request, reference)
    form = IdentifierForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: services.add_identifier(
            actor=request.user, partner=partner, on=clock.today(), **values
        ),
    ):
        return leave(request, "partners:detail", partner.uuid, say=_("The identifier is noted."))
    return _form(request, form, partner, _("Add an identifier"), _("Add"))


@form_page("partners.partners.watch")
def watch(request: Request, reference: UUID) -> HttpResponse:
    partner = seen(request, reference)
    form = WatchForm(request.POST or None, initial={"watch": partner.watch, "until": partner.watch_until})
    if submit(
        request,
        form,
        lambda values: services.watch_partner(
            actor=request.user, partner=partner, on=clock.today(), **values
        ),
    ):
        return leave(request, "partners:detail", partner.uuid, say=_("The watch is set."))
    return _form(request, form, partner, _("Set the watch"), _("Save"))


def _form(
    request: Request,
    form: PartnerForm | IdentifierForm | WatchForm,
    partner: Partner,
    heading: str,
    label: str,
) -> HttpResponse:
    back = reverse("partners:detail", args=[partner.uuid])
    return show_form(
        request, FORM, form, partner=partner, heading=heading, lead=partner.name, label=label, back=back
    )
