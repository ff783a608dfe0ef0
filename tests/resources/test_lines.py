"""Opening budget lines, listing them, and what they tell in numbers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from periplus.core.periods import calendar_year, month
from periplus.core.verdicts import Invalid, Refused
from periplus.loop.enums import Dimension
from periplus.loop.measuring import get_measure
from periplus.loop.scopes import Scope
from periplus.people.enums import Role
from periplus.resources import services
from periplus.resources.models import Transfer
from periplus.resources.queries import find_budget_line, list_budget_lines
from tests.factories.people import UnitFactory, person_as
from tests.factories.resources import BudgetLineFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


def terms(**changed: object) -> services.BudgetTerms:
    usual: dict[str, object] = {
        "code": "420-1",
        "title": "Travel grants",
        "purpose": Dimension.INTERNATIONAL,
        "year": 2026,
        "currency": "EUR",
        "amount": Decimal(1000),
    }
    return services.BudgetTerms(**(usual | changed))  # type: ignore[arg-type]


def test_the_office_opens_a_line() -> None:
    unit = UnitFactory.create()
    line = services.open_budget_line(actor=person_as(Role.OFFICE), unit=unit, terms=terms(), on=TODAY)
    found = find_budget_line(line.uuid)
    assert found is not None
    assert (found.title, found.unit) == ("Travel grants", unit)


@pytest.mark.parametrize(
    ("field", "value"), [("code", " "), ("title", ""), ("currency", "eur"), ("amount", Decimal(0))]
)
def test_each_mistake_is_named(field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        services.open_budget_line(
            actor=person_as(Role.OFFICE), unit=UnitFactory.create(), terms=terms(**{field: value}), on=TODAY
        )
    assert set(refusal.value.errors) == {field}


def test_a_code_stands_once_a_year() -> None:
    alice, unit = person_as(Role.OFFICE), UnitFactory.create()
    services.open_budget_line(actor=alice, unit=unit, terms=terms(), on=TODAY)
    with pytest.raises(Invalid):
        services.open_budget_line(actor=alice, unit=unit, terms=terms(), on=TODAY)
    services.open_budget_line(actor=alice, unit=unit, terms=terms(year=2027), on=TODAY)


def test_a_coordinator_does_not_open_lines() -> None:
    unit = UnitFactory.create()
    with pytest.raises(Refused):
        services.open_budget_line(
            actor=person_as(Role.COORDINATOR, unit=unit), unit=unit, terms=terms(), on=TODAY
        )


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_is_one_query(number: int) -> None:
    office = person_as(Role.OFFICE)
    BudgetLineFactory.create_batch(number)
    list_budget_lines(office)  # keeps the standing
    with CaptureQueriesContext(connection) as queries:
        assert {(line.held, line.free, line.unit.name != "") for line in list_budget_lines(office)} == {
            (Decimal(1000), Decimal(1000), True)
        }
    assert len(queries) == 1


def test_budget_execution_by_hand() -> None:
    unit = UnitFactory.create()
    child = UnitFactory.create(institution=unit.institution, parent=unit)
    first = BudgetLineFactory.create(unit=unit, spent=Decimal(300))
    second = BudgetLineFactory.create(unit=child, amount=Decimal(500), spent=Decimal(150))
    elsewhere = BudgetLineFactory.create(spent=Decimal(1000))
    Transfer.objects.create(
        source=elsewhere, destination=second, amount=Decimal(100), reason="-", made_on=TODAY
    )
    BudgetLineFactory.create(unit=unit, year=2027, currency="BRL")
    BudgetLineFactory.create(unit=unit, year=2027, currency="EUR")
    measure, within = get_measure("resources.budget_execution"), Scope(unit=unit.uuid)
    years = [calendar_year(2025), calendar_year(2026), calendar_year(2027)]
    with CaptureQueriesContext(connection) as queries:
        readings = measure.compute(within, [*years, month(2026, 1)])
    # (300 + 150) of (1000 + 500 + 100); nothing in 2025, two currencies in 2027, no months.
    expected = Decimal(450) / 1600
    assert [reading.value for reading in readings] == [None, expected, None, None]
    assert len(queries) == 1
    records = measure.records(within, years[1], 10, 0)
    assert [record.uuid for record in records] == [first.uuid, second.uuid]
    assert measure.contributions
    parts = measure.contributions(within, years[1], "unit")
    # Left: 700 in the unit, 450 in the one below.
    assert [(part.key, int(part.value)) for part in parts] == [(str(unit.uuid), 700), (str(child.uuid), 450)]
    assert sum(part.share for part in parts) == 1


def test_money_knows_no_countries() -> None:
    measure = get_measure("resources.budget_execution")
    with pytest.raises(ValueError, match="country"):
        measure.compute(Scope(country="FR"), [calendar_year(2026)])
    assert measure.contributions
    with pytest.raises(ValueError, match="country"):
        measure.contributions(Scope(), calendar_year(2026), "country")
