"""A procedure as BPMN 2.0 with its layout, lanes and our notes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.chart import Box, Chart, ChartFlow, ChartNode, say
from periplus.paths.drawing.lanes import Lane, lanes_of, roles_of
from periplus.paths.drawing.layout import lay_out
from periplus.paths.drawing.order import Order
from periplus.paths.drawing.words import role_title
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.interchange.durations import write_days
from periplus.paths.interchange.facets import Facets, facets_of_flow, facets_of_node, name_of
from periplus.paths.interchange.names import (
    BPMN,
    BPMNDI,
    DC,
    DI,
    FEEL,
    OURS,
    TARGET,
    XSI,
    Identifiers,
    fit,
)
from periplus.paths.interchange.notes import add_note
from periplus.paths.interchange.remarks import InterchangeError

PREFIXES: Final = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "periplus": OURS}
TAGS: Final = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.TASK: "userTask",
    NodeKind.EACH: "userTask",
    NodeKind.STEP: "serviceTask",
    NodeKind.DECISION: "businessRuleTask",
    NodeKind.EXCLUSIVE: "exclusiveGateway",
    NodeKind.PARALLEL: "parallelGateway",
    NodeKind.MESSAGE: "intermediateCatchEvent",
    NodeKind.CALL: "callActivity",
}
RECEIVING: Final = "receiveTask"
ACTIVITIES: Final = frozenset({*HUMAN, NodeKind.STEP, NodeKind.DECISION, NodeKind.CALL})
WITH_DEFAULT: Final = ACTIVITIES | {NodeKind.EXCLUSIVE}


def write_bpmn(chart: Chart) -> bytes:
    """BPMN 2.0 XML. `read_bpmn` gives the same chart back; other tools read what BPMN knows of it.

    What has no place in the drawing yet gets one in the file. `InterchangeError` when a flow leads nowhere.
    """
    for flow in chart.flows:
        if flow.source not in chart.node or flow.target not in chart.node:
            sentence = _("The flow %(flow)s leads nowhere. Join its end to a node, or remove it.")
            raise InterchangeError(sentence % {"flow": flow.key})
    root = _Writer(chart).definitions()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def add(
    parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str | None
) -> etree._Element:
    """A child in the namespace of BPMN; attributes that are None or empty are left out."""
    child = etree.SubElement(parent, f"{{{BPMN}}}{tag}", {k: v for k, v in attributes.items() if v})
    child.text = text
    return child


class _Writer:
    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.drawn = lay_out(chart, keep=True)
        self.roles = roles_of(Order(chart))
        give = Identifiers().give
        self.process = give(chart.key, "procedure")
        self.node = {node.key: give(node.key, "node") for node in chart.nodes}
        self.flow = {flow.key: give(flow.key, "flow") for flow in chart.flows}
        messages = dict.fromkeys(fit(node.message) for node in chart.nodes if node.kind == NodeKind.MESSAGE)
        self.message = {name: give(name, "message") for name in messages if name}
        self.lane = {role: give(f"lane_{role}", "lane") for role in dict.fromkeys(self.roles.values())}
        self.give = give
        defaults: dict[str, str] = {}
        for flow in chart.flows:
            if flow.default and chart.node[flow.source].kind in WITH_DEFAULT:
                defaults.setdefault(flow.source, flow.key)
        self.default: Mapping[str, str] = defaults

    def definitions(self) -> etree._Element:
        root = etree.Element(f"{{{BPMN}}}definitions", nsmap=PREFIXES)
        root.set("id", self.give("definitions"))
        root.set("targetNamespace", TARGET)
        root.set("exporter", "Periplus")
        for name, key in self.message.items():
            add(root, "message", id=key, name=name)
        self._process(root)
        self._diagram(root)
        return root

    def _process(self, root: etree._Element) -> None:
        name = name_of(self.chart)
        process = add(root, "process", id=self.process, name=name, isExecutable="true")
        if description := fit(say(self.chart.description, "en")):
            add(process, "documentation", description)
        note = replace(self.chart, nodes=(), flows=())
        add_note(add(process, "extensionElements"), note, {"name": name, "doc": description})
        lanes = add(process, "laneSet", id=self.give("lanes"))
        for role, key in self.lane.items():
            self._lane(lanes, role, key)
        for node, drawn in zip(self.chart.nodes, self.drawn.nodes, strict=True):
            self._node(process, node, drawn.box or Box(0, 0, 0, 0))
        for flow, drawn_flow in zip(self.chart.flows, self.drawn.flows, strict=True):
            self._flow(process, flow, drawn_flow.points)

    def _lane(self, lanes: etree._Element, role: str, key: str) -> None:
        lane = add(lanes, "lane", id=key, name=role_title(role))
        extension = add(lane, "extensionElements")
        etree.SubElement(extension, f"{{{OURS}}}role").text = role
        for node in self.chart.nodes:
            if self.roles[node.key] == role:
                add(lane, "flowNodeRef", self.node[node.key])

    # ---------------------------------------------------------------- nodes and flows

    def _node(self, process: etree._Element, node: ChartNode, box: Box) -> None:
        facets = facets_of_node(self.chart, node, lane=self.roles[node.key], box=box)
        default = self.flow.get(self.default.get(node.key, ""))
        tag = self._tag(node, facets)
        element = add(process, tag, id=self.node[node.key], name=facets["name"], default=default)
        if facets["host"]:
            element.set("attachedToRef", self.node[node.attached_to])
            element.set("cancelActivity", str(node.interrupting).lower())
        if facets["calls"]:
            element.set("calledElement", facets["calls"])
        if facets["doc"]:
            add(element, "documentation", facets["doc"])
        add_note(add(element, "extensionElements"), node, facets)
        for flow in self.chart.into(node.key):
            add(element, "incoming", self.flow[flow.key])
        for flow in self.chart.out(node.key):
            add(element, "outgoing", self.flow[flow.key])
        self._inside(element, node, facets)

    def _tag(self, node: ChartNode, facets: Facets) -> str:
        """Deadlines stand only at the edge of tasks, so a message that has one is a task that receives."""
        if node.kind == NodeKind.MESSAGE and self.chart.timers_of(node.key):
            return RECEIVING
        return TAGS.get(node.kind) or ("boundaryEvent" if facets["host"] else "intermediateCatchEvent")

    def _inside(self, element: etree._Element, node: ChartNode, facets: Facets) -> None:
        if node.kind in ACTIVITIES:
            over = self._items(element, node)
            if node.kind in HUMAN and node.role:
                self._owner(element, node.role)
            if node.kind == NodeKind.EACH:
                loop = add(element, "multiInstanceLoopCharacteristics")
                add(loop, "loopDataInputRef", over)
                add(loop, "inputDataItem", id=self.give("element"), name="element")
        if node.kind == NodeKind.MESSAGE:
            message = self.message.get(facets["message"])
            at_edge = bool(self.chart.timers_of(node.key))
            holder = element if at_edge else add(element, "messageEventDefinition")
            holder.attrib.update({"messageRef": message} if message else {})
        if node.kind == NodeKind.TIMER:
            timer = add(element, "timerEventDefinition")
            if facets["days"] is not None:
                duration = add(timer, "timeDuration", write_days(facets["days"]))
                duration.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")

    def _items(self, element: etree._Element, node: ChartNode) -> str:
        """What it reads and produces; gives the identifier of the list over whose elements it is done."""
        inputs = list(dict.fromkeys([*(item.key for item in node.inputs), *filter(None, [node.over])]))
        if node.kind == NodeKind.EACH and not node.over:
            inputs.append("")
        outputs = [item.key for item in node.outputs]
        if not inputs and not outputs:
            return ""
        listed = add(element, "ioSpecification")
        told = {key: self.give("input") for key in inputs}
        made = [(key, self.give("output")) for key in outputs]
        for key, identifier in told.items():
            add(listed, "dataInput", id=identifier, name=fit(key))
        for key, identifier in made:
            add(listed, "dataOutput", id=identifier, name=fit(key))
        one, other = add(listed, "inputSet"), add(listed, "outputSet")
        for identifier in told.values():
            add(one, "dataInputRefs", identifier)
        for _key, identifier in made:
            add(other, "dataOutputRefs", identifier)
        return told.get(node.over, "")

    def _owner(self, element: etree._Element, role: str) -> None:
        owner = add(element, "potentialOwner", name=role_title(role))
        told = add(owner, "resourceAssignmentExpression")
        add(told, "formalExpression", fit(role))

    def _flow(
        self, process: etree._Element, flow: ChartFlow, points: tuple[tuple[float, float], ...]
    ) -> None:
        facets = facets_of_flow(flow, points, default=self.default.get(flow.source) == flow.key)
        element = add(
            process,
            "sequenceFlow",
            id=self.flow[flow.key],
            name=facets["name"],
            sourceRef=self.node[flow.source],
            targetRef=self.node[flow.target],
        )
        add_note(add(element, "extensionElements"), flow, facets)
        if facets["condition"]:
            condition = add(element, "conditionExpression", facets["condition"], language=FEEL)
            condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")

    # ---------------------------------------------------------------- the drawing

    def _diagram(self, root: etree._Element) -> None:
        diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id=self.give("diagram"))
        plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id=self.give("plane"))
        plane.set("bpmnElement", self.process)
        for lane in lanes_of(self.drawn):
            self._lane_shape(plane, lane)
        for node in self.drawn.nodes:
            self._shape(plane, self.node[node.key], node.box or Box(0, 0, 0, 0))
        for flow in self.drawn.flows:
            edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", id=self.give("edge"))
            edge.set("bpmnElement", self.flow[flow.key])
            for x, y in flow.points:
                etree.SubElement(edge, f"{{{DI}}}waypoint", x=repr(x), y=repr(y))

    def _lane_shape(self, plane: etree._Element, lane: Lane) -> None:
        self._shape(plane, self.lane[lane.role], lane.box).set("isHorizontal", "true")

    def _shape(self, plane: etree._Element, element: str, box: Box) -> etree._Element:
        shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=self.give("shape"))
        shape.set("bpmnElement", element)
        sides = {name: repr(getattr(box, name)) for name in ("x", "y", "width", "height")}
        etree.SubElement(shape, f"{{{DC}}}Bounds", sides)
        return shape
