"""What a rule is applied to and what it says, as plain values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from periplus.loop.courses import Path
from periplus.loop.enums import Course, Direction, RuleKind, Severity

XMR, EWMA, CUSUM = "xmr", "ewma", "cusum"
BOTH, WORSE = "both", "worse"
ABOVE, BELOW = "above", "below"


@dataclass(frozen=True, slots=True)
class Point:
    """One reading of a series: its period's key, the first day after it, and what it said."""

    key: str
    until: dt.date
    value: Decimal | None

    @property
    def last_day(self) -> dt.date:
        return self.until - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """A rule without its name: `parameters` as kept in `SignalRule.parameters`.

    `path` is the way of the goal's target, for rules of the kind stage.
    """

    kind: RuleKind
    parameters: Mapping[str, Any]
    severity: Severity
    direction: Direction
    path: Path | None = None

    def number(self, name: str, default: float) -> float:
        """A parameter as a number; the default when it is absent or empty."""
        value = self.parameters.get(name)
        return default if value in {None, ""} else float(str(value))

    def word(self, name: str, default: str) -> str:
        return str(self.parameters.get(name) or default)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule's condition says of one point by itself.

    `level` is what was compared (the value, or what a chart made of it) with `lower` and `upper`,
    in the unit of the values; None where there is nothing to compare yet.
    """

    known: bool = False
    past: bool = False
    for_the_better: bool = False
    course: Course = Course.NO_DATA
    sentence: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    level: float | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None


UNKNOWN = Finding()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rule says of one point.

    `red` lasts, once the rule has fired, until two readings in a row are calm. `fires`: the rule's
    condition is met at this very point, persistently enough.
    """

    point: Point
    finding: Finding
    fires: bool
    red: bool


@dataclass(frozen=True, slots=True)
class Firing:
    """That a rule would raise a signal at the end of a period, and what it would say."""

    point: Point
    severity: Severity
    course: Course
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)
