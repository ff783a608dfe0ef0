"""Partners and agreements for tests."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from periplus.core.text import normalise, sort_key
from periplus.partners.enums import AgreementKind, AgreementState, LineDirection, NameKind
from periplus.partners.models import (
    Agreement,
    AgreementLine,
    AgreementParty,
    LineYear,
    Partner,
    PartnerName,
)
from periplus.people.models import Institution
from tests.factories.people import InstitutionFactory


class PartnerFactory(DjangoModelFactory[Partner]):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Haven College {n}")
    sort_key = factory.LazyAttribute(lambda partner: sort_key(partner.name))
    country = "FR"

    @classmethod
    def _create(cls, model_class: type[Partner], *args: Any, **kwargs: Any) -> Partner:
        partner: Partner = super()._create(model_class, *args, **kwargs)
        PartnerName.objects.create(
            partner=partner,
            name=partner.name,
            normalised=normalise(partner.name),
            kind=NameKind.OFFICIAL,
        )
        return partner


def twin_of(institution: Institution) -> Partner:
    """The institution as it stands in the partner register."""
    twin: Partner = PartnerFactory.create(
        uuid=institution.uuid, name=institution.name, country=institution.country, served_here=True
    )
    return twin


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    institution = factory.SubFactory(InstitutionFactory)
    reference = factory.Sequence(lambda n: f"T-{n:04d}")
    title = factory.Sequence(lambda n: f"Exchange {n}")
    kind = AgreementKind.STUDENT_EXCHANGE
    state = AgreementState.IN_FORCE


def agreement_with(*partners: Partner, **attributes: object) -> Agreement:
    """An agreement, in force unless said otherwise, with these parties."""
    agreement: Agreement = AgreementFactory.create(**attributes)
    for partner in partners:
        AgreementParty.objects.create(agreement=agreement, partner=partner)
    return agreement


class AgreementLineFactory(DjangoModelFactory[AgreementLine]):
    class Meta:
        model = AgreementLine

    agreement = factory.SubFactory(AgreementFactory)
    partner = factory.SubFactory(PartnerFactory)
    direction = LineDirection.OUTGOING
    places = 3


class LineYearFactory(DjangoModelFactory[LineYear]):
    class Meta:
        model = LineYear

    line = factory.SubFactory(AgreementLineFactory)
    year = 2020
    places = 3
