"""Whether cases of one version were faster than those of another, and how sure that is.

Mann and Whitney (1947): the chance that a case of the one is faster than a case of the other, ties shared,
and how likely so great a difference is where there is none (normal approximation, corrected for ties).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

FEWEST: Final = 8  # fewer cases of a version say nothing
DOUBT: Final = 0.05  # a difference that chance alone makes more often than that is not told as one


@dataclass(frozen=True, slots=True)
class Contrast:
    """`faster`: share of pairs in which the later case took less time. `by_chance`: two-sided p-value."""

    before_cases: int
    after_cases: int
    before_days: float
    after_days: float
    faster: float
    by_chance: float

    @property
    def certain(self) -> bool:
        return self.by_chance < DOUBT


def compare_durations(before: Sequence[float], after: Sequence[float]) -> Contrast | None:
    """Days that cases took before a change and after it; None when there are too few of them."""
    if min(len(before), len(after)) < FEWEST:
        return None
    one, two = len(before), len(after)
    _values, place, number = np.unique([*before, *after], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(number) - (number - 1) / 2)[place]
    greater = float(ranks[:one].sum()) - one * (one + 1) / 2  # pairs in which the earlier case took longer
    whole = one + two
    ties = float(((number**3 - number) / (whole * (whole - 1))).sum())
    spread = math.sqrt(one * two / 12 * (whole + 1 - ties))
    off = max(abs(greater - one * two / 2) - 0.5, 0.0)
    by_chance = math.erfc(off / spread / math.sqrt(2)) if spread else 1.0
    return Contrast(one, two, _median(before), _median(after), greater / (one * two), by_chance)


def _median(days: Sequence[float]) -> float:
    return float(np.median(np.asarray(days)))
