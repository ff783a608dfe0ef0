"""Which combinations of inputs no rule answers, and which are answered by two.

Each rule is a box: for every input a set of pieces of its axis, kept as the bits of a number. Overlaps are
boxes that meet. Gaps are found by walking the axes with the set of rules that may still apply. Both stop
after a bounded number of steps and then say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, Generic, TypeAlias, TypeVar

from django.utils.translation import gettext as _

from periplus.paths.chart import ChartTable
from periplus.paths.feel.reading import stored
from periplus.paths.tables.axes import Axis, NotChecked, axis_of
from periplus.paths.tables.compiling import compile_table
from periplus.paths.tables.deciding import CompiledTable, Rule

MOST_CELLS: Final = 600_000  # rules × pieces of an axis, summed up
MOST_STEPS: Final = 400_000
MOST_BOXES: Final = 2_000
MOST_FOUND: Final = 20

Box: TypeAlias = tuple[int, ...]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Gap:
    """Values for which there is no rule. `example`: some of them, as a case would hold them."""

    sentence: str
    example: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules that both apply, with values for which they do."""

    rules: tuple[int, int]
    sentence: str
    example: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Search(Generic[Found]):
    """What was found. `note`: why this may not be all, else ""."""

    found: tuple[Found, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Grid:
    """The axes of a table, and its rules as boxes."""

    axes: tuple[Axis, ...]
    boxes: tuple[Box, ...]
    _steps: int = 0
    _known: dict[tuple[int, int], tuple[Box, ...]] = field(default_factory=dict)

    def where(self, box: Box) -> str:
        said = [axis.say(mask) for axis, mask in zip(self.axes, box, strict=True)]
        return _(" and ").join(_bracketed(each) for each in said if each)

    def example(self, box: Box) -> dict[str, Any]:
        return {
            axis.key: stored(axis.chosen(mask)[0].sample) for axis, mask in zip(self.axes, box, strict=True)
        }

    def uncovered(self) -> tuple[Box, ...]:
        """Boxes, apart from each other, that together are all that no rule covers."""
        applying = [
            [
                sum(1 << rule for rule, box in enumerate(self.boxes) if box[at] >> piece & 1)
                for piece in range(len(axis.pieces))
            ]
            for at, axis in enumerate(self.axes)
        ]
        settled = [
            sum(1 << rule for rule, box in enumerate(self.boxes) if _full_from(self.axes, box, at))
            for at in range(len(self.axes) + 1)
        ]
        return self._walk(0, (1 << len(self.boxes)) - 1, applying, settled)

    def _walk(
        self, at: int, alive: int, applying: Sequence[Sequence[int]], settled: Sequence[int]
    ) -> tuple[Box, ...]:
        if alive & settled[at]:
            return ()
        if not alive:
            return (tuple(axis.full for axis in self.axes[at:]),)
        known = self._known.get((at, alive))
        if known is None:
            known = self._known[at, alive] = self._cut(at, alive, applying, settled)
        return known

    def _cut(
        self, at: int, alive: int, applying: Sequence[Sequence[int]], settled: Sequence[int]
    ) -> tuple[Box, ...]:
        """Pieces with the same rules left are walked once; equal gaps behind them are one gap."""
        self._steps += len(applying[at])
        alike: dict[int, int] = {}
        for piece, rules in enumerate(applying[at]):
            alike[alive & rules] = alike.get(alive & rules, 0) | 1 << piece
        behind: dict[Box, int] = {}
        for left, mask in alike.items():
            for box in self._walk(at + 1, left, applying, settled):
                behind[box] = behind.get(box, 0) | mask
        self._steps += len(behind)  # what is remembered counts too: it bounds the memory
        if self._steps > MOST_STEPS or len(behind) > MOST_BOXES:
            raise NotChecked(too_large())
        return tuple((mask, *box) for box, mask in behind.items())


def too_large() -> str:
    return _("The table is too large to search for gaps and overlaps. Split it, or rely on its tests.")


def _bracketed(said: str) -> str:
    return f"({said})" if _(" or ") in said else said


def _full_from(axes: tuple[Axis, ...], box: Box, at: int) -> bool:
    return all(mask == axis.full for axis, mask in zip(axes[at:], box[at:], strict=True))


def grid_of(compiled: CompiledTable) -> Grid:
    """Raises `NotChecked`."""
    if compiled.faults:
        raise NotChecked(_("Correct the cells first; then gaps and overlaps can be found."))
    axes = tuple(
        axis_of(each, (rule.tests[at] for rule in compiled.rules)) for at, each in enumerate(compiled.inputs)
    )
    if len(compiled.rules) * sum(len(axis.pieces) for axis in axes) > MOST_CELLS:
        raise NotChecked(too_large())
    return Grid(axes, tuple(_box(axes, rule) for rule in compiled.rules))


def _box(axes: tuple[Axis, ...], rule: Rule) -> Box:
    return tuple(
        axis.full
        if test.any_value
        else sum(1 << at for at, piece in enumerate(axis.pieces) if test.fits(piece.sample, {}) is True)
        for axis, test in zip(axes, rule.tests, strict=True)
    )


def find_gaps(table: ChartTable) -> Search[Gap]:
    """Values that no rule answers. Missing values count only in columns where a rule asks for `null`."""
    try:
        grid = grid_of(compile_table(table))
        boxes = grid.uncovered()
    except NotChecked as reason:
        return Search(note=str(reason))
    gaps = tuple(Gap(_gap_said(grid, box), grid.example(box)) for box in boxes[:MOST_FOUND])
    return Search(gaps, _more(len(boxes)))


def _gap_said(grid: Grid, box: Box) -> str:
    where = grid.where(box)
    return _("No rule for %(where)s.") % {"where": where} if where else _("No rule ever applies.")


def _more(count: int) -> str:
    return (
        _("There are more; the first %(most)s are shown.") % {"most": MOST_FOUND}
        if count > MOST_FOUND
        else ""
    )


def find_overlaps(table: ChartTable, *, differing: bool = False) -> Search[Overlap]:
    """Pairs of rules that both apply to some values, whatever the hit policy makes of it.

    `differing`: only those whose results differ.
    """
    compiled = compile_table(table)
    try:
        grid = grid_of(compiled)
    except NotChecked as reason:
        return Search(note=str(reason))
    found = []
    for (one, mine), (other, its) in combinations(enumerate(grid.boxes, start=1), 2):
        if differing and compiled.rules[one - 1].results == compiled.rules[other - 1].results:
            continue
        box = tuple(a & b for a, b in zip(mine, its, strict=True))
        if all(box):
            found.append(Overlap((one, other), _overlap_said(grid, (one, other), box), grid.example(box)))
        if len(found) > MOST_FOUND:
            break
    return Search(tuple(found[:MOST_FOUND]), _more(len(found)))


def _overlap_said(grid: Grid, rules: tuple[int, int], box: Box) -> str:
    where = grid.where(box)
    named = {"one": rules[0], "other": rules[1], "where": where}
    if not where:
        return _("Rules %(one)s and %(other)s always apply both.") % named
    return _("Rules %(one)s and %(other)s both apply when %(where)s.") % named
