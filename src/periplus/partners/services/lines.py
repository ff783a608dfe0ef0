"""The lines of an agreement while it is being negotiated."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.codes import code_list
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.partners import policies
from periplus.partners.enums import Activity, LineDirection
from periplus.partners.models import Agreement, AgreementLine, Partner
from periplus.partners.policies import Actor

MOST_PLACES = 1_000
YEARS = range(1900, 2200)  # academic years that an agreement may speak of
MOST_MONTHS = 60
_LISTS = {"field": "isced_f", "level": "eqf", "language": "language", "cefr": "cefr"}


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What one line allows. `field`: ISCED-F, `level`: EQF, `language`: ISO 639; empty means any.

    `year_from`/`year_until`: first academic year, and the first one no longer, by first calendar year.
    """

    partner: Partner
    direction: LineDirection
    places: int
    activity: Activity = Activity.STUDY
    months: Decimal | None = None
    field: str = ""
    level: str = ""
    language: str = ""
    cefr: str = ""
    unit_name: str = ""
    year_from: int | None = None
    year_until: int | None = None


@transaction.atomic
def add_line(*, actor: Actor, agreement: Agreement, terms: LineTerms, on: dt.date) -> AgreementLine:
    """Add what may be exchanged to an agreement that is still open."""
    require(policies.may_change_agreement(actor, agreement))
    _check(agreement, terms)
    line = AgreementLine.objects.create(agreement=agreement, **_values(terms))
    _tell("partners.agreement.line_added", actor, line, on)
    return line


@transaction.atomic
def change_line(*, actor: Actor, line: AgreementLine, terms: LineTerms, on: dt.date) -> AgreementLine:
    """Write a line anew while its agreement is still open."""
    require(policies.may_change_agreement(actor, line.agreement))
    _check(line.agreement, terms)
    for name, value in _values(terms).items():
        setattr(line, name, value)
    line.save()
    _tell("partners.agreement.line_changed", actor, line, on)
    return line


@transaction.atomic
def remove_line(*, actor: Actor, line: AgreementLine, on: dt.date) -> None:
    """Take a line out while its agreement is still open."""
    require(policies.may_change_agreement(actor, line.agreement))
    _tell("partners.agreement.line_removed", actor, line, on)
    line.delete()


def _values(terms: LineTerms) -> dict[str, object]:
    return {name: getattr(terms, name) for name in LineTerms.__dataclass_fields__}


def _tell(event: str, actor: Actor, line: AgreementLine, on: dt.date) -> None:
    record(
        event,
        actor=actor,
        objects={"agreement": line.agreement, "line": line, "partner": line.partner},
        attributes={
            "reference": line.agreement.reference,
            "direction": line.direction,
            "places": line.places,
        },
        on=on,
    )


def _check(agreement: Agreement, terms: LineTerms) -> None:
    errors = _code_errors(terms)
    if not agreement.partners.filter(pk=terms.partner.pk).exists():
        errors["partner"] = _("This institution is not a party of the agreement.")
    if not 0 <= terms.places <= MOST_PLACES:
        errors["places"] = _("Places are a whole number from 0 to 1,000.")
    if terms.months is not None and not 0 < terms.months <= MOST_MONTHS:
        errors["months"] = _("Months are more than 0 and at most 60.")
    for name in ("year_from", "year_until"):
        if getattr(terms, name) is not None and getattr(terms, name) not in YEARS:
            errors[name] = _("Write an academic year by its first calendar year, such as 2026.")
    if terms.year_from and terms.year_until and terms.year_until <= terms.year_from:
        errors["year_until"] = _("The last academic year lies before the first.")
    if errors:
        raise Invalid(errors)


def _code_errors(terms: LineTerms) -> dict[str, str | Promise]:
    unknown = _("“%(value)s” is not in the list of codes.")
    values = {name: getattr(terms, name) for name in _LISTS}
    errors: dict[str, str | Promise] = {
        name: unknown % {"value": value}
        for name, value in values.items()
        if value and value not in code_list(_LISTS[name])
    }
    if terms.cefr and not terms.language:
        errors["cefr"] = _("A level of language needs a language.")
    return errors
