"""Persons at partners."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.partners import policies
from periplus.partners.models import Contact, Partner
from periplus.partners.policies import Actor


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """Who it is, what for, and where they can be reached."""

    name: str
    role: str
    email: str = ""
    phone: str = ""
    unit_name: str = ""


@transaction.atomic
def add_contact(*, actor: Actor, partner: Partner, details: ContactDetails, on: dt.date) -> Contact:
    """Add a person at a partner, known from this day on."""
    require(policies.may_keep_contacts(actor, partner))
    _check(details)
    contact = Contact.objects.create(partner=partner, valid_from=on, **asdict(details))
    record(
        "partners.contact.added",
        actor=actor,
        objects={"contact": contact, "partner": partner},
        attributes={"role": details.role},
        on=on,
    )
    return contact


@transaction.atomic
def end_contact(*, actor: Actor, contact: Contact, on: dt.date) -> Contact:
    """The person no longer answers there from this day on."""
    require(policies.may_keep_contacts(actor, contact.partner))
    if contact.valid_from and on < contact.valid_from:
        raise Invalid({"on": _("A contact cannot end before it began.")})
    contact.valid_until = on
    contact.save(update_fields=["valid_until"])
    record(
        "partners.contact.ended",
        actor=actor,
        objects={"contact": contact, "partner": contact.partner},
        attributes={"role": contact.role},
        on=on,
    )
    return contact


def _check(details: ContactDetails) -> None:
    errors: dict[str, str | Promise] = {}
    if not details.name.strip():
        errors["name"] = _("Give the name of the person.")
    if not details.role.strip():
        errors["role"] = _("Say what the person is to be asked about.")
    if details.email:
        try:
            validate_email(details.email)
        except ValidationError:
            errors["email"] = _("This is not an e-mail address.")
    if errors:
        raise Invalid(errors)
