"""What partners and agreements offer to procedures: the door through which cases reach them."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.codes import EEA
from periplus.core.verdicts import Invalid
from periplus.partners import policies, queries, services
from periplus.partners.enums import AgreementKind, AgreementState, Watch
from periplus.partners.lives import EFFECTIVE_STATES
from periplus.partners.models import Agreement, AgreementLine, Partner
from periplus.paths.enums import ValueType
from periplus.paths.stepping import Call, Candidate, Fact, Step, Subject, Values, register
from periplus.people.models import Person, Unit
from periplus.people.standing import in_force

OUTSIDE_EEA = Fact("outside_eea", gettext_lazy("A partner lies outside the EEA"), ValueType.YES_NO)


class AgreementSubject(Subject):
    """Cases about one agreement."""

    type = "partners.agreement"
    title = gettext_lazy("Agreement")
    facts = (
        Fact(
            "agreement_kind",
            gettext_lazy("Kind of agreement"),
            ValueType.CHOICE,
            tuple(AgreementKind.choices),
        ),
        Fact("partner_country", gettext_lazy("Country of the first partner"), ValueType.TEXT),
        Fact("partner_countries", gettext_lazy("Countries of the partners"), ValueType.LIST),
        OUTSIDE_EEA,
        Fact("places", gettext_lazy("Places in all lines"), ValueType.NUMBER),
        Fact("open_to_renewal", gettext_lazy("Renews by itself"), ValueType.YES_NO),
        Fact("watch", gettext_lazy("Watch"), ValueType.CHOICE, tuple(Watch.choices)),
    )

    def candidates(self, person: Person, *, text: str, limit: int) -> Sequence[Candidate]:
        named = models.Q(title__icontains=text) | models.Q(reference__icontains=text)
        named |= models.Q(partners__name__icontains=text)
        found = policies.visible_agreements(person).filter(named).order_by("reference", "id").distinct()
        return [Candidate(each.uuid, f"{each.reference} {each.title}") for each in found[:limit]]

    def find(self, reference: uuid.UUID) -> Agreement | None:
        return queries.find_agreement(reference)

    def may_see(self, person: Person, thing: models.Model) -> bool:
        return bool(policies.may_see_agreement(person, _agreement(thing)))

    def unit_of(self, thing: models.Model) -> Unit | None:
        return _agreement(thing).unit

    def owner_of(self, thing: models.Model) -> Person | None:
        return _agreement(thing).coordinator

    def partners_of(self, thing: models.Model) -> Iterable[uuid.UUID]:
        return _agreement(thing).partners.order_by("id").values_list("uuid", flat=True)

    def values_of(self, thing: models.Model, *, on: dt.date) -> Values:  # noqa: ARG002 -- as it is now
        agreement = _agreement(thing)
        countries = list(agreement.partners.order_by("id").values_list("country", flat=True))
        lines = AgreementLine.objects.filter(agreement=agreement)
        return {
            "agreement_kind": agreement.kind,
            "partner_country": countries[0] if countries else None,
            "partner_countries": countries,
            "outside_eea": any(country not in EEA for country in countries),
            "places": lines.aggregate(total=Sum("places"))["total"] or 0,
            "open_to_renewal": agreement.renews_by_itself,
            "watch": agreement.watch,
        }


class PartnerSubject(Subject):
    """Cases about one partner institution."""

    type = "partners.partner"
    title = gettext_lazy("Partner")
    facts = (
        Fact("country", gettext_lazy("Country"), ValueType.TEXT),
        OUTSIDE_EEA,
        Fact("agreements_in_force", gettext_lazy("Agreements in force"), ValueType.NUMBER),
    )

    def candidates(self, person: Person, *, text: str, limit: int) -> Sequence[Candidate]:
        found = queries.list_candidates(person, text=text, limit=limit)
        return [Candidate(each.uuid, str(each)) for each in found]

    def find(self, reference: uuid.UUID) -> Partner | None:
        return queries.find_partner(reference)

    def may_see(self, person: Person, thing: models.Model) -> bool:
        return bool(policies.may_see_partner(person, _partner(thing)))

    def unit_of(self, thing: models.Model) -> Unit | None:  # noqa: ARG002 -- a partner belongs to no unit
        return None

    def partners_of(self, thing: models.Model) -> Iterable[uuid.UUID]:
        return [_partner(thing).uuid]

    def values_of(self, thing: models.Model, *, on: dt.date) -> Values:
        partner = _partner(thing)
        held = Agreement.objects.filter(in_force(on), partners=partner, state__in=EFFECTIVE_STATES)
        return {
            "country": partner.country or None,
            "outside_eea": partner.country not in EEA if partner.country else None,
            "agreements_in_force": held.count(),
        }


class MoveAgreement(Step):
    """The agreement moves on in its own life; one that is there already stays as it is."""

    subject_type = "partners.agreement"

    def __init__(
        self, key: str, title: Any, done: frozenset[AgreementState], move: Callable[..., Any]
    ) -> None:
        self.key, self.title = key, title  # type: ignore[misc]
        self._done, self._move = done, move

    def run(self, call: Call) -> dict[str, Any]:
        agreement = _agreement(call.subject)
        if agreement.state not in self._done:
            self._move(actor=call.actor, agreement=agreement, on=call.on)
        return {}


class SignAgreement(Step):
    """Our signature, and those of all partners, are recorded as of the day that the case names."""

    key = "partners.sign_agreement_now"
    title = gettext_lazy("Record the signatures of an agreement")
    subject_type = "partners.agreement"
    inputs = (Fact("signed_on", gettext_lazy("Signed on"), ValueType.DATE),)

    def run(self, call: Call) -> dict[str, Any]:
        agreement = _agreement(call.subject)
        day = _day(call.values.get("signed_on"))
        if agreement.state != AgreementState.SIGNATURE:
            return {}
        if agreement.signed_on is None:
            agreement = services.sign_agreement(actor=call.actor, agreement=agreement, on=day)
        for party in agreement.parties.filter(signed_on=None).select_related("partner").order_by("id"):
            services.record_partner_signature(
                actor=call.actor, agreement=agreement, partner=party.partner, on=day
            )
        return {}


class PutOnRenewWatch(Step):
    """The agreement is marked to be renewed, until the last day of its notice."""

    key = "partners.put_on_renew_watch"
    title = gettext_lazy("Mark an agreement to be renewed")
    subject_type = "partners.agreement"

    def run(self, call: Call) -> dict[str, Any]:
        agreement = _agreement(call.subject)
        if agreement.watch != Watch.RENEW:
            until = (
                agreement.valid_until if agreement.valid_until and agreement.valid_until > call.on else None
            )
            until = until or call.on + dt.timedelta(days=365)
            services.watch_agreement(
                actor=call.actor, agreement=agreement, watch=Watch.RENEW, until=until, on=call.on
            )
        return {}


def _agreement(thing: models.Model | None) -> Agreement:
    if not isinstance(thing, Agreement):
        raise Invalid({"subject": _("The agreement of this case is no longer there.")})
    return thing


def _partner(thing: models.Model | None) -> Partner:
    if not isinstance(thing, Partner):
        raise Invalid({"subject": _("The partner of this case is no longer there.")})
    return thing


def _day(value: Any) -> dt.date:
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        raise Invalid({"signed_on": _("The day of the signature is missing.")}) from None
    if day > clock.today():
        raise Invalid({"signed_on": _("A signature cannot lie in the future.")})
    return day


_S = AgreementState
_SIGNED = frozenset({_S.SIGNATURE, *EFFECTIVE_STATES})

register(
    AgreementSubject(),
    PartnerSubject(),
    MoveAgreement(
        "partners.move_agreement_to_negotiation",
        gettext_lazy("Move an agreement to negotiation"),
        frozenset({_S.NEGOTIATION, _S.APPROVAL}) | _SIGNED,
        services.send_to_negotiation,
    ),
    MoveAgreement(
        "partners.move_agreement_to_approval",
        gettext_lazy("Move an agreement to approval"),
        frozenset({_S.APPROVAL}) | _SIGNED,
        services.send_to_approval,
    ),
    MoveAgreement(
        "partners.move_agreement_to_signature",
        gettext_lazy("Approve an agreement for signature"),
        _SIGNED,
        services.send_to_signature,
    ),
    SignAgreement(),
    PutOnRenewWatch(),
)
