"""Decision tables put together: rules and columns added, moved, removed."""

from dataclasses import replace
from typing import TypeVar

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.paths.chart import Chart, ChartTable, TableColumn, TableRule

Part = TypeVar("Part")
ANY = "-"


def put_table(chart: Chart, table: ChartTable) -> Chart:
    """A table in the place of the one with its key, or one more."""
    if table.key in chart.table:
        return replace(chart, tables=tuple(table if t.key == table.key else t for t in chart.tables))
    return replace(chart, tables=(*chart.tables, table))


def remove_table(chart: Chart, key: str) -> Chart:
    """Without a table that no decision asks."""
    if any(node.table == key for node in chart.nodes):
        raise Invalid({"": _("A decision still asks this table. Remove that step first.")})
    return replace(chart, tables=tuple(table for table in chart.tables if table.key != key))


def add_rule(table: ChartTable, at: int | None = None) -> ChartTable:
    """An empty rule before the one at this place, or at the end: it looks at nothing and says nothing."""
    place = len(table.rules) if at is None else at
    blank = TableRule((ANY,) * len(table.inputs), ("",) * len(table.outputs))
    return replace(table, rules=(*table.rules[:place], blank, *table.rules[place:]))


def remove_rule(table: ChartTable, at: int) -> ChartTable:
    return replace(table, rules=_without(table.rules, at))


def shift_rule(table: ChartTable, at: int, *, by: int) -> ChartTable:
    return replace(table, rules=_shifted(table.rules, at, by))


def add_input(table: ChartTable, column: TableColumn) -> ChartTable:
    """One more value to look at; the rules do not ask it yet."""
    rules = tuple(replace(rule, cells=(*rule.cells, ANY)) for rule in table.rules)
    return replace(table, inputs=(*table.inputs, column), rules=rules)


def add_output(table: ChartTable, column: TableColumn) -> ChartTable:
    rules = tuple(replace(rule, results=(*rule.results, "")) for rule in table.rules)
    return replace(table, outputs=(*table.outputs, column), rules=rules)


def change_input(table: ChartTable, at: int, column: TableColumn) -> ChartTable:
    return replace(table, inputs=_with(table.inputs, at, column))


def change_output(table: ChartTable, at: int, column: TableColumn) -> ChartTable:
    return replace(table, outputs=_with(table.outputs, at, column))


def remove_input(table: ChartTable, at: int) -> ChartTable:
    rules = tuple(replace(rule, cells=_without(rule.cells, at)) for rule in table.rules)
    return replace(table, inputs=_without(table.inputs, at), rules=rules)


def remove_output(table: ChartTable, at: int) -> ChartTable:
    rules = tuple(replace(rule, results=_without(rule.results, at)) for rule in table.rules)
    return replace(table, outputs=_without(table.outputs, at), rules=rules)


def shift_input(table: ChartTable, at: int, *, by: int) -> ChartTable:
    rules = tuple(replace(rule, cells=_shifted(rule.cells, at, by)) for rule in table.rules)
    return replace(table, inputs=_shifted(table.inputs, at, by), rules=rules)


def shift_output(table: ChartTable, at: int, *, by: int) -> ChartTable:
    rules = tuple(replace(rule, results=_shifted(rule.results, at, by)) for rule in table.rules)
    return replace(table, outputs=_shifted(table.outputs, at, by), rules=rules)


def _without(parts: tuple[Part, ...], at: int) -> tuple[Part, ...]:
    return tuple(each for place, each in enumerate(parts) if place != at)


def _with(parts: tuple[Part, ...], at: int, part: Part) -> tuple[Part, ...]:
    return tuple(part if place == at else each for place, each in enumerate(parts))


def _shifted(parts: tuple[Part, ...], at: int, by: int) -> tuple[Part, ...]:
    order = list(parts)
    if not 0 <= at < len(order):
        return parts
    part = order.pop(at)
    order.insert(min(max(at + by, 0), len(order)), part)
    return tuple(order)
