"""Decision tables from DMN 1.1 to 1.5, whoever wrote them; what is no table is named."""

from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.chart import ChartTable
from periplus.paths.interchange.dmn_facets import Facets, cell, table_of
from periplus.paths.interchange.dmn_mending import mended
from periplus.paths.interchange.dmn_words import POLICY_OF
from periplus.paths.interchange.hardened import read_xml
from periplus.paths.interchange.names import DMN_OF_ANY_YEAR, Identifiers, fit, local
from periplus.paths.interchange.notes import read_note
from periplus.paths.interchange.remarks import ImportedTables, InterchangeError, Remark

MOST_COLUMNS: Final = 50
MOST_RULES: Final = 2000
MOST_TABLES: Final = 100
QUIET: Final = frozenset({"decision", "extensionElements", "description", "DMNDI", "inputData"})


def read_dmn(content: bytes, *, language: str = "en") -> ImportedTables:
    """The decision tables in a DMN file, with a remark for everything that did not come along as it was.

    `language`: column of the language in which foreign names are written. Raises `InterchangeError` when the
    file is no DMN or is too large to be a table of people.
    """
    root = read_xml(content)
    namespace, _sign, tag = root.tag.rpartition("}")
    if tag != "definitions" or namespace.removeprefix("{") not in DMN_OF_ANY_YEAR:
        raise InterchangeError(_("This is no DMN file. Export the decision table as DMN 1.3 XML."))
    return _Reading(language).read(root)


class _Reading:
    def __init__(self, language: str) -> None:
        self.language = language
        self.remarks: list[Remark] = []
        self.give = Identifiers().give

    def read(self, root: etree._Element) -> ImportedTables:
        for element in root:
            if local(str(element.tag)) not in QUIET:
                sentence = _("Only decision tables are taken over; this was left out.")
                self._remark(element, sentence)
        decisions = list(root.iterfind("{*}decision"))
        if len(decisions) > MOST_TABLES:
            raise InterchangeError(_("The file has more than 100 decisions. Export only what is needed."))
        tables = [table for each in decisions if (table := self._decision(each))]
        if not tables:
            self._remark(root, _("The file contains no decision table."))
        return ImportedTables(tuple(tables), tuple(self.remarks))

    def _remark(self, element: etree._Element, sentence: str) -> None:
        name = fit(element.get("name") or element.get("label") or "")
        self.remarks.append(Remark(element.get("id") or local(str(element.tag)), name, sentence))

    def _decision(self, decision: etree._Element) -> ChartTable | None:
        table = decision.find("{*}decisionTable")
        if table is None:
            sentence = _(
                "This decision is no table and was left out. Write it as a table with one row for each case."
            )
            self._remark(decision, sentence)
            return None
        if len(table) > MOST_RULES + MOST_COLUMNS:
            raise InterchangeError(_("A decision table has more than 2,000 rules. Split it."))
        note = self._note(decision)
        facets = _facets(decision, table)
        if note and facets == note[1]:
            return note[0]
        facets = mended(facets, decision, table, self._remark)
        key = self.give(decision.get("id") or "", "table")
        return table_of(facets, key, self.language, note[0] if note else None)

    def _note(self, decision: etree._Element) -> tuple[ChartTable, Facets] | None:
        try:
            return read_note(decision, ChartTable)
        except ValueError:
            self._remark(decision, _("What this product had noted of the table is damaged. Check its tests."))
            return None


# ------------------------------------------------------------------ the standard side, as it stands


def _facets(decision: etree._Element, table: etree._Element) -> Facets:
    inputs = [_input(each) for each in table.iterfind("{*}input")]
    outputs = [_output(each) for each in table.iterfind("{*}output")]
    if len(inputs) + len(outputs) > MOST_COLUMNS:
        raise InterchangeError(_("A decision table has more than 50 columns. Split it."))
    policy = table.get("hitPolicy") or "UNIQUE", table.get("aggregation")
    return {
        "name": fit(decision.get("name") or ""),
        "policy": str(POLICY_OF.get(policy) or " ".join(filter(None, policy))),
        "inputs": inputs,
        "outputs": outputs,
        "rules": [_rule(each) for each in table.iterfind("{*}rule")],
    }


def _input(column: etree._Element) -> list[str]:
    expression = column.find("{*}inputExpression")
    type_ = "" if expression is None else expression.get("typeRef") or ""
    values = cell(_text(column.find("{*}inputValues")))
    return [fit(column.get("label") or ""), cell(_text(expression)), type_, values]


def _output(column: etree._Element) -> list[str]:
    values = cell(_text(column.find("{*}outputValues")))
    name = cell(column.get("name") or "")
    return [fit(column.get("label") or ""), name, column.get("typeRef") or "", values]


def _rule(rule: etree._Element) -> list[object]:
    notes = [cell(_text(each)) for each in rule.iterfind("{*}annotationEntry")]
    notes.append(cell(rule.findtext("{*}description") or ""))
    return [
        [cell(_text(each)) for each in rule.iterfind("{*}inputEntry")],
        [cell(_text(each)) for each in rule.iterfind("{*}outputEntry")],
        " · ".join(filter(None, notes)),
    ]


def _text(element: etree._Element | None) -> str:
    return "" if element is None else element.findtext("{*}text") or ""
