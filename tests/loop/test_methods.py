"""The methods against published examples, and by their properties."""

import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periplus.loop.methods.natural_range import natural_range, runs
from periplus.loop.methods.proportions import wilson
from periplus.loop.methods.run_length import cusum_run_length, ewma_run_length
from periplus.loop.methods.weighted import cusum, ewma

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flowrates of ten batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# The same, 6.3.2.3: CUSUM of 20 group means, process mean 325, h = 4.1959, k = 0.3175.
GROUPS = [
    324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600,
    324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350,
]  # fmt: skip
# The same, 6.3.2.4: EWMA with weight 0.3, process mean 50, standard deviation 2.0539.
EWMA_VALUES = [
    52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
    49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1,
]  # fmt: skip
EWMA_LEVELS = [
    50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33,
    50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
]  # fmt: skip

levels = st.lists(st.floats(-1000, 1000), min_size=3, max_size=30)


def test_natural_range_of_the_published_flow_rates() -> None:
    usual = natural_range(FLOW)
    assert isclose(usual.centre, 50.81, abs_tol=0.005)
    assert isclose(usual.mean_range, 1.8778, abs_tol=0.0005)
    assert isclose(usual.upper, 55.8041, abs_tol=0.01)
    assert isclose(usual.lower, 45.8159, abs_tol=0.01)


def test_natural_range_needs_three_values() -> None:
    with pytest.raises(ValueError):
        natural_range([1.0, 2.0])


def test_runs_count_along_one_side_and_start_again_on_the_centre() -> None:
    assert runs([2, 3, 1, 0, 1, -1, -2], centre=0.0) == [1, 2, 3, 0, 1, -1, -2]


def test_ewma_of_the_published_example() -> None:
    steps = ewma(EWMA_VALUES, mean=50, sigma=2.0539, weight=0.3, width=3)
    assert [round(step.level, 2) for step in steps] == pytest.approx(EWMA_LEVELS, abs=0.015)
    assert isclose(steps[-1].upper, 52.5884, abs_tol=0.001)
    assert isclose(steps[-1].lower, 47.4115, abs_tol=0.001)


def test_cusum_of_the_published_example() -> None:
    sums = cusum(GROUPS, mean=325, sigma=1, slack=0.3175)
    assert isclose(sums[12].above, 3.0075, abs_tol=0.0001)
    assert isclose(sums[13].above, 4.94, abs_tol=0.0001)
    assert next(n for n, step in enumerate(sums, start=1) if step.above > 4.1959) == 14


@pytest.mark.parametrize(
    ("weight", "width", "expected"),
    [(0.2, 2.962, [499.5, 41.8, 10.5, 3.7]), (0.1, 2.814, [499.1, 31.3, 10.3, 4.4])],
)
def test_run_lengths_of_ewma_are_those_of_the_tables(
    weight: float, width: float, expected: list[float]
) -> None:
    found = [ewma_run_length(weight=weight, width=width, shift=shift) for shift in (0, 0.5, 1, 2)]
    assert [round(length, 1) for length in found] == expected


@pytest.mark.parametrize(
    ("interval", "expected"), [(4, [335.4, 26.7, 8.4, 3.3]), (5, [930.9, 38.0, 10.4, 4.0])]
)
def test_run_lengths_of_cusum_are_those_of_the_tables(interval: float, expected: list[float]) -> None:
    found = [cusum_run_length(slack=0.5, interval=interval, shift=shift) for shift in (0, 0.5, 1, 2)]
    assert found == pytest.approx(expected, rel=0.001, abs=0.05)


def test_our_ewma_signals_as_soon_as_its_run_length_says() -> None:
    """Simulated with a fixed seed: a shift of one standard deviation, limits as they are in the end."""
    chance = random.Random(20260302)  # noqa: S311 -- not for secrets
    lengths = []
    for _ in range(2_000):
        values = [chance.gauss(1, 1) for _ in range(120)]
        steps = ewma(values, mean=0, sigma=1, weight=0.2, width=2.962)
        limit = 2.962 * (0.2 / 1.8) ** 0.5
        lengths.append(next((n for n, s in enumerate(steps, start=1) if abs(s.level) > limit), 120))
    assert sum(lengths) / len(lengths) == pytest.approx(10.5, rel=0.04)


def test_wilson_interval_of_the_published_example() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=0.0001)
    with pytest.raises(ValueError):
        wilson(0, 0)


@given(levels, st.floats(-100, 100))
def test_a_constant_added_moves_the_range_and_nothing_else(values: list[float], added: float) -> None:
    before, after = natural_range(values), natural_range([value + added for value in values])
    assert isclose(after.centre, before.centre + added, abs_tol=1e-6)
    assert isclose(after.mean_range, before.mean_range, abs_tol=1e-6)


@given(levels)
def test_an_ewma_stays_within_what_it_has_seen(values: list[float]) -> None:
    steps = ewma(values, mean=values[0], sigma=1, weight=0.3, width=3)
    for place, step in enumerate(steps, start=1):
        assert min(values[:place]) - 1e-9 <= step.level <= max(values[:place]) + 1e-9


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_wilson_interval_holds_its_share(part: int, rest: int) -> None:
    low, high = wilson(part, part + rest)
    assert 0 <= low <= part / (part + rest) <= high <= 1
