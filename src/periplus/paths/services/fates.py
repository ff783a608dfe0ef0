"""What becomes of the work at each step when cases are moved to another version, and what blocks."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from periplus.paths.balance import Place, find_misfits
from periplus.paths.enums import NodeKind
from periplus.paths.models import ProcedureVersion
from periplus.paths.queries.charts import get_stored
from periplus.paths.queries.standing import count_standing, list_together
from periplus.paths.structure import scopes_of


@dataclass(frozen=True, slots=True)
class Fate:
    """What a switch does with the work that stands at one node: kept, mapped to another, or it blocks.

    `sentence` says why it blocks and what to do. `deadline`: whether these are deadlines, not work.
    """

    node: str
    count: int
    target: str
    sentence: str = ""
    deadline: bool = False

    @property
    def blocks(self) -> bool:
        return bool(self.sentence)


@dataclass(frozen=True, slots=True)
class SwitchPreview:
    """What would happen: how many cases move, and what becomes of the work at each node."""

    cases: int
    fates: tuple[Fate, ...]

    @property
    def blocks(self) -> bool:
        return any(fate.blocks for fate in self.fates)


class Switch:
    """Cases that are to be moved, and what becomes of the places at which they stand."""

    def __init__(
        self,
        source: ProcedureVersion,
        target: ProcedureVersion,
        mapping: Mapping[str, str],
        cases: list[int],
    ) -> None:
        self.old, self.new = get_stored(source), get_stored(target)
        self.mapping, self.cases = mapping, cases
        self.standing = count_standing(cases)

    def fates(self) -> tuple[Fate, ...]:
        """What becomes of the work at each place, in the order of the chart."""
        counted: Counter[tuple[str, str]] = Counter()
        for row, arrived, number in self.standing:
            counted[self.old.node_at(row).key, arrived] += number
        sentences = {place: self._obstacle(*place) for place in counted}
        sentences |= dict.fromkeys(self._misfits(sentences), _misfit())
        nodes = {node.key: number for number, node in enumerate(self.old.chart.nodes)}
        return tuple(
            self._fate(key, number, sentences[key, arrived])
            for (key, arrived), number in sorted(counted.items(), key=lambda each: nodes[each[0][0]])
        )

    def _goal(self, key: str) -> str:
        return self.mapping.get(key, key)

    def _fate(self, key: str, count: int, sentence: str) -> Fate:
        deadline = self.old.chart.node[key].kind == NodeKind.TIMER
        return Fate(key, count, "" if sentence else self._goal(key), sentence, deadline)

    def _obstacle(self, key: str, arrived: str) -> str:
        """Why what stands here cannot go on in the new version, whatever else its case does."""
        before, goal = self.old.chart.node[key], self._goal(key)
        if goal not in self.new.chart.node:
            return _("The new version has no such step. Say which step stands in its place.")
        after = self.new.chart.node[goal]
        if before.kind != after.kind:
            return _("The step is of another kind in the new version. Choose one of the same kind.")
        host = self._goal(before.attached_to)
        if (before.over, host) != (after.over, after.attached_to):
            return _("The step depends on another list or step in the new version.")
        if arrived and arrived not in {flow.key for flow in self.new.chart.into(goal)}:
            return _("Cases wait at this join by a way that the new version does not have.")
        return ""

    def _misfits(self, sentences: Mapping[tuple[str, str], str]) -> set[tuple[str, str]]:
        """Places that would leave a join waiting, of cases whose places could each go on by themselves."""
        found: set[tuple[str, str]] = set()
        for spots in list_together(self.cases, self._rows_in_blocks()):
            places = [Place(self.old.node_at(row).key, arrived, side) for row, arrived, side in spots]
            if any(sentences.get((each.node, each.arrived_by)) for each in places):
                continue
            moved = {each: Place(self._goal(each.node), each.arrived_by, each.side) for each in places}
            misfits = find_misfits(self.old.chart, self.new.chart, list(moved), moved)
            found |= {(each.node, each.arrived_by) for each in misfits}
        return found & set(sentences)

    def _rows_in_blocks(self) -> set[int]:
        """Nodes at which something stands that lie beside others, in one of the versions or in both."""
        old, new = scopes_of(self.old.chart), scopes_of(self.new.chart)
        keys = {row: self.old.node_at(row).key for row, _arrived, _number in self.standing}
        waiting = {row for row, arrived, _number in self.standing if arrived}
        return waiting | {row for row, key in keys.items() if old.get(key) or new.get(self._goal(key))}

    def changed(self, fates: Mapping[str, str]) -> dict[bool, dict[int, int]]:
        """Rows at which something stands and that say something else now, with the rows in their place.

        Those of deadlines under `True`, those of work under `False`.
        """
        found: dict[bool, dict[int, int]] = defaultdict(dict)
        for row, _arrived, _number in self.standing:
            before = self.old.node_at(row)
            after = self.new.chart.node[fates[before.key]]
            if replace(before, box=None) != replace(after, box=None):
                found[before.kind == NodeKind.TIMER][row] = self.new.ids[after.key]
        return found


def _misfit() -> str:
    return _(
        "Other ways run beside this step in the new version, so their join would wait for ever. "
        "Choose another step, or let these cases end first."
    )
