"""Small cells: counts of so few people that a number could point at somebody."""

from dataclasses import replace

from periplus.core.verdicts import Verdict
from periplus.loop.measuring import SMALL_CELL, Measure, Reading


def is_small(measure: Measure, count: int) -> bool:
    """Whether this many records are too few to be shown to everybody."""
    return measure.counts_people and 0 < count < SMALL_CELL


def shown(measure: Measure, reading: Reading, sees_records: Verdict) -> Reading:
    """The reading as it may be shown: a small cell loses its numbers, not its existence."""
    if sees_records or not is_small(measure, reading.count):
        return reading
    return replace(reading, value=None, numerator=None, denominator=None)
