"""How long a chart runs before it signals: the price of its limits in false alarms.

The chart's statistic is cut into cells and treated as a Markov chain; the mean number of readings
until it leaves the cells solves (I - Q) x = 1. Source: D. Brook and D. A. Evans, Biometrika 59 (1972).
"""

from functools import cache
from math import erf, sqrt

import numpy as np

CELLS = 201  # odd, so that one cell is centred on the start


@cache
def ewma_run_length(*, weight: float, width: float, shift: float = 0.0) -> float:
    """Mean number of readings to a signal of a two-sided EWMA with steady limits.

    `shift` is the change of the mean in standard deviations; 0 gives the mean time between false alarms.
    """
    limit = width * sqrt(weight / (2 - weight))
    half = limit / CELLS
    centres = np.array([-limit + (2 * number + 1) * half for number in range(CELLS)])
    kept = (1 - weight) * centres
    upper = (centres[None, :] + half - kept[:, None]) / weight - shift
    lower = (centres[None, :] - half - kept[:, None]) / weight - shift
    return _mean_steps(_normal(upper) - _normal(lower), start=CELLS // 2)


@cache
def cusum_run_length(*, slack: float, interval: float, shift: float = 0.0) -> float:
    """Mean number of readings to a signal of a one-sided CUSUM, all in standard deviations."""
    cell = 2 * interval / (2 * CELLS - 1)
    centres = np.arange(CELLS) * cell
    upper = centres[None, :] + cell / 2 - centres[:, None] + slack - shift
    lower = upper - cell
    chances = _normal(upper) - _normal(lower)
    chances[:, 0] = _normal(upper[:, 0])  # whatever falls below nought starts again at nought
    return _mean_steps(chances, start=0)


def _mean_steps(chances: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", *, start: int) -> float:
    steps = np.linalg.solve(np.eye(CELLS) - chances, np.ones(CELLS))
    return float(steps[start])


_error_function = np.vectorize(erf, otypes=[np.float64])


def _normal(
    z: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """The share of a standard normal distribution below z."""
    shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (1 + _error_function(z / sqrt(2))) / 2
    return shares
