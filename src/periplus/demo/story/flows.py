"""How many go and come, for each partner and faculty, term by term: worked out before anything happens.

What the figures are to tell: stays gather in three countries; places in South America stay empty; from
the last year on Health Sciences hardly sends anybody; more and more come, and from elsewhere than we go.
"""

import random
from collections import Counter
from dataclasses import dataclass
from typing import Final, NamedTuple

from periplus.demo.story.partners import rows
from periplus.demo.story.university import FACULTIES
from periplus.demo.story.world import World

OUT, IN = "out", "in"
AUTUMN, SPRING = "autumn", "spring"
YEARS: Final = 10  # from the first whole year to the one after next
_LAST: Final = 7  # number of the last year that has been discussed

# By year number. Beyond the end of a row its last value holds.
_LEADERS: Final = {
    "ES": (0.86, 0.88, 0.87, 0.89, 0.88, 1.45, 2.1, 3.2, 3.25),
    "IT": (0.9, 0.9, 0.92, 0.9, 0.92, 1.15, 1.4, 1.9),
    "FR": (0.93, 0.92, 0.93, 0.94, 0.93, 1.0, 1.2, 1.6),
}
_OTHERS: Final = (0.92, 0.94, 0.95, 0.95, 0.97, 0.88, 0.76, 0.64)
_EMPTY: Final = (0.8, 0.8, 0.75, 0.7, 0.7, 0.6, 0.5, 0.12)
_HEALTH: Final = (1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 0.95, 0.1)
_GUESTS: Final = (0.56, 0.6, 0.63, 0.67, 0.7, 0.76, 0.84, 0.92, 1.0)
_COMING: Final = {  # countries from which more come than before
    "BR": (0.5, 0.55, 0.6, 0.7, 0.8, 1.1, 1.4, 1.6),
    "PL": (0.6, 0.6, 0.65, 0.7, 0.8, 1.0, 1.1, 0.65),
    "CV": (0.6, 0.6, 0.7, 0.7, 0.8, 1.0, 1.3, 1.5),
    "MZ": (0.6, 0.6, 0.7, 0.7, 0.8, 1.0, 1.3, 1.5),
    "CN": (0.7, 0.7, 0.7, 0.8, 0.8, 1.0, 1.2, 1.3),
    "ES": (0.6, 0.6, 0.6, 0.6, 0.62, 0.62, 0.6, 0.6),
}
_AUTUMN_SHARE: Final = 0.6


class Flow(NamedTuple):
    """People of one faculty, one way, with one partner, who start in a term of a year (by number)."""

    partner: str
    faculty: str
    way: str
    year: int
    term: str


@dataclass(frozen=True, slots=True)
class Flows:
    """How many there are of each, and what follows for academic years."""

    first: int
    counts: Counter[Flow]

    def in_academic_year(self, partner: str, faculty: str, way: str, year: int) -> int:
        """Those who start in the autumn of `year` or in the spring after it."""
        autumn = self.counts[Flow(partner, faculty, way, self.number_of(year), AUTUMN)]
        return autumn + self.counts[Flow(partner, faculty, way, self.number_of(year + 1), SPRING)]

    def number_of(self, year: int) -> int:
        """The number under which the counts of a year stand. After the last, its two last come in turn."""
        number = year - self.first
        return number if number < YEARS else YEARS - 2 + (number - YEARS) % 2


def flows_of(world: World) -> Flows:
    """The same for the same first year, always."""
    dice, counts = world.dice("flows"), Counter[Flow]()
    for row in rows():
        if row["shape"] == "dormant":
            continue
        for letter in row["faculties"]:
            for way in (OUT, IN):
                for number in range(YEARS):
                    expected = _expected(row, letter, way, number) / len(row["faculties"])
                    _split(counts, dice, (row["key"], FACULTIES[letter], way, number), expected)
    return Flows(world.years.first, counts)


def _split(
    counts: Counter[Flow], dice: random.Random, place: tuple[str, str, str, int], expected: float
) -> None:
    for term, share in ((AUTUMN, _AUTUMN_SHARE), (SPRING, 1 - _AUTUMN_SHARE)):
        number = int(expected * share + dice.random())
        if number:
            counts[Flow(*place, term)] = number


def _expected(row: dict[str, str], letter: str, way: str, number: int) -> float:
    usual, country = float(row[way]), row["country"]
    if way == IN:
        return usual * _at(_COMING.get(country, _GUESTS), number) * _swing(row["shape"], number)
    if row["shape"] == "steady":
        return usual
    if row["shape"] == "empty":
        return usual * _at(_EMPTY, number)
    usual *= _at(_LEADERS.get(country, _OTHERS), number) * _swing(row["shape"], number)
    return usual * (_at(_HEALTH, number) if letter == "S" else 1)


def _swing(shape: str, number: int) -> float:
    """Partners with whom it goes on and off: steady until the year before last but two."""
    if shape == "fading":
        return max(0.2, 1 - 0.12 * number)
    if shape in {"odd", "even"}:
        if number <= _LAST - 3:
            return 1.7
        return 1.7 if (number % 2 == 1) == (shape == "odd") else 0.0
    return 1.0


def _at(row: tuple[float, ...], number: int) -> float:
    return row[min(number, len(row) - 1)]
