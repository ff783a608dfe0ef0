"""What the measures hand out of stays: records and splits."""

from periplus.core.periods import Period
from periplus.loop.measuring import Contribution, SourceRecord
from periplus.loop.scopes import Scope
from periplus.mobility.counting.flows import OUT, Way
from periplus.mobility.counting.records import (
    STUDENT_ACTIVITIES,
    list_stays,
    split_concentration,
    split_stays,
    stays_within,
)


def records(scope: Scope, period: Period, limit: int, offset: int, *, way: Way) -> list[SourceRecord]:
    return list_stays(stays_within(scope, period, way), limit, offset)


def split(scope: Scope, period: Period, axis: str, *, way: Way) -> list[Contribution]:
    return split_stays(stays_within(scope, period, way), way, axis)


def student_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    students = stays_within(scope, period, OUT).filter(activity__in=STUDENT_ACTIVITIES)
    return list_stays(students, limit, offset)


def student_split(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    students = stays_within(scope, period, OUT).filter(activity__in=STUDENT_ACTIVITIES)
    return split_stays(students, OUT, axis)


def concentration_split(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    return split_concentration(stays_within(scope, period, OUT), OUT, axis)
