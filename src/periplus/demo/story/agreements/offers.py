"""What each agreement offers: worked out from how many come and go, with places to spare."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from periplus.core.codes import EU
from periplus.core.tables import read_table
from periplus.demo.story.flows import IN, OUT, Flows
from periplus.demo.story.partners import rows
from periplus.demo.story.university import FACULTIES, departments_of, field_of
from periplus.demo.story.world import World
from periplus.demo.story.years import SEPTEMBER
from periplus.partners.enums import Activity, AgreementKind

ERASMUS: Final = EU | {"NO", "TR"}
ENGINEERING: Final = "FEN"
# Partners of Engineering whose places were agreed long ago for many more than ever went.
OVERSIZED: Final = {"dresden": 34, "aachen": 30}
_YEARS_SEEN: Final = 9
_NOTICE: Final = (12, 12, 6, 12, 3)
# One in thirteen renews itself, one line in four is for master students: those with this remainder.
_BY_ITSELF, _MASTERS = (13, 5), (4, 3)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line to be: `faculty` is whose students it is for."""

    faculty: str
    way: str
    places: int
    field: str
    level: str
    language: str
    cefr: str
    months: Decimal
    activity: Activity = Activity.STUDY


@dataclass(frozen=True, slots=True)
class Offer:
    """One agreement to be, with the day on which it begins and the first on which it no longer holds."""

    key: str
    partner: str
    unit: str
    title: str
    kind: AgreementKind
    programme: str
    begins: dt.date
    ends: dt.date | None
    notice_months: int
    renews_by_itself: bool
    lines: tuple[OfferLine, ...]


def offers_of(world: World, flows: Flows) -> list[Offer]:
    """The agreements under which people have moved all these years, and those under which nobody did."""
    offers: list[Offer] = []
    for row in rows():
        units = [FACULTIES[letter] for letter in row["faculties"]]
        for part in _parts(units, row["shape"]):
            offers.append(_offer(world, flows, row, part, len(offers)))
    return offers


def _parts(units: list[str], shape: str) -> Iterator[list[str]]:
    """Engineering makes its own agreements; the other faculties share one with each partner."""
    if shape == "dormant":
        yield from ([unit] for unit in units)
        return
    if ENGINEERING in units:
        yield [ENGINEERING]
    others = [unit for unit in units if unit != ENGINEERING]
    if others:
        yield others


def _offer(world: World, flows: Flows, row: dict[str, str], units: list[str], number: int) -> Offer:
    european = row["country"] in ERASMUS
    kind = AgreementKind.INTER_INSTITUTIONAL if european else AgreementKind.STUDENT_EXCHANGE
    subject = "engineering students" if units == [ENGINEERING] else "students"
    begins = dt.date(world.years.first - 1, SEPTEMBER, 1)
    return Offer(
        key=f"{row['key']}-{units[0]}",
        partner=row["key"],
        unit=units[0],
        title=f"Exchange of {subject} with {row['name']}",
        kind=kind,
        programme="Erasmus+" if european else "Bilateral exchange",
        begins=begins,
        ends=_end_of(world, row["shape"], number),
        notice_months=_NOTICE[number % len(_NOTICE)],
        renews_by_itself=_every(_BY_ITSELF, number),
        lines=tuple(_line(flows, row, unit, way, number) for unit in units for way in (OUT, IN)),
    )


def _end_of(world: World, shape: str, number: int) -> dt.date | None:
    """Ends are spread: some behind us, a dozen within the year to come, most later, a few never."""
    years, autumn = world.years, dt.date(world.years.latest, SEPTEMBER, 1)
    if shape == "dormant":
        return autumn.replace(year=years.latest + 2 + number % 3)
    soon, later = years.ahead(30 + number), years.next_september.replace(year=years.next_september.year + 1)
    ends = {
        0: autumn.replace(year=years.latest - 1),
        1: autumn,
        2: soon.replace(day=1) if number % 20 == 2 else later.replace(month=8),  # noqa: PLR2004 -- every other
        3: years.next_september,
        4: later,
        9: None,
    }
    place = number % 10
    return ends[place] if place in ends else autumn.replace(year=years.latest + place - 1)


def _line(flows: Flows, row: dict[str, str], unit: str, way: str, number: int) -> OfferLine:
    language, cefr = _languages().get(row["country"], ("en", "B2")) if way == OUT else ("pt", "A2")
    departments = departments_of(unit)
    return OfferLine(
        faculty=unit,
        way=way,
        places=_places(flows, row, unit, way),
        field=field_of(departments[number % len(departments)]),
        level="7" if _every(_MASTERS, number) else "6",
        language=language,
        cefr=cefr,
        months=Decimal(10 if number % 3 == 0 else 5),
    )


def _places(flows: Flows, row: dict[str, str], unit: str, way: str) -> int:
    years = range(flows.first - 1, flows.first + _YEARS_SEEN)
    most = max(flows.in_academic_year(row["key"], unit, way, year) for year in years)
    if way == OUT:
        if row["key"] in OVERSIZED:
            return OVERSIZED[row["key"]]
        if row["shape"] == "empty":
            return most + 7
        if row["shape"] == "slack":
            return most + 2
    return most + 1


def _every(rule: tuple[int, int], number: int) -> bool:
    step, remainder = rule
    return number % step == remainder


@cache
def _languages() -> dict[str, tuple[str, str]]:
    """What is spoken in the courses abroad, and how well one has to: by country; elsewhere English."""
    rows_of_table = read_table("periplus.demo.story", "tables/languages.csv")
    return {row["country"]: (row["language"], row["cefr"]) for row in rows_of_table}
