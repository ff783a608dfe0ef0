"""Taking a node away, with everything that only lives through it."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.paths.chart import Chart, ChartNode, ChartTable
from periplus.paths.editing.nodes import find_node, lift_out, name_of
from periplus.paths.enums import NodeKind
from periplus.paths.feel import FeelError, compile_condition


@dataclass(frozen=True, slots=True)
class Touched:
    """What goes with a node, and who would miss what it produces.

    `nodes`: its deadlines and their side ways. `tables`: decision tables that nobody asks any more.
    `readers`: nodes that read a value which nothing else produces.
    """

    nodes: tuple[ChartNode, ...] = ()
    tables: tuple[ChartTable, ...] = ()
    readers: tuple[ChartNode, ...] = ()


def touched_by(chart: Chart, key: str) -> Touched:
    node = find_node(chart, key)
    gone = {key, *_side_ways(chart, key)}
    kept = [each for each in chart.nodes if each.key not in gone]
    asked = {each.table for each in kept}
    tables = [table for table in chart.tables if table.key == node.table and table.key not in asked]
    lost = _made(chart, node) - {value for each in kept for value in _made(chart, each)}
    return Touched(
        tuple(each for each in chart.nodes if each.key in gone - {key}),
        tuple(tables),
        tuple(each for each in kept if lost & _read(chart, each)),
    )


def remove_node(chart: Chart, key: str) -> Chart:
    """Without this node; what led to it leads on to what follows it. Raises `Invalid` where ways part."""
    node, touched = find_node(chart, key), touched_by(chart, key)
    if node.kind == NodeKind.START:
        raise Invalid({"": _("A procedure needs its start.")})
    if len(chart.out(key)) > 1:
        raise Invalid(
            {"": _("Several ways leave “%(node)s”. Remove ways until one is left.") % {"node": name_of(node)}}
        )
    if chart.out(key) and node.kind != NodeKind.TIMER:
        chart = lift_out(chart, key)
    gone = {key, *(each.key for each in touched.nodes)}
    tables = {table.key for table in touched.tables}
    return replace(
        chart,
        nodes=tuple(each for each in chart.nodes if each.key not in gone),
        flows=tuple(each for each in chart.flows if not {each.source, each.target} & gone),
        tables=tuple(each for each in chart.tables if each.key not in tables),
    )


def _side_ways(chart: Chart, key: str) -> set[str]:
    """Deadlines of a node, and nodes that can only be reached by them (or, of a deadline, by itself)."""
    timers = {timer.key for timer in chart.timers_of(key)}
    if chart.node[key].kind == NodeKind.TIMER:
        timers.add(key)
    if not timers:
        return set()
    known = _reached(chart, without=timers)
    return timers | {each.key for each in chart.nodes if each.key not in known and _from(chart, timers, each)}


def _reached(chart: Chart, *, without: set[str]) -> set[str]:
    waiting = [start.key for start in chart.starts]
    found: set[str] = set(waiting)
    while waiting:
        key = waiting.pop()
        nexts = [flow.target for flow in chart.out(key)]
        nexts += [timer.key for timer in chart.timers_of(key) if timer.key not in without]
        fresh = [each for each in nexts if each not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _from(chart: Chart, timers: set[str], node: ChartNode) -> bool:
    waiting, found = list(timers), set(timers)
    while waiting:
        for flow in chart.out(waiting.pop()):
            if flow.target not in found:
                found.add(flow.target)
                waiting.append(flow.target)
    return node.key in found


def _made(chart: Chart, node: ChartNode) -> set[str]:
    table = chart.table.get(node.table)
    return {item.key for item in node.outputs} | {column.key for column in (table.outputs if table else ())}


def _read(chart: Chart, node: ChartNode) -> set[str]:
    table = chart.table.get(node.table)
    read = {item.key for item in node.inputs} | {column.key for column in (table.inputs if table else ())}
    return read | {node.over} | {name for flow in chart.out(node.key) for name in _names(flow.condition)}


def _names(condition: str) -> frozenset[str]:
    try:
        return compile_condition(condition).names if condition.strip() else frozenset()
    except FeelError:
        return frozenset()
