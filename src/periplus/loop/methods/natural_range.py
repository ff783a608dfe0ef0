"""XmR: individual values and their moving range, for yearly or termly figures.

Source: W. A. Shewhart's charts as taught by D. J. Wheeler, Understanding Variation (1993): limits at
the mean plus and minus 2.66 mean moving ranges, where 2.66 = 3 / 1.128.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

RANGE_FACTOR = 2.66
RANGE_TO_SIGMA = 1.128  # d2, the expected range of two normal values in standard deviations
LEAST_VALUES = 3


@dataclass(frozen=True, slots=True)
class NaturalRange:
    """What a process does when nothing changes, in the unit of the values."""

    centre: float
    lower: float
    upper: float
    mean_range: float

    @property
    def sigma(self) -> float:
        """The standard deviation that the moving ranges speak of."""
        return self.mean_range / RANGE_TO_SIGMA


def natural_range(values: Sequence[float]) -> NaturalRange:
    """The limits from values in order of time; ValueError for fewer than three."""
    if len(values) < LEAST_VALUES:
        message = "A natural range needs at least three values."
        raise ValueError(message)
    centre = fmean(values)
    mean_range = fmean(abs(after - before) for before, after in pairwise(values))
    reach = RANGE_FACTOR * mean_range
    return NaturalRange(centre, centre - reach, centre + reach, mean_range)


def runs(values: Sequence[float], centre: float) -> list[int]:
    """For each value, how many in a row up to it lie on its side of the centre: -3 is the third below."""
    lengths: list[int] = []
    for value in values:
        side = (value > centre) - (value < centre)
        before = lengths[-1] if lengths else 0
        lengths.append(before + side if side * before > 0 else side)
    return lengths
