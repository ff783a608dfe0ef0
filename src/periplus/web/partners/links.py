"""How partners, their contacts and agreements are named and opened."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.partners.policies import visible_agreements, visible_contacts, visible_lines
from periplus.partners.queries.narrowing import list_nameable
from periplus.partners.types import Partner
from periplus.people.types import Person
from periplus.web.shell.links import Link


def _contacts(person: Person) -> QuerySet[Any]:
    return visible_contacts(person).select_related("partner")


def _lines(person: Person) -> QuerySet[Any]:
    return visible_lines(person).select_related("agreement")


def _partner_page(partner: Partner) -> str:
    """Our own university stands in the register too, but has no page there."""
    return "" if partner.served_here else reverse("partners:detail", args=[partner.uuid])


LINKS = [
    Link("partners.partner", _("partner"), visible=list_nameable, address=_partner_page),
    Link(
        "partners.contact",
        _("contact"),
        visible=_contacts,
        address=lambda contact: reverse("partners:detail", args=[contact.partner.uuid]),
    ),
    Link("partners.agreement", _("agreement"), visible=visible_agreements, url_name="agreements:detail"),
    Link(
        "partners.agreementline",
        _("agreement line"),
        visible=_lines,
        address=lambda line: f"{reverse('agreements:detail', args=[line.agreement.uuid])}#lines",
    ),
]
