"""Writing what is to be agreed, and writing it again for the years after."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid, require
from periplus.partners import policies
from periplus.partners.enums import AgreementKind, PartnerState
from periplus.partners.models import Agreement, AgreementLine, AgreementParty, Partner
from periplus.partners.policies import Actor
from periplus.people.models import Institution, Person, Unit

_SERIAL_DIGITS = 4


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What an agreement says as a whole. `valid_until` is the first day on which it no longer holds."""

    title: str
    kind: AgreementKind
    programme: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    notice_months: int = 12
    renews_by_itself: bool = False
    note: str = ""


@transaction.atomic
def draft_agreement(
    *,
    actor: Actor,
    institution: Institution,
    unit: Unit | None,
    partners: Sequence[Partner],
    coordinator: Person | None,
    terms: AgreementTerms,
    on: dt.date,
    reference: str = "",
) -> Agreement:
    """Write down an idea of an agreement. Without a reference it gets the next of the year, 'A-2026-0014'."""
    require(policies.may_draft_agreement(actor, unit))
    _check_parties(institution, unit, partners)
    _check(terms)
    agreement = Agreement.objects.create(
        institution=institution,
        unit=unit,
        coordinator=coordinator,
        reference=_free_reference(institution, fold_spaces(reference), on),
        **asdict(terms),
    )
    _add_parties(agreement, partners)
    _tell("partners.agreement.drafted", actor, agreement, on)
    return agreement


@transaction.atomic
def change_agreement(
    *,
    actor: Actor,
    agreement: Agreement,
    terms: AgreementTerms,
    coordinator: Person | None,
    on: dt.date,
) -> Agreement:
    """Write the terms anew while they are still open."""
    require(policies.may_change_agreement(actor, agreement))
    _check(terms)
    for name, value in asdict(terms).items():
        setattr(agreement, name, value)
    agreement.coordinator = coordinator
    agreement.save()
    _tell("partners.agreement.changed", actor, agreement, on)
    return agreement


@transaction.atomic
def renew_agreement(*, actor: Actor, agreement: Agreement, valid_until: dt.date, on: dt.date) -> Agreement:
    """Draft the successor: the same parties, terms and lines, beginning where this one ends."""
    require(policies.may_renew_agreement(actor, agreement))
    begins = agreement.valid_until or on
    if valid_until <= begins:
        raise Invalid({"valid_until": _("The renewed agreement has to end after it begins.")})
    if agreement.renewals.exclude(state="dropped").exists():
        raise Invalid({"": _("A renewal of this agreement is under way already.")})
    successor = Agreement.objects.create(
        institution=agreement.institution,
        unit=agreement.unit,
        coordinator=agreement.coordinator,
        reference=_free_reference(agreement.institution, "", on),
        renews=agreement,
        **_terms_of(agreement) | {"valid_from": begins, "valid_until": valid_until},
    )
    _add_parties(successor, list(agreement.partners.all()))
    _copy_lines(agreement, successor)
    _tell("partners.agreement.renewal_drafted", actor, successor, on, renews=agreement)
    return successor


def _terms_of(agreement: Agreement) -> dict[str, object]:
    return {name: getattr(agreement, name) for name in AgreementTerms.__dataclass_fields__}


def _add_parties(agreement: Agreement, partners: Sequence[Partner]) -> None:
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, partner=partner) for partner in partners
    )


def _copy_lines(source: Agreement, target: Agreement) -> None:
    shift = (
        (target.valid_from.year - source.valid_from.year) if source.valid_from and target.valid_from else 0
    )
    lines = []
    for line in source.lines.order_by("id"):
        copied = {
            field.attname: getattr(line, field.attname)
            for field in AgreementLine._meta.concrete_fields
            if field.attname not in {"id", "uuid", "agreement_id", "year_from", "year_until"}
        }
        years = {name: _shifted(getattr(line, name), shift) for name in ("year_from", "year_until")}
        lines.append(AgreementLine(agreement=target, **copied, **years))
    AgreementLine.objects.bulk_create(lines)


def _shifted(year: int | None, shift: int) -> int | None:
    return None if year is None else year + shift


def _tell(
    event: str, actor: Actor, agreement: Agreement, on: dt.date, *, renews: Agreement | None = None
) -> None:
    record(
        event,
        actor=actor,
        objects={
            "agreement": agreement,
            "partner": agreement.partners.all(),
            **({"renews": renews} if renews else {}),
        },
        attributes={"reference": agreement.reference},
        on=on,
    )


def _check(terms: AgreementTerms) -> None:
    errors: dict[str, str | Promise] = {}
    if not terms.title.strip():
        errors["title"] = _("Give the agreement a title.")
    if terms.valid_from and terms.valid_until and terms.valid_until <= terms.valid_from:
        errors["valid_until"] = _("The agreement has to end after it begins.")
    if terms.notice_months < 0:
        errors["notice_months"] = _("The notice period is a number of months, 0 or more.")
    if terms.renews_by_itself and terms.valid_until is None:
        errors["valid_until"] = _("An agreement that renews itself needs a day on which it would end.")
    if errors:
        raise Invalid(errors)


def _check_parties(institution: Institution, unit: Unit | None, partners: Sequence[Partner]) -> None:
    errors: dict[str, str | Promise] = {}
    if not partners:
        errors["partners"] = _("Name at least one partner.")
    elif any(partner.uuid == institution.uuid for partner in partners):
        errors["partners"] = _("An institution makes no agreement with itself.")
    elif any(partner.state == PartnerState.MERGED for partner in partners):
        errors["partners"] = _("One of these institutions was merged into another. Choose the other one.")
    elif len({partner.pk for partner in partners}) < len(partners):
        errors["partners"] = _("A partner is named twice.")
    if unit and unit.institution_id != institution.pk:
        errors["unit"] = _("This unit belongs to another institution.")
    if errors:
        raise Invalid(errors)


def _free_reference(institution: Institution, wanted: str, on: dt.date) -> str:
    """Locked on the institution, so that two drafts never get the same number."""
    Institution.objects.select_for_update().get(pk=institution.pk)
    taken = Agreement.objects.filter(institution=institution)
    if wanted:
        if taken.filter(reference=wanted).exists():
            raise Invalid({"reference": _("Another agreement has this reference.")})
        return wanted
    beginning = f"A-{on.year}-"
    numbered = taken.filter(reference__regex=rf"^{beginning}\d{{{_SERIAL_DIGITS}}}$")
    last = numbered.aggregate(last=Max("reference"))["last"]
    number = int(last.removeprefix(beginning)) + 1 if last else 1
    return f"{beginning}{number:0{_SERIAL_DIGITS}d}"
