"""Agreements in force and the use of places, counted by hand."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.periods import academic_year, calendar_year, month
from periplus.loop.measuring import get_measure
from periplus.loop.scopes import Scope
from periplus.partners.enums import AgreementState
from periplus.partners.models import Agreement
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
)
from tests.factories.people import InstitutionFactory, UnitFactory

pytestmark = pytest.mark.django_db

YEARS = [calendar_year(year) for year in (2019, 2020, 2021)]


def test_agreements_in_force_on_the_last_day() -> None:
    institution = InstitutionFactory.create()
    unit = UnitFactory.create(institution=institution)
    lyon, bonn = PartnerFactory.create(), PartnerFactory.create(country="DE")
    first = agreement_with(
        lyon, bonn, institution=institution, reference="1", valid_from=dt.date(2020, 12, 31)
    )
    agreement_with(
        bonn,
        institution=institution,
        unit=unit,
        reference="2",
        state=AgreementState.EXPIRED,
        valid_from=dt.date(2015, 1, 1),
        valid_until=dt.date(2021, 12, 31),
        programme="Erasmus",
    )
    agreement_with(lyon, institution=institution, state=AgreementState.SIGNATURE)
    agreement_with(lyon)  # of another institution
    measure, scope = get_measure("partners.agreements_in_force"), Scope(institution=institution.uuid)
    with CaptureQueriesContext(connection) as queries:
        readings = measure.compute(scope, YEARS)
    assert [reading.value for reading in readings] == [1, 2, 1]
    assert len(queries) == 1
    assert [r.uuid for r in measure.records(scope, YEARS[2], 10, 0)] == [first.uuid]

    def in_2020(axis: str, value: object) -> Decimal | None:
        return measure.compute(scope.narrowed(axis, value), YEARS[1:2])[0].value

    assert in_2020("country", "DE") == 2
    assert in_2020("partner", lyon.uuid) == 1
    assert in_2020("unit", unit.uuid) == 1
    assert in_2020("programme", "Erasmus") == 1
    assert in_2020("country", "BR") is None
    assert measure.contributions
    parts = measure.contributions(scope, YEARS[1], "country")
    # The first has partners in both countries and counts in both.
    assert [(part.key, int(part.value)) for part in parts] == [("DE", 2), ("FR", 1)]
    with pytest.raises(ValueError, match="field"):
        in_2020("field", "04")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_force_equals_a_recount(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    for _ in range(40):
        days = [dt.date(2018, 1, 1) + dt.timedelta(days=chance.randrange(1500)) for _ in range(2)]
        first, last = sorted(days)
        agreement_with(
            state=chance.choice(AgreementState.values),
            valid_from=chance.choice([None, first]),
            valid_until=chance.choice([None, last]),
        )
    effective = Agreement.objects.filter(state__in=["in_force", "terminated", "expired"])
    months = [month(2019, number) for number in range(1, 13)]
    for reading in get_measure("partners.agreements_in_force").compute(Scope(), months):
        day = reading.period.last_day
        expected = sum(
            (a.valid_from or day) <= day and (a.valid_until is None or a.valid_until > day) for a in effective
        )
        assert reading.value == expected


def test_use_of_places_counts_reported_lines_only() -> None:
    institution = InstitutionFactory.create()
    lyon, bonn = PartnerFactory.create(), PartnerFactory.create(country="DE")
    agreement = agreement_with(lyon, bonn, institution=institution, valid_from=dt.date(2019, 9, 1))
    first = AgreementLineFactory.create(agreement=agreement, partner=lyon, places=4, field="0412")
    second = AgreementLineFactory.create(agreement=agreement, partner=bonn, places=6, field="0610")
    AgreementLineFactory.create(agreement=agreement, partner=bonn, year_from=2021)
    reported = dt.date(2021, 7, 1)
    LineYearFactory.create(line=first, year=2019, places=4, used=1)  # not reported
    LineYearFactory.create(line=first, year=2020, places=4, used=3, reported_on=reported)
    LineYearFactory.create(line=second, year=2020, places=6, used=2, reported_on=reported)
    LineYearFactory.create(line=first, year=2021, places=4, used=5, reported_on=reported)
    measure, scope = get_measure("partners.use_of_places"), Scope(institution=institution.uuid)
    with CaptureQueriesContext(connection) as queries:
        readings = measure.compute(
            scope, [academic_year(2019), academic_year(2020), *YEARS[1:], month(2020, 9)]
        )
    # 2020: (3 + 2) of (4 + 6), both lines told. 2021: 5 of 4, one line of three told.
    half = (Decimal("0.5"), Decimal(1))
    assert [(r.value, r.coverage and round(r.coverage, 3)) for r in readings] == [
        (None, None),
        half,
        half,
        (Decimal("1.25"), Decimal("0.333")),
        (None, None),
    ]
    assert len(queries) == 2
    records = measure.records(scope, academic_year(2020), 10, 0)
    assert [record.uuid for record in records] == [second.uuid, first.uuid]
    assert measure.contributions
    parts = measure.contributions(scope, academic_year(2020), "partner")
    # Unused: 4 in Bonn, 1 in Lyon.
    assert [(p.title, int(p.value), p.share) for p in parts] == [
        (bonn.name, 4, Decimal("0.8")),
        (lyon.name, 1, Decimal("0.2")),
    ]

    def within(axis: str, value: object) -> Decimal | None:
        return measure.compute(scope.narrowed(axis, value), [academic_year(2020)])[0].value

    assert within("country", "FR") == Decimal("0.75")
    assert within("field", "06") == round(Decimal(2) / 6, 28)
    assert within("programme", "Erasmus") is None
