"""Vertical lines between two columns: which of them share a line, and how far apart they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Bundle: TypeAlias = tuple[str, str]  # "source", "target" or "flow", and its key

CLEAR = 6.0  # two lines on one track keep this far apart


@dataclass(slots=True)
class Channel:
    """The vertical lines between one column and the next."""

    spans: dict[Bundle, tuple[float, float]] = field(default_factory=dict)
    leaving: dict[float, set[Bundle]] = field(
        default_factory=dict
    )  # lines that come from the left, by height
    arriving: dict[float, set[Bundle]] = field(default_factory=dict)  # lines that go on to the right
    tracks: dict[Bundle, int] = field(default_factory=dict)

    def add(self, bundle: Bundle, start: float, end: float, *, left: bool, right: bool) -> None:
        """A vertical line from one height to another; whether it begins on the left and ends on the right."""
        low, high = self.spans.get(bundle, (start, start))
        self.spans[bundle] = (min(low, start, end), max(high, start, end))
        (self.leaving if left else self.arriving).setdefault(start, set()).add(bundle)
        (self.arriving if right else self.leaving).setdefault(end, set()).add(bundle)

    def set_tracks(self) -> None:
        """From left to right: a line that ends at a height stands left of one that begins there."""
        after: dict[Bundle, set[Bundle]] = {bundle: set() for bundle in self.spans}
        for one, other in self._meetings():
            after[other].add(one)
        while len(self.tracks) < len(self.spans):
            bundle = self._next(after)
            first = max((self.tracks[each] + 1 for each in after[bundle] if each in self.tracks), default=0)
            while self._crowded(bundle, first):
                first += 1
            self.tracks[bundle] = first

    @property
    def width(self) -> int:
        """How many tracks there are."""
        return max(self.tracks.values(), default=-1) + 1

    def clashes(self, bundle: Bundle, height: float) -> bool:
        """Whether, going right at this height, it would run over a line that comes from the left."""
        others = self.leaving.get(height, set()) - {bundle}
        return any(self.tracks[other] >= self.tracks[bundle] for other in others)

    def _meetings(self) -> Iterator[tuple[Bundle, Bundle]]:
        for height, bundles in self.leaving.items():
            for one in bundles:
                yield from ((one, other) for other in self.arriving.get(height, ()) if other != one)

    def _next(self, after: dict[Bundle, set[Bundle]]) -> Bundle:
        """One whose left neighbours all have their track; when they wait in a circle, the first."""
        waiting = [bundle for bundle in self.spans if bundle not in self.tracks]
        free = [bundle for bundle in waiting if after[bundle] <= self.tracks.keys()]
        return (free or waiting)[0]

    def _crowded(self, bundle: Bundle, track: int) -> bool:
        low, high = self.spans[bundle]
        return any(
            self.tracks[other] == track
            and self.spans[other][0] - CLEAR < high
            and low < self.spans[other][1] + CLEAR
            for other in self.tracks
        )
