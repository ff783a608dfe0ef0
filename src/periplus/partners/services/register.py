"""Entering and correcting institutions."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.codes import code_list
from periplus.core.ledger.services import record
from periplus.core.text import fold_spaces, normalise, sort_key
from periplus.core.verdicts import Invalid, require
from periplus.partners import identifiers, policies
from periplus.partners.enums import NameKind, Scheme
from periplus.partners.models import Identifier, Partner, PartnerName
from periplus.partners.policies import Actor
from periplus.people.models import Institution

_NAME_LENGTH = 300


@dataclass(frozen=True, slots=True)
class PartnerDetails:
    """What a person enters about an institution. `country`: ISO 3166 alpha-2, empty when unknown."""

    name: str
    country: str = ""
    city: str = ""
    website: str = ""
    note: str = ""


@transaction.atomic
def register_partner(*, actor: Actor, details: PartnerDetails, on: dt.date) -> Partner:
    """Add an institution to the register. Raises `Invalid` when it stands there already."""
    require(policies.may_register_partner(actor))
    name = _checked(details)
    if _same_name_in_country(name, details.country):
        raise Invalid({"name": _("An institution of this name in this country is in the register already.")})
    partner = _written(Partner(), name, details)
    _add_name(partner, name, NameKind.OFFICIAL)
    record(
        "partners.partner.registered",
        actor=actor,
        objects={"partner": partner},
        attributes={"name": name},
        on=on,
    )
    return partner


@transaction.atomic
def register_served_institution(*, actor: Actor, institution: Institution, on: dt.date) -> Partner:
    """The twin of an institution served here, with the same uuid; called again, it is brought up to date."""
    require(policies.may_register_partner(actor))
    twin = Partner.objects.filter(uuid=institution.uuid).first()
    details = PartnerDetails(institution.name, institution.country, institution.city)
    if twin and (twin.name, twin.country, twin.city) == (details.name, details.country, details.city):
        return twin
    is_new = twin is None
    twin = _written(twin or Partner(uuid=institution.uuid, served_here=True), details.name, details)
    _add_name(twin, twin.name, NameKind.OFFICIAL)
    record(
        "partners.partner.registered" if is_new else "partners.partner.corrected",
        actor=actor,
        objects={"partner": twin, "institution": institution},
        attributes={"name": twin.name},
        on=on,
    )
    return twin


@transaction.atomic
def rename_partner(*, actor: Actor, partner: Partner, name: str, on: dt.date) -> Partner:
    """Give an institution another official name; the old one stays as a name it is found by."""
    require(policies.may_change_partner(actor, partner))
    before, name = partner.name, fold_spaces(name)
    _demand_name(name)
    if name == before:
        return partner
    partner.names.filter(kind=NameKind.OFFICIAL).delete()
    _add_name(partner, before, NameKind.ALIAS)
    _add_name(partner, name, NameKind.OFFICIAL)
    partner.name, partner.sort_key = name, sort_key(name)[:_NAME_LENGTH]
    partner.save(update_fields=["name", "sort_key"])
    record(
        "partners.partner.renamed",
        actor=actor,
        objects={"partner": partner},
        attributes={"before": before, "name": name},
        on=on,
    )
    return partner


@transaction.atomic
def correct_partner(*, actor: Actor, partner: Partner, details: PartnerDetails, on: dt.date) -> Partner:
    """Correct place, address and note; a new name goes through `rename_partner`."""
    require(policies.may_change_partner(actor, partner))
    _checked(details)
    rename_partner(actor=actor, partner=partner, name=details.name, on=on)
    fields = ("country", "city", "website", "note")
    changed = [field for field in fields if getattr(partner, field) != getattr(details, field)]
    if not changed:
        return partner
    _written(partner, partner.name, details)
    record(
        "partners.partner.corrected",
        actor=actor,
        objects={"partner": partner},
        attributes={"name": partner.name, "fields": changed},
        on=on,
    )
    return partner


@transaction.atomic
def add_identifier(*, actor: Actor, partner: Partner, scheme: Scheme, value: str, on: dt.date) -> Identifier:
    """Note what another register calls this institution."""
    require(policies.may_change_partner(actor, partner))
    written = identifiers.tidy(scheme, value)
    if not identifiers.looks_right(scheme, written):
        raise Invalid(
            {"value": _("This does not look like an identifier of %(scheme)s.") % {"scheme": scheme.label}}
        )
    other = Identifier.objects.filter(scheme=scheme, value=written).exclude(partner=partner).first()
    if other and scheme in identifiers.NAMES_ONE:
        sentence = _("This identifier belongs to %(name)s. If both are one institution, merge them.")
        raise Invalid({"value": sentence % {"name": other.partner.name}})
    identifier, is_new = Identifier.objects.get_or_create(partner=partner, scheme=scheme, value=written)
    if is_new:
        record(
            "partners.partner.identified",
            actor=actor,
            objects={"partner": partner},
            attributes={"scheme": scheme.value, "value": written},
            on=on,
        )
    return identifier


def _checked(details: PartnerDetails) -> str:
    name, errors = fold_spaces(details.name), dict[str, str | Promise]()
    if details.country and details.country not in code_list("country"):
        errors["country"] = _("This country is not in the list of countries.")
    if details.website and not details.website.startswith(("http://", "https://")):
        errors["website"] = _("An address begins with https:// or http://.")
    if errors:
        raise Invalid(errors)
    _demand_name(name)
    return name


def _demand_name(name: str) -> None:
    if not normalise(name):
        raise Invalid({"name": _("Give the name of the institution.")})
    if len(name) > _NAME_LENGTH:
        raise Invalid({"name": _("The name is too long. Keep it to 300 characters.")})


def _same_name_in_country(name: str, country: str) -> bool:
    known = PartnerName.objects.filter(normalised=normalise(name)[:_NAME_LENGTH])
    return known.filter(partner__country=country, kind=NameKind.OFFICIAL).exists()


def _written(partner: Partner, name: str, details: PartnerDetails) -> Partner:
    partner.name, partner.sort_key = name, sort_key(name)[:_NAME_LENGTH]
    partner.country, partner.city = details.country, details.city
    partner.website, partner.note = details.website, details.note
    partner.save()
    return partner


def _add_name(partner: Partner, name: str, kind: NameKind) -> None:
    PartnerName.objects.get_or_create(
        partner=partner,
        name=name,
        kind=kind,
        language="",
        defaults={"normalised": normalise(name)[:_NAME_LENGTH]},
    )
