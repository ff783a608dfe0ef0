"""Decision tables as DMN 1.3."""

from typing import Final

from lxml import etree

from periplus.paths.chart import ChartTable
from periplus.paths.interchange.dmn_facets import Facets, facets_of_table
from periplus.paths.interchange.dmn_words import POLICIES
from periplus.paths.interchange.names import DMN, OURS, TARGET, Identifiers
from periplus.paths.interchange.notes import add_note

PREFIXES: Final = {None: DMN, "periplus": OURS}


def write_dmn(*tables: ChartTable) -> bytes:
    """DMN 1.3 XML with one decision for each table. `read_dmn` gives the same tables back."""
    give = Identifiers().give
    root = etree.Element(f"{{{DMN}}}definitions", nsmap=PREFIXES)  # type: ignore[arg-type]  # None is the default namespace
    root.set("id", give("definitions"))
    root.set("namespace", TARGET)
    root.set("name", facets_of_table(tables[0])["name"] if tables else "tables")
    for table in tables:
        facets = facets_of_table(table)
        _decision(root, table, facets, give(table.key, "decision"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: etree._Element, tag: str, /, **attributes: str | None) -> etree._Element:
    return etree.SubElement(parent, f"{{{DMN}}}{tag}", {k: v for k, v in attributes.items() if v})


def _told(parent: etree._Element, tag: str, text: str, /, **attributes: str | None) -> None:
    """An element whose words stand in a `<text>` of its own."""
    _add(_add(parent, tag, **attributes), "text").text = text


def _decision(root: etree._Element, table: ChartTable, facets: Facets, identifier: str) -> None:
    decision = _add(root, "decision", id=identifier, name=facets["name"])
    add_note(_add(decision, "extensionElements"), table, facets)
    policy, aggregation = POLICIES[table.policy]
    made = _add(decision, "decisionTable", hitPolicy=policy, aggregation=aggregation)
    _columns(made, facets)
    _rules(made, facets)


def _columns(made: etree._Element, facets: Facets) -> None:
    for label, key, type_, values in facets["inputs"]:
        column = _add(made, "input", label=label)
        _told(column, "inputExpression", key, typeRef=type_)
        if values:
            _told(column, "inputValues", values)
    for label, key, type_, values in facets["outputs"]:
        column = _add(made, "output", label=label, name=key, typeRef=type_)
        if values:
            _told(column, "outputValues", values)


def _rules(made: etree._Element, facets: Facets) -> None:
    noted = any(note for _cells, _results, note in facets["rules"])
    if noted:
        _add(made, "annotation", name="Note")
    for cells, results, note in facets["rules"]:
        rule = _add(made, "rule")
        for each in cells:
            _told(rule, "inputEntry", each)
        for each in results:
            _told(rule, "outputEntry", each)
        if noted:
            _told(rule, "annotationEntry", note)
