"""What a drawing says about nodes beside their names: live counts, and what a new version changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from periplus.paths.chart import Chart


@dataclass(frozen=True, slots=True)
class Mark:
    """How a node does now. `state`: a tone of the house: good, warn, bad, none, or "" for no state."""

    open: int = 0
    late: int = 0
    age_days: float | None = None
    state: str = ""


class Change(StrEnum):
    """What a later version did to a node or a flow."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions in one chart.

    `chart` holds everything of the later version, and what it left out. `nodes` and `flows`: what became
    of them, by key. `fields`: names of the fields that differ, by key of a changed node or flow.
    """

    chart: Chart
    nodes: Mapping[str, Change]
    flows: Mapping[str, Change]
    fields: Mapping[str, tuple[str, ...]]


def compare_charts(before: Chart, after: Chart) -> Comparison:
    """Hold an earlier version against a later one. Where things are drawn makes no difference."""
    nodes, fields = _changes(before.node, after.node, drawn="box")
    flows, more = _changes(before.flow, after.flow, drawn="points")
    gone = tuple(replace(node, box=None) for node in before.nodes if node.key not in after.node)
    known = {*after.node, *(node.key for node in gone)}
    lost = tuple(
        replace(flow, points=())
        for flow in before.flows
        if flow.key not in after.flow and {flow.source, flow.target} <= known
    )
    kept = after if not gone else _unplaced(after)
    chart = replace(kept, nodes=(*kept.nodes, *gone), flows=(*kept.flows, *lost))
    return Comparison(chart, nodes, flows, fields | more)


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, drawn: str
) -> tuple[dict[str, Change], dict[str, tuple[str, ...]]]:
    changes = {key: Change.REMOVED for key in before if key not in after}
    fields: dict[str, tuple[str, ...]] = {}
    for key, thing in after.items():
        if key not in before:
            changes[key] = Change.ADDED
            continue
        names = [name for name in thing.__dataclass_fields__ if name != drawn]
        different = tuple(name for name in names if getattr(thing, name) != getattr(before[key], name))
        if different:
            changes[key] = Change.CHANGED
            fields[key] = different
    return changes, fields


def _unplaced(chart: Chart) -> Chart:
    """What was left out needs room, so everything is placed anew."""
    nodes = tuple(replace(node, box=None) for node in chart.nodes)
    return replace(chart, nodes=nodes, flows=tuple(replace(flow, points=()) for flow in chart.flows))
