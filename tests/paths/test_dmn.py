"""DMN: tables go out and come back; tables of others come in or are explained."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from periplus.paths.chart import ChartTable, TableColumn, TableRule
from periplus.paths.enums import HitPolicy, ValueType
from periplus.paths.interchange import ImportedTables, read_dmn, write_dmn
from periplus.paths.library import list_charts
from tests.paths.examples import CHECK
from tests.paths.strategies import tables

FOREIGN = Path(__file__).with_name("foreign") / "tables.dmn"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"


@settings(max_examples=80)
@given(st.lists(tables(), min_size=1, max_size=3).map(tuple))
def test_what_goes_out_comes_back(several: tuple[ChartTable, ...]) -> None:
    assert read_dmn(write_dmn(*several)) == ImportedTables(several)


def test_the_tables_of_every_ready_procedure_come_back() -> None:
    for chart in list_charts():
        assert read_dmn(write_dmn(*chart.tables)).tables == chart.tables


@pytest.mark.parametrize("policy", HitPolicy)
def test_every_hit_policy_comes_back_also_without_our_notes(policy: HitPolicy) -> None:
    root = etree.fromstring(write_dmn(replace(CHECK, policy=policy)))
    for note in list(root.iter(f"{DMN}extensionElements")):
        parent = note.getparent()
        assert parent is not None
        parent.remove(note)
    (table,) = read_dmn(etree.tostring(root)).tables
    assert table.policy == policy
    assert table.rules == CHECK.rules
    assert [column.key for column in table.inputs] == ["eea", "budget"]
    assert table.outputs[0].values == CHECK.outputs[0].values


def test_the_file_is_dmn_as_the_standard_has_it() -> None:
    peer = find_spec("SpiffWorkflow")
    folders = list(peer.submodule_search_locations or []) if peer else []
    files = [Path(each) / "dmn" / "parser" / "schema" / "DMN13.xsd" for each in folders]
    if not any(file.exists() for file in files):
        pytest.skip("the peer's package with the schema is not installed")
    for policy in HitPolicy:
        etree.XMLSchema(etree.parse(files[0])).assertValid(
            etree.fromstring(write_dmn(replace(CHECK, policy=policy)))
        )


def test_other_tools_read_the_standard_part() -> None:
    root = etree.fromstring(write_dmn(replace(CHECK, policy=HitPolicy.GREATEST)))
    table = root.find(f"{DMN}decision/{DMN}decisionTable")
    assert table is not None
    assert (table.get("hitPolicy"), table.get("aggregation")) == ("COLLECT", "MAX")
    cells = [each.findtext(f"{DMN}text") for each in table.iter(f"{DMN}inputEntry")]
    assert cells == ["true", "< 10000", "true", ">= 10000", "false", "-"]
    assert [each.get("typeRef") for each in table.iter(f"{DMN}inputExpression")] == ["boolean", "number"]


def test_a_cell_changed_elsewhere_wins_and_tests_and_words_stay() -> None:
    content = write_dmn(CHECK).replace(b"<text>&gt;= 10000</text>", b"<text>&gt;= 20000</text>")
    (table,) = read_dmn(content).tables
    assert table.rules[1] == TableRule(("true", ">= 20000"), ('"short"',), CHECK.rules[1].note)
    assert (table.key, table.title, table.tests) == (CHECK.key, CHECK.title, CHECK.tests)
    assert table.outputs == CHECK.outputs


def test_a_column_of_another_tool_is_added() -> None:
    content = write_dmn(CHECK).decode()
    content = content.replace('name="check" typeRef="string"', 'name="depth" typeRef="string"')
    (table,) = read_dmn(content.encode()).tables
    assert table.outputs[0].key == "depth"
    assert table.outputs[0].type == ValueType.CHOICE


def test_tables_of_another_tool_come_in_and_the_rest_is_named() -> None:
    imported = read_dmn(FOREIGN.read_bytes())
    (table,) = imported.tables
    assert table.key == "amount"
    assert table.policy == HitPolicy.SUM
    assert table.inputs[0] == TableColumn(
        "country", {"en": "Country"}, ValueType.CHOICE, ('"BR"', '"PT, mainland"')
    )
    assert table.inputs[1].key == "age_in_years"
    assert table.outputs[0] == TableColumn("amount", {"en": "Amount"}, ValueType.NUMBER)
    assert table.rules == (
        TableRule(('"BR"', "[18..30]"), ("500",), "law 12 · far away"),
        TableRule(("-", "-"), ("200",)),
    )
    told = {remark.element for remark in imported.remarks}
    assert told == {"tApplicant", "bkm", "amount", "i2", "o1", "ru2", "level"}


def test_an_unknown_policy_and_a_damaged_note_are_told() -> None:
    content = write_dmn(CHECK).decode()
    imported = read_dmn(content.replace('hitPolicy="UNIQUE"', 'hitPolicy="LUCKY"').encode())
    assert imported.tables[0].policy == HitPolicy.UNIQUE
    assert "LUCKY" in imported.remarks[0].sentence
    imported = read_dmn(content.replace('"policy": "U"', '"policy": "?"', 1).encode())
    assert "damaged" in imported.remarks[0].sentence
    assert imported.tables[0].rules == CHECK.rules


def test_a_file_without_tables_says_so() -> None:
    imported = read_dmn(write_dmn())
    assert imported.tables == ()
    assert "no decision table" in imported.remarks[0].sentence
