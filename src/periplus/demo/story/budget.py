"""Money for the path: three years of budget lines, spent quarter by quarter, and a transfer between two."""

import datetime as dt
from decimal import ROUND_DOWN, Decimal

from periplus.core.tables import read_table
from periplus.demo.story.world import World
from periplus.loop.enums import Dimension
from periplus.resources.services import BudgetTerms, open_budget_line, record_spending, transfer

YEARS = 3
CENT = Decimal("0.01")
# The last days of the quarters on which spending is booked.
QUARTERS = ((3, 28), (6, 27), (9, 26), (12, 19))
OPENED = (1, 3)


def tell(world: World) -> None:
    this_year = world.years.today.year
    for year in range(this_year - YEARS + 1, this_year + 1):
        world.diary.write(dt.date(year, *OPENED), lambda day: _open(world, day))
        for quarter in QUARTERS:
            world.diary.write(dt.date(year, *quarter), lambda day: _spend(world, day))
    world.diary.write(dt.date(this_year - 1, 10, 7), lambda day: _move(world, day))


def line_of(key: str, year: int) -> str:
    """What a line of a year is called in the story."""
    return f"{key} {year}"


def _rows() -> tuple[dict[str, str], ...]:
    return read_table("periplus.demo.story", "tables/budget.csv")


def _open(world: World, day: dt.date) -> None:
    for row in _rows():
        terms = BudgetTerms(
            code=row["code"],
            title=row["title"],
            purpose=Dimension(row["purpose"]),
            year=day.year,
            currency="EUR",
            amount=Decimal(row["amount"]),
        )
        line = open_budget_line(
            actor=world.people["goran"], unit=world.units[row["unit"]], terms=terms, on=day
        )
        world.budget[line_of(row["key"], day.year)] = line


def _spend(world: World, day: dt.date) -> None:
    for row in _rows():
        line = world.budget[line_of(row["key"], day.year)]
        quarter = Decimal(row["amount"]) * Decimal(row["spent"]) / len(QUARTERS)
        amount = quarter.quantize(CENT, rounding=ROUND_DOWN)
        note = f"Quarter that ends in {day:%B}"
        record_spending(actor=world.people["goran"], line=line, amount=amount, note=note, on=day)


def _move(world: World, day: dt.date) -> None:
    transfer(
        actor=world.people["office"],
        source=world.budget[line_of("guests", day.year)],
        destination=world.budget[line_of("interns", day.year)],
        amount=Decimal(3500),
        reason="Two guest lecturers cancelled; five more interns came than planned.",
        on=day,
    )
