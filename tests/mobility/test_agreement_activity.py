"""Which agreements are alive."""

import datetime as dt

import pytest

from periplus.core.periods import calendar_year
from periplus.loop.measuring import get_measure
from periplus.loop.scopes import Scope
from periplus.mobility.enums import StayState
from periplus.mobility.queries import list_dormant_agreements
from periplus.partners.enums import AgreementState
from periplus.people.enums import Role
from periplus.people.models import Institution
from tests.factories.mobility import StayFactory
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
    twin_of,
)
from tests.factories.people import InstitutionFactory, person_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution() -> Institution:
    home: Institution = InstitutionFactory.create()
    return home


def share(institution: Institution, year: int) -> float | None:
    measure = get_measure("mobility.agreement_activity")
    [reading] = measure.compute(Scope(institution=institution.uuid), [calendar_year(year)])
    return None if reading.value is None else float(reading.value)


def test_a_stay_between_the_two_institutions_keeps_an_agreement_alive_for_24_months(
    institution: Institution,
) -> None:
    home, lyon, bonn = twin_of(institution), PartnerFactory.create(), PartnerFactory.create()
    agreement_with(lyon, institution=institution)
    agreement_with(bonn, institution=institution)
    StayFactory.create(sending=lyon, receiving=home, starts_on=dt.date(2019, 1, 1))
    assert [share(institution, year) for year in (2018, 2019, 2020, 2021)] == [
        0,
        0.5,
        0.5,
        0,
    ]


def test_the_window_ends_with_the_day(institution: Institution) -> None:
    home, lyon = twin_of(institution), PartnerFactory.create()
    agreement_with(lyon, institution=institution)
    StayFactory.create(sending=home, receiving=lyon, starts_on=dt.date(2018, 12, 31))
    # The last day of 2020 minus 24 months is 31 December 2018: just outside.
    assert (share(institution, 2019), share(institution, 2020)) == (1, 0)


def test_used_places_are_activity_and_cancelled_stays_are_not(institution: Institution) -> None:
    home, lyon, bonn = twin_of(institution), PartnerFactory.create(), PartnerFactory.create()
    used = agreement_with(lyon, institution=institution)
    line = AgreementLineFactory.create(agreement=used, partner=lyon)
    LineYearFactory.create(line=line, year=2020, used=1, reported_on=dt.date(2021, 9, 1))
    agreement_with(bonn, institution=institution)
    StayFactory.create(sending=home, receiving=bonn, state=StayState.CANCELLED)
    assert share(institution, 2020) == 0.5


def test_a_stay_that_names_its_line_speaks_for_no_other_agreement(institution: Institution) -> None:
    home, lyon = twin_of(institution), PartnerFactory.create()
    named, _other = (agreement_with(lyon, institution=institution) for _ in range(2))
    line = AgreementLineFactory.create(agreement=named, partner=lyon)
    StayFactory.create(sending=home, receiving=lyon, line=line)
    assert share(institution, 2020) == 0.5


def test_only_agreements_in_force_on_the_last_day_count(institution: Institution) -> None:
    twin_of(institution)
    lyon = PartnerFactory.create()
    agreement_with(
        lyon,
        institution=institution,
        state=AgreementState.EXPIRED,
        valid_from=dt.date(2019, 1, 1),
        valid_until=dt.date(2020, 12, 31),
    )
    agreement_with(lyon, institution=institution, state=AgreementState.NEGOTIATION)
    assert (share(institution, 2018), share(institution, 2019), share(institution, 2020)) == (None, 0, None)


def test_dormant_agreements_are_listed_first_and_found_by_name(institution: Institution) -> None:
    home, lyon, bonn = twin_of(institution), PartnerFactory.create(), PartnerFactory.create(country="DE")
    agreement_with(lyon, institution=institution, reference="A")
    dormant = agreement_with(bonn, institution=institution, reference="B")
    StayFactory.create(sending=home, receiving=lyon)
    measure, scope = get_measure("mobility.agreement_activity"), Scope(institution=institution.uuid)
    records = measure.records(scope, calendar_year(2020), 10, 0)
    assert records[0].uuid == dormant.uuid
    assert len(records) == 2
    assert measure.contributions
    [part] = measure.contributions(scope, calendar_year(2020), "country")
    assert (part.key, float(part.share)) == ("DE", 1)
    office = person_as(Role.OFFICE, institution=institution)
    assert list(list_dormant_agreements(office, on=dt.date(2020, 12, 31))) == [dormant]
