"""A small stretch for tests of the loop: an indicator whose levels a test writes down."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

from periplus.core.periods import Period
from periplus.loop import measuring
from periplus.loop.enums import Direction
from periplus.loop.measuring import Contribution, Measure, Reading, SourceRecord, Unit
from periplus.loop.scopes import Scope


class Tide:
    """Levels by period key, and parts of each level by country."""

    def __init__(self) -> None:
        self.levels: dict[str, Any] = {}
        self.parts: dict[str, dict[str, int]] = {}
        self.counts: dict[str, int] = {}
        self.asked = 0
        self.broken = False

    def compute(self, _scope: Scope, periods: Sequence[Period]) -> list[Reading]:
        self.asked += 1
        return [self._reading(period) for period in periods]

    def _reading(self, period: Period) -> Reading:
        level = self.levels.get(period.key)
        count = self.counts.get(period.key, 0 if level is None else int(Decimal(level)))
        return Reading(period, None if level is None else Decimal(level), count=count)

    def records(self, _scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
        """One record for each unit of the level."""
        level = int(Decimal(self.levels.get(period.key) or 0))
        numbers = range(level)[offset : offset + limit]
        return [SourceRecord("tests.wave", UUID(int=n), f"Wave {n}") for n in numbers]

    def contributions(self, _scope: Scope, period: Period, axis: str) -> list[Contribution]:
        if self.broken:
            message = "The gauge does not answer."
            raise ConnectionError(message)
        parts = self.parts.get(period.key, {})
        whole = sum(parts.values())
        return [
            Contribution(axis, key, key, Decimal(part), Decimal(part) / whole, part)
            for key, part in sorted(parts.items(), key=lambda item: -item[1])
        ]


@contextmanager
def registered(
    tide: Tide, *, version: int = 1, direction: Direction = Direction.UP, counts_people: bool = True
) -> Iterator[Measure]:
    """Let the loop know the indicator `tests.tide` for the length of a block."""
    measure = Measure(
        key="tests.tide",
        code="T01",
        title="Tide",
        definition="How high the water stands.",
        unit=Unit("metres", "metres"),
        direction=direction,
        source="The gauge",
        version=version,
        axes=frozenset({"institution", "country"}),
        compute=tide.compute,
        records=tide.records,
        contributions=tide.contributions,
        counts_people=counts_people,
        breakdown_axes=("country",),
    )
    measuring.register(measure)
    try:
        yield measure
    finally:
        del measuring._measures["tests.tide"]
