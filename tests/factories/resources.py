"""Money for tests."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from periplus.loop.enums import Dimension
from periplus.resources.models import BudgetLine
from tests.factories.people import UnitFactory


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    class Meta:
        model = BudgetLine

    unit = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda n: f"B{n}")
    title = factory.Sequence(lambda n: f"Travel grants {n}")
    purpose = Dimension.INTERNATIONAL
    year = 2026
    currency = "EUR"
    amount = Decimal("1000.00")
