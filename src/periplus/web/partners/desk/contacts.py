"""People at partners: staff keep them, and so do the partners' own guests."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.partners import services
from periplus.partners.forms.register import ContactForm
from periplus.partners.policies import visible_contacts
from periplus.web.partners.desk.partners import FORM, seen
from periplus.web.shell.doors import Request, act, form_page, found, leave, show_form, submit


@form_page("partners.contacts.keep")
def add(request: Request, reference: UUID) -> HttpResponse:
    partner = seen(request, reference)
    form = ContactForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: services.add_contact(
            actor=request.user,
            partner=partner,
            details=services.ContactDetails(**values),
            on=clock.today(),
        ),
    ):
        return leave(request, "partners:detail", partner.uuid, say=_("The contact is added."))
    back = reverse("partners:detail", args=[partner.uuid])
    return show_form(
        request,
        FORM,
        form,
        partner=partner,
        heading=_("Add a contact"),
        lead=partner.name,
        label=_("Add"),
        back=back,
    )


@act("partners.contacts.keep")
def end(request: Request, reference: UUID) -> HttpResponse:
    contact = found(visible_contacts(request.user).select_related("partner"), uuid=reference)
    services.end_contact(actor=request.user, contact=contact, on=clock.today())
    said = _("%(name)s is no longer a contact.") % {"name": contact.name}
    return leave(request, "partners:detail", contact.partner.uuid, say=said)
