"""The drawing: nothing lies on anything else, and what is seen is also said."""

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from lxml import etree

from periplus.paths.chart import Box, Chart, ChartFlow, ChartNode
from periplus.paths.drawing import Change, Mark, compare_charts, draw, lay_out
from periplus.paths.drawing.lanes import lanes_of
from periplus.paths.drawing.words import wrapped
from periplus.paths.enums import NodeKind
from periplus.paths.library import list_charts
from tests.paths.examples import agreement
from tests.paths.strategies import structured_charts

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]


def box_of(node: ChartNode) -> Box:
    assert node.box
    return node.box


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def crosses(one: Point, other: Point, box: Box) -> bool:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return (
        left < box.x + box.width - 1
        and box.x + 1 < right
        and top < box.y + box.height - 1
        and box.y + 1 < bottom
    )


def on_each_other(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    for across, along in ((0, 1), (1, 0)):
        if len({end[across] for end in (*one, *other)}) == 1:
            low = max(min(end[along] for end in piece) for piece in (one, other))
            high = min(max(end[along] for end in piece) for piece in (one, other))
            return high - low > 1
    return False


def touching(chart: Chart, flow: ChartFlow) -> set[str]:
    """The nodes that a flow may touch: its ends, and the deadlines or the host beside its source."""
    source = chart.node[flow.source]
    return {flow.source, flow.target, source.attached_to, *(t.key for t in chart.timers_of(flow.source))}


@settings(max_examples=60)
@given(structured_charts(largest=10))
def test_nothing_lies_on_anything_else(chart: Chart) -> None:
    drawn = lay_out(chart)
    for one, other in combinations(drawn.nodes, 2):
        if other.key != one.attached_to and one.key != other.attached_to:
            assert apart(box_of(one), box_of(other)), (one.key, other.key)
    no_line_crosses_a_node(drawn)
    no_line_hides_another(drawn)


def no_line_crosses_a_node(drawn: Chart) -> None:
    for flow in drawn.flows:
        beside = touching(drawn, flow)
        for piece in pairwise(flow.points):
            assert piece[0][0] == piece[1][0] or piece[0][1] == piece[1][1]
            for node in drawn.nodes:
                assert node.key in beside or not crosses(*piece, box_of(node)), (flow, node.key)


def no_line_hides_another(drawn: Chart) -> None:
    for one_flow, other_flow in combinations(drawn.flows, 2):
        if one_flow.source != other_flow.source and one_flow.target != other_flow.target:
            for piece in pairwise(one_flow.points):
                assert not any(on_each_other(piece, second) for second in pairwise(other_flow.points))


@pytest.mark.parametrize("chart", list_charts(), ids=lambda chart: chart.key)
def test_nothing_lies_on_anything_else_in_a_ready_procedure(chart: Chart) -> None:
    drawn = lay_out(chart)
    no_line_crosses_a_node(drawn)
    no_line_hides_another(drawn)
    assert lanes_of(drawn)


@settings(max_examples=30)
@given(structured_charts())
def test_the_same_chart_gives_the_same_drawing_in_lanes_that_hold_it(chart: Chart) -> None:
    drawn = lay_out(chart)
    assert lay_out(drawn) == lay_out(chart) == drawn
    assert lay_out(drawn, keep=True) == drawn
    lanes = {lane.role: lane.box for lane in lanes_of(drawn)}
    for node in drawn.nodes:
        if node.kind == NodeKind.TASK:
            lane, box = lanes[node.role], box_of(node)
            assert lane.y < box.y
            assert box.y + box.height < lane.y + lane.height


def test_a_place_that_was_given_is_kept_and_the_rest_finds_room() -> None:
    drawn = lay_out(agreement())
    moved = replace(drawn.node["check"], box=Box(1000, 900, 160, 76))
    nodes = [replace(n, box=None) if n.key in {"rule", "late"} else n for n in drawn.nodes]
    nodes = [moved if n.key == "check" else n for n in nodes]
    flows = [replace(f, points=()) if "check" in {f.source, f.target} else f for f in drawn.flows]
    kept = lay_out(replace(drawn, nodes=tuple(nodes), flows=tuple(flows)), keep=True)
    assert kept.node["check"].box == moved.box
    assert kept.node["sign"].box == drawn.node["sign"].box
    others = [box_of(n) for n in kept.nodes if n.key not in {"rule", "late", "draft"}]
    assert all(apart(box_of(kept.node["rule"]), other) for other in others)
    assert all(len(flow.points) > 1 for flow in kept.flows)
    assert kept.flow["f1"].points == drawn.flow["f1"].points


@pytest.mark.parametrize(
    "chart",
    [
        Chart("empty", {}),
        Chart("alone", {}, nodes=(ChartNode("a", NodeKind.TASK, {}),)),
        Chart("self", {}, nodes=(ChartNode("a", NodeKind.TASK, {}),), flows=(ChartFlow("f", "a", "a"),)),
        Chart("lost", {}, nodes=(ChartNode("a", NodeKind.TIMER, {}, attached_to="b"),)),
        Chart("nowhere", {}, nodes=(ChartNode("a", NodeKind.END, {}),), flows=(ChartFlow("f", "a", "b"),)),
        Chart(
            "circle",
            {},
            nodes=(ChartNode("a", NodeKind.TASK, {}), ChartNode("b", NodeKind.TASK, {})),
            flows=(ChartFlow("f", "a", "b"), ChartFlow("g", "b", "a")),
        ),
        Chart(
            "timer on itself",
            {},
            nodes=(ChartNode("a", NodeKind.TIMER, {}, attached_to="a"), ChartNode("b", NodeKind.END, {})),
            flows=(ChartFlow("f", "a", "b"), ChartFlow("g", "b", "a")),
        ),
    ],
    ids=lambda chart: chart.key,
)
def test_a_draft_that_is_not_well_formed_yet_is_drawn_too(chart: Chart) -> None:
    etree.fromstring(draw(chart, language="en"))


def test_a_long_procedure_is_drawn_in_no_time() -> None:
    nodes = tuple(ChartNode(f"n{i}", NodeKind.TASK, {"en": f"Step {i}"}, role="office") for i in range(500))
    flows = tuple(ChartFlow(f"f{i}", f"n{i}", f"n{i + 1}") for i in range(499))
    assert lay_out(Chart("long", {}, nodes=nodes, flows=flows)).nodes[-1].box


# ------------------------------------------------------------------ the picture


def picture(**more: object) -> etree._Element:
    svg = draw(agreement(), **{"language": "en", **more})  # type: ignore[arg-type]  # as given by each test
    return etree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_every_node_is_named_for_those_who_do_not_see_it() -> None:
    marks = {"check": Mark(open=3, late=1, state="warn"), "draft": Mark(open=2, age_days=4.2)}
    labels = [each.get("aria-label") for each in picture(marks=marks).iter() if each.get("aria-label")]
    assert len(labels) == len(agreement().nodes)
    assert "Task: Check the law. Coordination office. Evaluation. 3 open, 1 late" in labels
    assert "Task: Draft the agreement with the partner. Unit coordinator. 20 days. 2 open · 4 days" in labels
    assert "Deadline. 14 days. the task goes on" in labels
    assert "Deadline: 30 days. 30 days. ends the task" in labels


def test_linked_nodes_are_tab_stops_in_the_order_of_the_work() -> None:
    root = picture(links={"sign": "/x?a=1&b=2", "begin": "/begin", "check": "/check"})
    links = [each.get("href") for each in root.iter(f"{SVG}a")]
    assert links == ["/begin", "/check", "/x?a=1&b=2"]
    listed = root.find(f"{SVG}g[@role='list']")
    assert listed is not None
    assert {each.get("role") for each in listed} == {"listitem"}


def test_a_mark_is_a_shape_and_words_with_a_count() -> None:
    root = picture(marks={"check": Mark(open=3, late=1, state="bad"), "read": Mark(state="none")})
    marks = root.findall(f".//{SVG}g[@data-node='check']//{SVG}g[@class='pill-mark bad']")
    assert [mark.findtext(f"{SVG}text") for mark in marks] == ["3 open", "1 late"]
    assert all(mark.find(f"{SVG}path") is not None for mark in marks)


def test_lanes_conditions_and_kinds_are_written() -> None:
    root = picture()
    lanes = [each.text for each in root.iter(f"{SVG}text") if each.get("class") == "lane-name"]
    assert lanes == ["Unit coordinator", "Coordination office", "Vice-rector"]
    told = " ".join(map(str, root.itertext()))
    assert "otherwise" in told
    assert "outside the EEA" in told
    classes = {
        (each.get("class") or "").split(" ")[1] for each in root.iterfind(f".//{SVG}g[@role='listitem']")
    }
    assert classes == {str(kind) for kind in NodeKind}


def test_the_picture_speaks_the_language_of_the_reader() -> None:
    assert "Redactar el acuerdo" in draw(agreement(), language="es")
    assert "起草协议" in draw(agreement(), language="zh-hans")


def test_nothing_in_a_picture_is_script_or_inline_style() -> None:
    evil = '"><script>alert(1)</script><a onload="x'
    node = ChartNode("a", NodeKind.TASK, {"en": evil}, role=evil)
    flow = ChartFlow("f", "a", "a", condition=evil)
    svg = draw(Chart("k", {"en": evil}, nodes=(node,), flows=(flow,)), language="en", links={"a": evil})
    assert "<script" not in svg
    assert not re.search(r"\sstyle=|<style|<image|<foreignObject", svg)
    names = {name for each in etree.fromstring(svg).iter() for name in each.attrib}
    assert not any(str(name).startswith("on") for name in names)


def test_two_versions_are_compared_in_the_picture_with_words() -> None:
    before = agreement()
    nodes = [replace(n, title={"en": "Read it"}) if n.key == "read" else n for n in before.nodes]
    nodes = [n for n in nodes if n.key != "decide"] + [
        ChartNode("ask", NodeKind.TASK, {"en": "Ask"}, role="office")
    ]
    flows = [f for f in before.flows if "decide" not in {f.source, f.target}]
    flows += [ChartFlow("n1", "overdue", "ask"), ChartFlow("n2", "ask", "agreed")]
    after = replace(before, nodes=tuple(nodes), flows=tuple(flows))
    found = compare_charts(before, after)
    assert found.nodes == {"decide": Change.REMOVED, "read": Change.CHANGED, "ask": Change.ADDED}
    assert found.fields == {"read": ("title",)}
    assert found.flows == {"f14": "removed", "f15": "removed", "n1": "added", "n2": "added"}
    svg = draw(after, language="en", compare=before)
    assert [word for word in ("Added", "Removed", "Changed") if f">{word}</text>" in svg] == [
        "Added",
        "Removed",
        "Changed",
    ]
    assert "Decide for the silent. Coordination office. Removed" in svg


def test_moving_something_in_the_drawing_is_no_change() -> None:
    found = compare_charts(agreement(), lay_out(agreement()))
    assert (found.nodes, found.flows) == ({}, {})


def test_long_words_are_wrapped_and_cut() -> None:
    assert wrapped("Draft the agreement with them", width=100, size=13, most=3) == [
        "Draft the",
        "agreement with",
        "them",
    ]
    assert wrapped("One two three four five six", width=60, size=13, most=2)[-1].endswith("…")
    assert wrapped("起草与伙伴大学的协议文本", width=80, size=13, most=2) == ["起草与伙伴大", "学的协议文本"]
    assert wrapped("Donaudampfschifffahrtsgesellschaft", width=60, size=13, most=2)[0].endswith("…")
    assert wrapped("", width=60, size=13, most=2) == []
