"""An agreement: its page, its watch, and the steps of its life."""

from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.partners import lives, queries, services
from periplus.partners.forms.agreements import RenewForm, SignatureForm
from periplus.partners.forms.register import WatchForm
from periplus.partners.policies import visible_partners
from periplus.partners.types import Agreement
from periplus.web.partners.agreement_page import page_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

FORM = "agreements/form.html"
PLAIN = {
    "send_to_negotiation": services.send_to_negotiation,
    "send_to_approval": services.send_to_approval,
    "send_to_signature": services.send_to_signature,
    "sign": services.sign_agreement,
}
WITH_REASON = {
    "return_to_negotiation": services.return_to_negotiation,
    "drop": services.drop_agreement,
    "terminate": services.terminate_agreement,
}


def seen(request: Request, reference: UUID) -> Agreement:
    return found(queries.list_agreements(request.user), uuid=reference)


@page("partners.agreements.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    agreement = seen(request, reference)
    return render(request, "agreements/detail.html", page_of(request.user, agreement, clock.today()))


@act(lives.MOVE, lives.APPROVE, lives.SIGN, lives.END)
def move(request: Request, reference: UUID, verb: str) -> HttpResponse:
    """One step of its life; a reason comes with those that need one."""
    agreement, today = seen(request, reference), clock.today()
    if verb in PLAIN:
        PLAIN[verb](actor=request.user, agreement=agreement, on=today)
    elif verb in WITH_REASON:
        reason = request.POST.get("reason", "")
        WITH_REASON[verb](actor=request.user, agreement=agreement, reason=reason, on=today)
    else:
        raise Http404
    agreement.refresh_from_db()
    said = _("%(reference)s: %(state)s.") % {
        "reference": agreement.reference,
        "state": agreement.get_state_display(),
    }
    return leave(request, "agreements:detail", agreement.uuid, say=said)


@form_page("partners.agreements.move")
def record_signature(request: Request, reference: UUID) -> HttpResponse:
    """Note that a partner has signed."""
    agreement = seen(request, reference)
    waiting = [party.partner.pk for party in queries.list_parties(agreement) if party.signed_on is None]
    partners = visible_partners(request.user).filter(pk__in=waiting).order_by("sort_key")
    form = SignatureForm(request.POST or None, initial={"signed_on": clock.today()}, partners=partners)
    if submit(
        request,
        form,
        lambda values: services.record_partner_signature(
            actor=request.user,
            agreement=agreement,
            partner=values["partner"],
            on=values["signed_on"],
        ),
    ):
        return leave(request, "agreements:detail", agreement.uuid, say=_("The signature is noted."))
    return show_agreement_form(request, form, agreement, _("Note a partner's signature"), _("Save"))


@form_page("partners.agreements.draft")
def renew(request: Request, reference: UUID) -> HttpResponse:
    """Draft the successor, with the same parties, terms and lines."""
    agreement = seen(request, reference)
    form = RenewForm(request.POST or None)
    renewed = submit(
        request,
        form,
        lambda values: services.renew_agreement(
            actor=request.user, agreement=agreement, on=clock.today(), **values
        ),
    )
    if renewed:
        said = _("The successor is drafted. Look through its lines, then start negotiating.")
        return leave(request, "agreements:detail", renewed.result.uuid, say=said)
    return show_agreement_form(request, form, agreement, _("Renew"), _("Draft the successor"))


@form_page("partners.agreements.watch")
def watch(request: Request, reference: UUID) -> HttpResponse:
    agreement = seen(request, reference)
    form = WatchForm(request.POST or None, initial={"watch": agreement.watch, "until": agreement.watch_until})
    if submit(
        request,
        form,
        lambda values: services.watch_agreement(
            actor=request.user, agreement=agreement, on=clock.today(), **values
        ),
    ):
        return leave(request, "agreements:detail", agreement.uuid, say=_("The watch is set."))
    return show_agreement_form(request, form, agreement, _("Set the watch"), _("Save"))


def show_agreement_form(
    request: Request, form: BaseForm, agreement: Agreement, heading: str, label: str
) -> HttpResponse:
    back = reverse("agreements:detail", args=[agreement.uuid])
    return show_form(
        request, FORM, form, agreement=agreement, heading=heading, lead=str(agreement), label=label, back=back
    )
