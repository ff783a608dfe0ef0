"""Whether the tokens of a case fit another chart: a join waits for ever for a way on which none stands.

A split makes one token of each way, so every way of a block holds as many as the others: it counts those that
stand on it and those that came from it to the join. A block counts as one of the way around it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from periplus.paths.chart import Chart
from periplus.paths.structure import Scope, scope_of_flow, scopes_of, sides_of


class Place(NamedTuple):
    """Where one token stands: at which node, by which flow if it waits at a join, on which side way."""

    node: str
    arrived_by: str = ""
    side: str = ""


Way = tuple[str, int]  # a side way ("" is the main one), and in how many others it lies


def scope_at(chart: Chart, place: Place) -> Scope:
    """The blocks around a token. One that waits at a join still stands on the way by which it came."""
    if place.arrived_by in chart.flow:
        return scope_of_flow(chart, chart.flow[place.arrived_by])
    return scopes_of(chart).get(place.node, ())


def find_misfits(
    old: Chart, new: Chart, places: Sequence[Place], moved: Mapping[Place, Place]
) -> frozenset[Place]:
    """Which of the places of one case would leave a join of the new chart waiting; empty when all is well.

    `moved`: where in the new chart each goes on. What waits at a join is not named, but what it waits for.
    """
    goals = [moved[place] for place in places]
    before, _uneven = _weigh(old, places)
    after, uneven = _weigh(new, goals)
    if not uneven and after == before and not _is_full(new, goals):
        return frozenset()
    open_ = [place for place in places if not place.arrived_by]
    inside = [place for place in open_ if uneven & {key for key, _no in scope_at(new, moved[place])}]
    return frozenset(inside or open_)


def _is_full(chart: Chart, places: Sequence[Place]) -> bool:
    """Whether tokens wait at a join by all its ways: nobody comes any more to let them go on."""
    waiting = {each for each in places if each.arrived_by}
    return any(
        waiting >= {Place(node, flow.key, side) for flow in chart.into(node)} for node, _flow, side in waiting
    )


def _weigh(chart: Chart, places: Sequence[Place]) -> tuple[dict[Way, int], set[str]]:
    """How many whole tokens are on each way, and the splits whose ways hold unlike many."""
    ways: dict[Way, list[Scope]] = defaultdict(list)
    for place in places:
        scope = scope_at(chart, place)
        sides = sides_of(scope)
        inner = scope[scope.index(sides[-1]) + 1 :] if sides else scope
        ways[place.side, len(sides)].append(inner)
    uneven: set[str] = set()
    return {way: _whole(chart, scopes, uneven) for way, scopes in ways.items()}, uneven


def _whole(chart: Chart, scopes: Sequence[Scope], uneven: set[str]) -> int:
    """How many tokens these are if every block counts as one. Adds the uneven blocks to `uneven`."""
    inside: dict[str, dict[int, list[Scope]]] = defaultdict(lambda: defaultdict(list))
    for (split, number), *rest in filter(None, scopes):
        inside[split][number].append(tuple(rest))
    found = Counter(scopes)[()]
    for split, ways in inside.items():
        held = [_whole(chart, ways[number], uneven) for number in range(len(chart.out(split)))]
        if min(held) < max(held):
            uneven.add(split)
        found += max(held)
    return found
