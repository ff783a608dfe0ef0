"""The same procedure in another engine: a chart as SpiffWorkflow runs it, for tests and benchmarks."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.enums import NodeKind

ELEMENTS = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.TASK: "manualTask",
    NodeKind.EXCLUSIVE: "exclusiveGateway",
    NodeKind.PARALLEL: "parallelGateway",
}


def as_spiff_bpmn(chart: Chart) -> bytes:
    """The chart as BPMN with conditions in Python, as that engine evaluates them."""
    body = "".join(_node(chart, node) for node in chart.nodes)
    body += "".join(_flow(chart, flow) for flow in chart.flows)
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">'
        f'<process id={quoteattr(chart.key)} isExecutable="true">{body}</process></definitions>'
    ).encode()


def _node(chart: Chart, node: ChartNode) -> str:
    usual = next((f.key for f in chart.out(node.key) if f.default), "")
    default = f" default={quoteattr(usual)}" if usual else ""
    ends = "".join(f"<incoming>{f.key}</incoming>" for f in chart.into(node.key))
    ends += "".join(f"<outgoing>{f.key}</outgoing>" for f in chart.out(node.key))
    if node.kind == NodeKind.TIMER:
        return _deadline(node, ends)
    name = ELEMENTS[node.kind]
    return f"<{name} id={quoteattr(node.key)} name={quoteattr(node.key)}{default}>{ends}</{name}>"


def _deadline(node: ChartNode, ends: str) -> str:
    """A boundary event; the duration is a Python text there."""
    about = f"id={quoteattr(node.key)} name={quoteattr(node.key)} attachedToRef={quoteattr(node.attached_to)}"
    cuts = "true" if node.interrupting else "false"
    duration = f'<timeDuration xsi:type="tFormalExpression">"P{node.allowance_days}D"</timeDuration>'
    event = f"<timerEventDefinition>{duration}</timerEventDefinition>"
    return f'<boundaryEvent {about} cancelActivity="{cuts}">{ends}{event}</boundaryEvent>'


def _flow(chart: Chart, flow: ChartFlow) -> str:
    splits = chart.node[flow.source].kind == NodeKind.EXCLUSIVE and flow.condition
    python = flow.condition.replace(" = ", " == ").replace("true", "True")
    condition = (
        f'<conditionExpression xsi:type="tFormalExpression">{escape(python)}</conditionExpression>'
        if splits
        else ""
    )
    ends = f"sourceRef={quoteattr(flow.source)} targetRef={quoteattr(flow.target)}"
    return f"<sequenceFlow id={quoteattr(flow.key)} {ends}>{condition}</sequenceFlow>"


class SpiffCase:
    """One run in the other engine, with the things that are compared."""

    def __init__(self, chart: Chart) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(as_spiff_bpmn(chart)))
        self.workflow = BpmnWorkflow(parser.get_spec(chart.key))
        self.workflow.do_engine_steps()

    @property
    def enabled(self) -> list[str]:
        """Keys of the tasks that somebody may do now, sorted."""
        return sorted(task.task_spec.bpmn_id for task in self._ready())

    @property
    def ended(self) -> bool:
        return bool(self.workflow.is_completed())

    def complete(self, key: str, values: dict[str, Any]) -> None:
        task = next(task for task in self._ready() if task.task_spec.bpmn_id == key)
        task.data.update(values)
        task.run()
        self.workflow.do_engine_steps()

    def _ready(self) -> list[Task]:
        ready: list[Task] = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return ready
