"""BPMN: what goes out comes back, and what other tools wrote comes in or is explained."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from periplus.paths.chart import Box, Chart, ChartFlow, ChartNode
from periplus.paths.drawing import draw, lay_out
from periplus.paths.enums import NodeKind, ValueType
from periplus.paths.interchange import ImportedChart, InterchangeError, read_bpmn, write_bpmn
from periplus.paths.library import list_charts
from tests.paths.examples import agreement
from tests.paths.strategies import told_charts

FOREIGN = Path(__file__).with_name("foreign")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def foreign(name: str) -> ImportedChart:
    return read_bpmn((FOREIGN / name).read_bytes())


def said(imported: ImportedChart, element: str) -> str:
    return " ".join(remark.sentence for remark in imported.remarks if remark.element == element)


def schema() -> etree.XMLSchema | None:
    """The schema of the standard, as the peer's package carries it."""
    peer = find_spec("SpiffWorkflow")
    folders = list(peer.submodule_search_locations or []) if peer else []
    files = [Path(each) / "bpmn" / "parser" / "schema" / "BPMN20.xsd" for each in folders]
    found = next((file for file in files if file.exists()), None)
    return etree.XMLSchema(etree.parse(found)) if found else None


# ------------------------------------------------------------------ out and in


@settings(max_examples=60)
@given(told_charts())
def test_what_goes_out_comes_back(chart: Chart) -> None:
    assert read_bpmn(write_bpmn(chart)) == ImportedChart(chart)
    drawn = lay_out(chart)
    assert read_bpmn(write_bpmn(drawn)) == ImportedChart(drawn)


@pytest.mark.parametrize(
    "chart",
    [agreement(), lay_out(agreement()), Chart("one", {}, nodes=(ChartNode("a b", NodeKind.TASK, {}),))],
)
def test_every_kind_of_node_comes_back(chart: Chart) -> None:
    assert read_bpmn(write_bpmn(chart)) == ImportedChart(chart)


@pytest.mark.parametrize("chart", list_charts(), ids=lambda chart: chart.key)
def test_every_ready_procedure_comes_back(chart: Chart) -> None:
    known = schema()
    for drawn in (chart, lay_out(chart)):
        content = write_bpmn(drawn)
        assert read_bpmn(content) == ImportedChart(drawn)
        if known:
            known.assertValid(etree.fromstring(content))


def test_keys_and_values_that_xml_cannot_hold_come_back() -> None:
    nodes = (
        ChartNode("a", NodeKind.START, {}),
        ChartNode("ä b", NodeKind.CALL, {}, calls="1st procedure"),
        ChartNode("pause", NodeKind.TIMER, {}, allowance_days=3),
        ChartNode("late", NodeKind.TIMER, {}, attached_to="ghost", interrupting=False),
        ChartNode("each", NodeKind.EACH, {}),
    )
    flows = (
        ChartFlow("a", "a", "ä b", condition=" x = \x01 "),
        ChartFlow("f", "a", "ä b", default=True, points=((1, 2.25), (3, 4))),
    )
    chart = Chart("1 procedure", {"zh": "流程"}, nodes=nodes, flows=flows)
    assert read_bpmn(write_bpmn(chart)) == ImportedChart(chart)


def test_the_file_is_bpmn_as_the_standard_has_it() -> None:
    known = schema()
    if known is None:
        pytest.skip("the peer's package with the schema is not installed")
    for chart in (agreement(), lay_out(agreement())):
        known.assertValid(etree.fromstring(write_bpmn(chart)))


def test_other_tools_read_the_standard_part() -> None:
    root = etree.fromstring(write_bpmn(agreement()))
    process = root.find(f"{BPMN}process")
    assert process is not None
    lanes = [lane.get("name") for lane in process.iter(f"{BPMN}lane")]
    assert lanes == ["Unit coordinator", "Coordination office", "Vice-rector"]
    late = process.find(f"{BPMN}boundaryEvent[@id='late']")
    assert late is not None
    assert late.findtext(f".//{BPMN}timeDuration") == "P14D"
    assert (late.get("attachedToRef"), late.get("cancelActivity")) == ("draft", "false")
    needed = process.find(f"{BPMN}exclusiveGateway[@id='needed']")
    assert needed is not None
    assert needed.get("default") == "f7"
    assert process.findtext(f"{BPMN}sequenceFlow[@id='f6']/{BPMN}conditionExpression") == 'check != "none"'
    assert process.find(f"{BPMN}userTask[@id='consent']/{BPMN}multiInstanceLoopCharacteristics") is not None
    shapes = {shape.get("bpmnElement") for shape in root.iter() if str(shape.tag).endswith("BPMNShape")}
    assert {node.key for node in agreement().nodes} < shapes


def test_a_message_with_a_deadline_is_a_task_that_receives() -> None:
    nodes = (
        ChartNode("wait", NodeKind.MESSAGE, {"en": "Their answer"}, message="answer"),
        ChartNode("late", NodeKind.TIMER, {}, allowance_days=30, attached_to="wait"),
        ChartNode("nameless", NodeKind.MESSAGE, {}),
        ChartNode("late_too", NodeKind.TIMER, {}, attached_to="nameless"),
    )
    chart = Chart("k", {}, nodes=nodes)
    root = etree.fromstring(write_bpmn(chart))
    received = root.find(f"{BPMN}process/{BPMN}receiveTask")
    assert received is not None
    assert received.get("messageRef") == "answer"
    assert read_bpmn(write_bpmn(chart)) == ImportedChart(chart)
    if known := schema():
        known.assertValid(root)


def test_a_flow_that_leads_nowhere_cannot_go_out() -> None:
    chart = Chart("k", {}, nodes=(ChartNode("a", NodeKind.TASK, {}),), flows=(ChartFlow("f", "a", "b"),))
    with pytest.raises(InterchangeError, match="leads nowhere"):
        write_bpmn(chart)


# ------------------------------------------------------------------ changed elsewhere


def changed(old: str, new: str) -> ImportedChart:
    text = write_bpmn(lay_out(agreement())).decode()
    assert old in text
    return read_bpmn(text.replace(old, new).encode())


def test_what_another_tool_changed_wins_and_the_rest_stays() -> None:
    chart = changed('name="Check the law"', 'name="Check both laws"').chart
    before = lay_out(agreement())
    assert chart.node["check"].title == {"en": "Check both laws"}
    assert replace(chart.node["check"], title=before.node["check"].title) == before.node["check"]
    assert chart.tables == before.tables

    assert changed(">P14D<", ">P3W<").chart.node["late"].allowance_days == 21
    assert changed('>check != "none"<', '>check = "full"<').chart.flow["f6"].condition == 'check = "full"'
    moved = changed('cancelActivity="false"', 'cancelActivity="true"').chart
    assert moved.node["late"].interrupting
    renamed = changed('name="Draft the agreement with the partner"', 'name="Draft"').chart.node["draft"]
    assert renamed.title == {"en": "Draft", "es": "Redactar el acuerdo", "zh": "起草协议"}


def test_a_task_moved_to_another_lane_changes_its_role() -> None:
    chart = changed(
        "<bpmn:flowNodeRef>read</bpmn:flowNodeRef>", "<bpmn:flowNodeRef>nobody</bpmn:flowNodeRef>"
    ).chart
    assert chart.node["read"].role == ""
    text = write_bpmn(agreement()).decode()
    text = text.replace("<bpmn:flowNodeRef>read</bpmn:flowNodeRef>", "")
    office = "<bpmn:flowNodeRef>check</bpmn:flowNodeRef>"
    text = text.replace(office, office + "<bpmn:flowNodeRef>read</bpmn:flowNodeRef>")
    assert read_bpmn(text.encode()).chart.node["read"].role == "office"


def test_a_shape_moved_in_another_tool_stays_where_it_was_put() -> None:
    text = write_bpmn(agreement()).decode()
    at = text.index('bpmnElement="read"')
    bounds = text[text.index("<dc:Bounds", at) : text.index("/>", at)]
    imported = read_bpmn(text.replace(bounds, '<dc:Bounds x="5" y="6" width="160" height="76"').encode())
    assert imported.chart.node["read"].box == Box(5, 6, 160, 76)
    assert imported.chart.node["check"].box is None


def test_an_element_copied_in_another_tool_gets_a_key_of_its_own() -> None:
    text = write_bpmn(agreement()).decode()
    start = text.index('<bpmn:userTask id="check"')
    copy = text[start : text.index("</bpmn:userTask>", start) + len("</bpmn:userTask>")]
    text = text.replace(copy, copy + copy.replace('id="check"', 'id="Activity_copy"'))
    chart = read_bpmn(text.encode()).chart
    assert len(chart.nodes) == len(agreement().nodes) + 1
    assert chart.node["Activity_copy"].title == {"en": "Check the law"}


@pytest.mark.parametrize(
    "damage",
    [
        ('"key": "check"', '"key": 5'),
        ('"kind": "task", "title": {"en": "Check the law"}', '"kind": "bomb", "title": {}'),
        ('"unit_code": "LEGAL"', '"unit_code": {"a": 1}'),
        ('"unit_code": "LEGAL"', '"box": {"x": NaN, "y": 0, "width": 1, "height": 1}'),
        ('"unit_code": "LEGAL"', '"__class__": "LEGAL"'),
        ('"unit_code": "LEGAL"', '"allowance_days": 1e999'),
        ('"unit_code": "LEGAL"', '"criteria": ' + "[" * 5000 + "]" * 5000),
    ],
)
def test_a_damaged_note_is_told_and_the_standard_part_read(damage: tuple[str, str]) -> None:
    imported = changed(*damage)
    assert "damaged" in said(imported, "check")
    assert imported.chart.node["check"].title == {"en": "Check the law"}
    assert imported.chart.node["check"].role == "office"


# ------------------------------------------------------------------ from other tools


@pytest.mark.parametrize("file", sorted(FOREIGN.glob("*.bpmn")), ids=lambda file: file.stem)
def test_foreign_files_come_in_whole_and_can_be_drawn_and_written(file: Path) -> None:
    imported = foreign(file.name)
    chart = imported.chart
    assert chart.starts
    assert all(flow.source in chart.node and flow.target in chart.node for flow in chart.flows)
    assert all(node.box for node in chart.nodes)
    assert all(len(flow.points) > 1 for flow in chart.flows)
    assert all(len(remark.sentence) > 20 and remark.element for remark in imported.remarks)
    draw(chart, language="en")
    assert read_bpmn(write_bpmn(chart)) == ImportedChart(chart)


def test_pools_lanes_forms_and_places_of_an_execution_engine() -> None:
    imported = foreign("engine_seven.bpmn")
    chart = imported.chart
    read = chart.node["Activity_read"]
    assert (read.role, read.box) == ("office", Box(270, 100, 100, 80))
    points, result = read.items
    assert (points.type, points.required) == (ValueType.NUMBER, True)
    assert [choice.value for choice in result.choices] == ["yes", "no"]
    late = chart.node["Event_late"]
    assert (late.attached_to, late.allowance_days, late.interrupting) == ("Activity_read", 14, False)
    confirm = chart.node["Activity_confirm"]
    assert (confirm.kind, confirm.over, confirm.role) == (NodeKind.EACH, "places", "")
    assert chart.flow["Flow_3"].condition == 'result = "yes"'
    assert chart.flow["Flow_4"].default
    assert "Dean" in said(imported, "Lane_dean")
    assert "one after the other" in said(imported, "Activity_confirm")
    assert "pool without steps" in said(imported, "Participant_student")
    assert "between pools" in said(imported, "Flow_msg")


def test_extensions_of_a_newer_engine() -> None:
    imported = foreign("engine_eight.bpmn")
    node = imported.chart.node
    assert node["rule"].table == "board"
    assert (node["review"].over, node["review"].role) == ("reviewers", "reviewer")
    assert (node["call"].calls, node["wait"].message) == ("publish_course", "partner_answer")
    assert node["soon"].allowance_days == 2
    assert "rounded up" in said(imported, "soon")
    assert "pause" not in node
    assert any((flow.source, flow.target) == ("call", "choose") for flow in imported.chart.flows)
    assert "pause" in said(imported, "pause")
    assert "kept as text" in said(imported, "j")
    assert "Only deadlines" in said(imported, "err")


def test_a_drawing_that_was_never_meant_to_run() -> None:
    imported = foreign("drawing_tool.bpmn")
    chart = imported.chart
    assert chart.node["sid-invite"].title == {"en": "Invite the scholar"}
    assert chart.node["sid-invite"].role == "coordinator"
    assert "Ask for the visa early" in said(imported, "sid-note")
    assert "inclusive" in said(imported, "sid-split")
    assert "Draw the loop" in said(imported, "sid-room")
    assert "Data objects" in said(imported, "sid-dataref")
    assert "left out" in said(imported, "sid-f8")


def test_every_element_that_we_do_not_have_is_named() -> None:
    imported = foreign("web_modeler.bpmn")
    told = {remark.element for remark in imported.remarks}
    assert told >= {
        "sub",
        "evsub",
        "throw",
        "catch",
        "evgate",
        "sig",
        "adhoc",
        "hold",
        "cx",
        "tell",
        "tx",
        "weird",
    }
    assert "Process_2" in told
    assert "elements: 2" in said(imported, "sub")
    assert [flow.target for flow in imported.chart.out("sub")] == ["evgate"]
    assert imported.chart.node["sub"].kind == NodeKind.CALL


def test_code_of_others_is_text_and_never_run() -> None:
    imported = foreign("python_engine.bpmn")
    chart = imported.chart
    assert chart.key == "procedure"
    assert chart.node["script"].step == ""
    assert "never run" in said(imported, "script")
    assert "kept as text" in said(imported, "f4")
    assert chart.node["late"].allowance_days == 14
    assert "no length of time" in said(imported, "odd")
    assert "identifier" in said(imported, "end")
    assert chart.node["dmn"].table == "limit"


def test_names_of_foreign_files_stand_in_the_language_they_are_written_in() -> None:
    content = (FOREIGN / "engine_seven.bpmn").read_bytes()
    assert read_bpmn(content, language="es").chart.title == {"es": "Nomination"}
