import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from periplus.loop.courses import Path, course_of, distance, expected_on, follow, worst
from periplus.loop.enums import Course, Direction

START, DUE = dt.date(2025, 12, 31), dt.date(2029, 12, 31)
numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
distances = st.lists(st.one_of(st.none(), numbers), max_size=30)


def way(direction: Direction = Direction.UP, baseline: int | None = 100, value: int = 200) -> Path:
    start = None if baseline is None else Decimal(baseline)
    return Path(Decimal(value), DUE, Decimal(10), direction, start, START)


def test_the_way_is_straight_and_flat_at_both_ends() -> None:
    path = way()
    halfway = START + (DUE - START) / 2
    assert expected_on(path, dt.date(2020, 1, 1)) == 100
    assert expected_on(path, START) == 100
    assert abs(expected_on(path, halfway) - 150) < Decimal("0.1")
    assert expected_on(path, DUE) == 200
    assert expected_on(path, dt.date(2035, 1, 1)) == 200


def test_without_a_baseline_the_target_itself_is_expected() -> None:
    assert expected_on(way(baseline=None), dt.date(2020, 1, 1)) == 200


def test_distance_is_signed_by_direction() -> None:
    assert distance(way(Direction.UP), Decimal(190), DUE) == -1
    assert distance(way(Direction.DOWN), Decimal(190), DUE) == 1
    assert distance(way(Direction.BAND), Decimal(190), DUE) == 0
    assert distance(way(Direction.BAND), Decimal(200), DUE) == 1
    assert distance(way(Direction.BAND), Decimal(225), DUE) == Decimal("-1.5")


def test_a_missing_reading_is_grey_and_the_edges_belong_to_the_better_light() -> None:
    assert distance(way(), None, DUE) is None
    assert [course_of(d) for d in (None, Decimal(0), Decimal("-0.01"), Decimal(-1), Decimal("-1.01"))] == [
        Course.NO_DATA,
        Course.ON,
        Course.DRIFTING,
        Course.DRIFTING,
        Course.OFF,
    ]


def test_red_is_left_only_after_two_calm_readings_in_a_row() -> None:
    readings = [Decimal(d) if d is not None else None for d in (0, -2, 1, -2, 1, None, 1, 1)]
    on, off, grey = Course.ON, Course.OFF, Course.NO_DATA
    assert follow(readings) == [on, off, off, off, off, grey, on, on]


def test_a_whole_is_as_bad_as_its_worst_part() -> None:
    assert worst([]) is Course.NO_DATA
    assert worst([Course.ON, Course.NO_DATA]) is Course.NO_DATA
    assert worst([Course.ON, Course.NO_DATA, Course.DRIFTING]) is Course.DRIFTING
    assert worst([Course.OFF, Course.DRIFTING]) is Course.OFF
    assert worst([Course.ON, Course.ON]) is Course.ON


@given(numbers, numbers, st.sampled_from([Direction.UP, Direction.DOWN]), st.dates(START, DUE))
def test_better_is_never_farther_behind(a: Decimal, b: Decimal, direction: Direction, day: dt.date) -> None:
    lower, higher = sorted([a, b])
    worse, better = (lower, higher) if direction is Direction.UP else (higher, lower)
    path = way(direction)
    behind, ahead = distance(path, worse, day), distance(path, better, day)
    assert behind is not None
    assert ahead is not None
    assert behind <= ahead


@given(st.dates(START, DUE))
def test_the_way_stays_between_its_ends(day: dt.date) -> None:
    assert 100 <= expected_on(way(), day) <= 200


@given(distances)
def test_lights_never_show_more_than_they_know(readings: list[Decimal | None]) -> None:
    lights = follow(readings)
    for reading, light in zip(readings, lights, strict=True):
        assert (light is Course.NO_DATA) == (reading is None)
        if reading is not None and reading < -1:
            assert light is Course.OFF
    known = [light for light in lights if light is not Course.NO_DATA]
    raw = [course_of(reading) for reading in readings if reading is not None]
    for place, light in enumerate(known):
        if light is not Course.OFF:
            assert light is raw[place]
            assert Course.OFF not in raw[max(0, place - 1) : place + 1]
