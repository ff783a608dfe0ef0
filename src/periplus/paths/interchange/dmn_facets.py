"""The standard side of a decision table: what DMN itself can say about it."""

from dataclasses import replace
from typing import Any, TypeAlias

from periplus.paths.chart import ChartTable, TableColumn, TableRule, Words, say
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.interchange.dmn_words import TYPE_OF, listed, type_name
from periplus.paths.interchange.names import fit

Facets: TypeAlias = dict[str, Any]  # JSON-ready


def facets_of_table(table: ChartTable) -> Facets:
    """Columns as [label, key, type, values], rules as [cells, results, note]."""
    return {
        "name": fit(say(table.title, "en")) or table.key,
        "policy": str(table.policy),
        "inputs": [_column(column) for column in table.inputs],
        "outputs": [_column(column) for column in table.outputs],
        "rules": [
            [[*map(cell, rule.cells)], [*map(cell, rule.results)], fit(rule.note).strip()]
            for rule in table.rules
        ],
    }


def cell(text: str) -> str:
    """What stands in a cell, as a file holds it."""
    return fit(text).strip()


def _column(column: TableColumn) -> list[str]:
    values = fit(", ".join(column.values)).strip()
    return [fit(say(column.title, "en")), cell(column.key), type_name(column.type), values]


def table_of(facets: Facets, key: str, language: str, before: ChartTable | None = None) -> ChartTable:
    """The table that the standard side describes; words and tests that it cannot hold come from `before`."""
    known = {column.key: column for column in (*before.inputs, *before.outputs)} if before else {}
    title = {language: facets["name"]} if facets["name"] else {}
    table = ChartTable(
        key,
        title,
        HitPolicy(facets["policy"]),
        inputs=tuple(_column_of(each, language, known) for each in facets["inputs"]),
        outputs=tuple(_column_of(each, language, known) for each in facets["outputs"]),
        rules=tuple(
            TableRule(tuple(cells), tuple(results), note) for cells, results, note in facets["rules"]
        ),
    )
    if before is None:
        return table
    return replace(
        table, key=before.key, title=_words(before.title, facets["name"], language), tests=before.tests
    )


def _column_of(told: list[str], language: str, known: dict[str, TableColumn]) -> TableColumn:
    label, key, type_, values = told
    column = TableColumn(key, {language: label} if label else {}, _type(type_, values), listed(values))
    before = known.get(key)
    if before is None:
        return column
    kept = before.type if type_name(before.type) == type_ else column.type
    return replace(column, title=_words(before.title, label, language), type=kept)


def _type(name: str, values: str) -> ValueType:
    found = TYPE_OF.get(name.lower().removeprefix("feel:"), ValueType.TEXT)
    return ValueType.CHOICE if found == ValueType.TEXT and values.startswith('"') else found


def _words(before: Words, now: str, language: str) -> Words:
    return before if fit(say(before, "en")) == now or not now else {**before, language: now}
