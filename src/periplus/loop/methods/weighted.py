"""EWMA and CUSUM: charts that notice small lasting changes in monthly or weekly figures.

Sources: S. W. Roberts, Technometrics 1 (1959); E. S. Page, Biometrika 41 (1954);
J. M. Lucas and M. S. Saccucci, Technometrics 32 (1990).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Smoothed:
    """One step of an EWMA chart, in the unit of the values."""

    level: float
    lower: float
    upper: float


def ewma(
    values: Sequence[float], *, mean: float, sigma: float, weight: float, width: float
) -> list[Smoothed]:
    """z_i = weight * x_i + (1 - weight) * z_(i-1) from z_0 = mean, with its limits at each step.

    Limits: mean ± width * sigma * sqrt(weight / (2 - weight) * (1 - (1 - weight)^(2i))).
    """
    steps: list[Smoothed] = []
    level = mean
    for number, value in enumerate(values, start=1):
        level = weight * value + (1 - weight) * level
        spread = sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * number)))
        reach = width * sigma * spread
        steps.append(Smoothed(level, mean - reach, mean + reach))
    return steps


@dataclass(frozen=True, slots=True)
class Sums:
    """One step of a CUSUM chart, in standard deviations: what has piled up above and below."""

    above: float
    below: float


def cusum(values: Sequence[float], *, mean: float, sigma: float, slack: float) -> list[Sums]:
    """C+ = max(0, C+ + z - slack) and C- = max(0, C- - z - slack) with z = (x - mean) / sigma.

    A signal is a sum strictly above the decision interval. With sigma 0 nothing piles up.
    """
    steps: list[Sums] = []
    above = below = 0.0
    for value in values:
        z = (value - mean) / sigma if sigma else 0.0
        above = max(0.0, above + z - slack)
        below = max(0.0, below - z - slack)
        steps.append(Sums(above, below))
    return steps
