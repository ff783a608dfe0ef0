"""Durations of ISO 8601, in whole days."""

import re
from math import ceil
from typing import Final

_DURATION = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?)?"
)
_DAYS: Final = (365, 30, 7, 1, 1 / 24, 1 / 1440, 1 / 86400)
_EXACT = re.compile(r"P\d+[WD]")


def write_days(days: int) -> str:
    """'P14D'."""
    return f"P{max(days, 0)}D"


def read_days(text: str) -> int | None:
    """Days of a duration, rounded up; None when it is none. Quotes around it are forgiven."""
    match = _DURATION.fullmatch(text.strip().strip("\"'"))
    if match is None or not any(match.groups()):
        return None
    return ceil(sum(int(count or 0) * days for count, days in zip(match.groups(), _DAYS, strict=True)))


def is_exact(text: str) -> bool:
    """Whether it counts days or weeks, so that nothing was rounded."""
    return bool(_EXACT.fullmatch(text.strip().strip("\"'")))
