"""The traffic light of targets and goals.

d = (actual - expected) / tolerance, signed so that better is greater. On course: d >= 0; drifting:
-1 <= d < 0; off course: d < -1. A missing reading is grey, never green. Off course is left only after
two readings in a row that are not off course.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from periplus.loop.enums import Course, Direction

READINGS_TO_RECOVER = 2
RED_BELOW = Decimal(-1)
_WORST_FIRST = (Course.OFF, Course.DRIFTING, Course.NO_DATA, Course.ON)


@dataclass(frozen=True, slots=True)
class Path:
    """The straight way from a baseline to a value on its due date; without a baseline, the value alone."""

    value: Decimal
    due_on: dt.date
    tolerance: Decimal
    direction: Direction
    baseline: Decimal | None = None
    baseline_on: dt.date | None = None


def expected_on(path: Path, day: dt.date) -> Decimal:
    """Where the way stands on a day: flat before the baseline and after the due date."""
    if path.baseline is None or path.baseline_on is None or day >= path.due_on:
        return path.value
    if day <= path.baseline_on:
        return path.baseline
    gone = Decimal((day - path.baseline_on).days) / Decimal((path.due_on - path.baseline_on).days)
    return path.baseline + (path.value - path.baseline) * gone


def distance(path: Path, actual: Decimal | None, day: dt.date) -> Decimal | None:
    """How far a reading is from its way on a day, in tolerances; below nought is behind.

    Within a band, nought is its edge and 1 its middle.
    """
    if actual is None:
        return None
    apart = (actual - expected_on(path, day)) / path.tolerance
    match path.direction:
        case Direction.UP:
            return apart
        case Direction.DOWN:
            return -apart
    return 1 - abs(apart)


def course_of(distance: Decimal | None) -> Course:
    """The light of one reading by itself."""
    if distance is None:
        return Course.NO_DATA
    if distance >= 0:
        return Course.ON
    return Course.DRIFTING if distance >= RED_BELOW else Course.OFF


def follow(distances: Iterable[Decimal | None]) -> list[Course]:
    """The lights of readings in their order, red being left only after two that are not red.

    A missing reading shows grey and neither confirms nor ends a red phase.
    """
    lights: list[Course] = []
    red, calm = False, 0
    for each in distances:
        raw = course_of(each)
        if raw is Course.OFF:
            red, calm = True, 0
        elif raw is not Course.NO_DATA and red:
            calm += 1
            red = calm < READINGS_TO_RECOVER
        lights.append(Course.OFF if red and raw is not Course.NO_DATA else raw)
    return lights


def worst(courses: Sequence[Course]) -> Course:
    """The light of a whole: its worst part; green only when every part is; grey when it has none."""
    return min(courses, key=_WORST_FIRST.index, default=Course.NO_DATA)
