"""Whether all who name a value mean the same kind of thing."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from periplus.paths.chart import ChartNode, ChartTable, TableColumn
from periplus.paths.enums import HitPolicy, NodeKind, ValueType, Way
from periplus.paths.gate.findings import Finding, name_of
from periplus.paths.gate.values import Ground

SEVERAL: Final = (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)
COUNTED: Final = (HitPolicy.SUM, HitPolicy.COUNT)
# Texts of any length, and values of a choice, are texts to whoever compares them.
ALIKE: Final = {ValueType.LONG_TEXT: ValueType.TEXT, ValueType.CHOICE: ValueType.TEXT}
ROWS: Final = (ValueType.LIST, ValueType.TABLE)


def check_types(ground: Ground) -> Iterator[Finding]:
    meant = {fact.key: (fact.type, _("the subject")) for fact in ground.facts}
    for node in ground.chart.nodes:
        for key, type_ in _spoken(ground, node):
            first, said_by = meant.setdefault(key, (type_, f"“{name_of(node)}”"))
            if _kind(first) != _kind(type_):
                yield Finding(
                    "type",
                    _("“%(value)s” is “%(this)s” at “%(node)s”, but “%(that)s” at %(other)s.")
                    % {
                        "value": ground.title_of(key),
                        "this": type_.label,
                        "node": name_of(node),
                        "that": first.label,
                        "other": said_by,
                    },
                    _("Give it the same type in both places, or another key in one of them."),
                    node_key=node.key,
                    table_key=node.table,
                )
        yield from _check_over(ground, node)


def known_types(ground: Ground) -> dict[str, ValueType]:
    """The type of every value that a node or the subject names."""
    found = {key: type_ for node in ground.chart.nodes for key, type_ in _spoken(ground, node)}
    return found | {fact.key: fact.type for fact in ground.facts}


def _kind(type_: ValueType) -> ValueType:
    return ALIKE.get(type_, type_)


def _spoken(ground: Ground, node: ChartNode) -> Iterator[tuple[str, ValueType]]:
    """Every value that a node names, with the type that it gives it."""
    step, table = ground.step_of(node), ground.table_of(node)
    for item in node.items:
        for_each = node.kind == NodeKind.EACH and item.way == Way.OUT
        yield item.key, ValueType.LIST if for_each else item.type
    for fact in (*step.inputs, *step.outputs) if step else ():
        yield fact.key, fact.type
    if table:
        yield from ((column.key, column.type) for column in table.inputs)
        yield from ((column.key, _result_type(table, column)) for column in table.outputs)


def _result_type(table: ChartTable, column: TableColumn) -> ValueType:
    if table.policy in SEVERAL:
        return ValueType.LIST
    return ValueType.NUMBER if table.policy in COUNTED else column.type


def _check_over(ground: Ground, node: ChartNode) -> Iterator[Finding]:
    if node.kind != NodeKind.EACH:
        return
    if not node.over:
        yield Finding(
            "each",
            _("“%(node)s” is to be done for each, but it does not say for each of what.")
            % {"node": name_of(node)},
            _("Name the list for whose elements it is done."),
            node_key=node.key,
        )
        return
    item = ground.chart.item.get(node.over)
    fact = next((fact for fact in ground.facts if fact.key == node.over), None)
    type_ = item.type if item else fact.type if fact else ValueType.LIST
    if type_ not in ROWS and not _made_by_each(ground, node.over):
        yield Finding(
            "each",
            _("“%(node)s” is to be done for each “%(value)s”, which is no list.")
            % {"node": name_of(node), "value": ground.title_of(node.over)},
            _("Make it a list or a table, or choose another one."),
            node_key=node.key,
        )


def _made_by_each(ground: Ground, key: str) -> bool:
    return any(node.kind == NodeKind.EACH for node in ground.writers.get(key, []))


def check_choices(ground: Ground) -> Iterator[Finding]:
    """What is to be filled in can be: choices have values, tables have columns; tables know every value."""
    for node in ground.chart.nodes:
        for item in node.outputs:
            empty = item.type == ValueType.CHOICE and not item.choices
            if empty or (item.type == ValueType.TABLE and not item.columns):
                yield Finding(
                    "choices",
                    _("“%(value)s” at “%(node)s” offers nothing to fill in.")
                    % {"value": name_of(item), "node": name_of(node)},
                    _("Say what may be chosen.") if empty else _("Say what columns the table has."),
                    node_key=node.key,
                )
        table = ground.table_of(node)
        for column in table.inputs if table else ():
            yield from _check_column(ground, node, column)


def _check_column(ground: Ground, node: ChartNode, column: TableColumn) -> Iterator[Finding]:
    """A value that may be chosen but that the table does not list would stop a case."""
    possible = _possible(ground, column.key)
    unknown = [value for value in possible if f'"{value}"' not in column.values] if column.values else []
    if unknown:
        yield Finding(
            "choices",
            _("The decision table at “%(node)s” does not know these values of “%(value)s”: %(unknown)s.")
            % {"node": name_of(node), "value": ground.title_of(column.key), "unknown": ", ".join(unknown)},
            _("Add them to the values of the column, and rules for them."),
            node_key=node.key,
            table_key=node.table,
        )


def _possible(ground: Ground, key: str) -> list[str]:
    item = ground.chart.item.get(key)
    values = [choice.value for choice in item.choices] if item else []
    return values or [value for fact in ground.facts if fact.key == key for value, _title in fact.choices]
