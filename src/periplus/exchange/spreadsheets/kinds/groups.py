"""Rows about the same thing: the first brings it in, the others are merged into it."""

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

from periplus.exchange.enums import Outcome
from periplus.exchange.models import ImportRow, ImportRun
from periplus.exchange.spreadsheets.kinds.base import Result

K = TypeVar("K", bound=Hashable)
_AT_A_TIME = 5_000


class Groups(Generic[K]):
    """Which row is the first of each thing, and what it came to."""

    def __init__(self) -> None:
        self._first: dict[K, int] = {}
        self._several: set[K] = set()
        self._settled: dict[K, tuple[Outcome, Any]] = {}

    def count(self, key: K, number: int) -> bool:
        """Note a row; say whether it is the first of its thing."""
        if key in self._first:
            self._several.add(key)
            return False
        self._first[key] = number
        return True

    def is_first(self, key: K, number: int) -> bool:
        return self._first.get(key, number) == number

    def settle(self, key: K, result: Result) -> None:
        """Remember what the first row came to, if others follow."""
        if key in self._several:
            self._settled[key] = result.outcome, result.target

    def later(self, key: K) -> Result:
        """What a later row came to: merged, unless the first found everything as it was."""
        outcome, target = self._settled[key]
        return Result(Outcome.UNCHANGED if outcome == Outcome.UNCHANGED else Outcome.MERGED, target)

    def recall(self, run: ImportRun, next_row: int) -> None:
        """Learn from the stored rows of an interrupted run what first rows came to."""
        numbers = {self._first[key]: key for key in self._several if self._first[key] < next_row}
        ordered = sorted(numbers)
        for start in range(0, len(ordered), _AT_A_TIME):
            part = ordered[start : start + _AT_A_TIME]
            rows = ImportRow.objects.filter(run=run, number__in=part)
            for number, outcome, target in rows.values_list("number", "outcome", "target_uuid"):
                self._settled[numbers[number]] = Outcome(outcome), target
