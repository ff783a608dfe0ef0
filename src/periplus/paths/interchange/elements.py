"""What becomes of each element of BPMN: a node of ours, nothing, or a sentence that says what to do."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.paths.enums import NodeKind

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Treatment:
    """`kind`: the node it becomes; None when it is left out. `remark`: what people have to know of it."""

    kind: NodeKind | None
    remark: Sentence = ""


DROPPED: Final = _(
    "This kind of element is not supported and was left out; what came before it now leads to what "
    "came after it. Add a task that does the same, where one is needed."
)
FLOW_NODES: Final = {
    "startEvent": Treatment(NodeKind.START),
    "endEvent": Treatment(NodeKind.END),
    "userTask": Treatment(NodeKind.TASK),
    "manualTask": Treatment(NodeKind.TASK),
    "task": Treatment(NodeKind.TASK),
    "serviceTask": Treatment(NodeKind.STEP, _("Choose the automatic step that is done here.")),
    "sendTask": Treatment(
        NodeKind.STEP, _("Sending became an automatic step: choose which one, or make it a task.")
    ),
    "scriptTask": Treatment(
        NodeKind.STEP, _("Its script was not taken over and is never run. Choose an automatic step instead.")
    ),
    "businessRuleTask": Treatment(
        NodeKind.DECISION, _("Choose its decision table; import the table from its DMN file first.")
    ),
    "receiveTask": Treatment(NodeKind.MESSAGE),
    "exclusiveGateway": Treatment(NodeKind.EXCLUSIVE),
    "parallelGateway": Treatment(NodeKind.PARALLEL),
    "callActivity": Treatment(NodeKind.CALL),
    "inclusiveGateway": Treatment(
        NodeKind.EXCLUSIVE,
        _(
            "An inclusive gateway can take several ways; here it became one of several ways. Check that only "
            "one condition can hold, or put a parallel gateway with a choice in each branch."
        ),
    ),
    "complexGateway": Treatment(
        NodeKind.EXCLUSIVE,
        _("A complex gateway became one of several ways. Write a condition on each flow that leaves it."),
    ),
    "eventBasedGateway": Treatment(
        NodeKind.EXCLUSIVE,
        _(
            "A gateway that waits for the first of several events became one of several ways. Let one task "
            "or message wait, and put a deadline at its edge."
        ),
    ),
    "subProcess": Treatment(
        NodeKind.CALL,
        _(
            "A sub-process became the call of another procedure. Make a procedure of what is inside it "
            "(elements: %(count)d), then choose it here."
        ),
    ),
    "transaction": Treatment(
        NodeKind.CALL,
        _(
            "A transaction became the call of another procedure, which cannot be rolled back. Make a "
            "procedure of what is inside it (elements: %(count)d), then choose it here."
        ),
    ),
    "adHocSubProcess": Treatment(
        NodeKind.TASK,
        _(
            "An ad-hoc sub-process became one task. Split it into the tasks that are inside it "
            "(elements: %(count)d), if their order matters."
        ),
    ),
    "intermediateCatchEvent": Treatment(NodeKind.MESSAGE),
    "intermediateThrowEvent": Treatment(None, DROPPED),
    "boundaryEvent": Treatment(NodeKind.TIMER),
}
EVENT_SUBPROCESS: Final = _(
    "A sub-process that starts by an event is not supported and was left out. Put a deadline at the edge of "
    "the task it belongs to, or start another procedure."
)
# What an intermediate event becomes, by its definition.
CATCHING: Final = {
    "messageEventDefinition": Treatment(NodeKind.MESSAGE),
    "signalEventDefinition": Treatment(NodeKind.MESSAGE, _("A signal became a message. Check who sends it.")),
    "timerEventDefinition": Treatment(
        None,
        _("A pause was left out; the way goes on at once. Give the task before it a deadline at its edge."),
    ),
    "linkEventDefinition": Treatment(None, _("A link was replaced by a flow from its one end to the other.")),
}
THROWING: Final = {
    "messageEventDefinition": Treatment(
        NodeKind.STEP, _("Sending a message became an automatic step: choose which one.")
    ),
    "signalEventDefinition": Treatment(
        NodeKind.STEP, _("Sending a signal became an automatic step: choose which one.")
    ),
    "linkEventDefinition": CATCHING["linkEventDefinition"],
}
BOUNDARY: Final = Treatment(
    None,
    _(
        "Only deadlines can stand at the edge of a task. The event and its flow were left out; let the "
        "task end with a choice instead."
    ),
)
SPECIAL_START: Final = _("Cases are started by people or by a step. What starts it here was left out.")
SPECIAL_END: Final = _(
    "It ends this way of the case. Ending the whole case at once, errors and messages at the end were "
    "left out."
)
UNKNOWN: Final = Treatment(None, DROPPED)
# By tag: what is said when a start or an end has a definition.
SPECIAL: Final = {"startEvent": SPECIAL_START, "endEvent": SPECIAL_END}
# By tag, then by definition; EVENTS_ELSE for any other definition.
EVENTS: Final = {"intermediateCatchEvent": CATCHING, "intermediateThrowEvent": THROWING}
EVENTS_ELSE: Final = {"boundaryEvent": BOUNDARY}

# Beside the flow: named, so that nobody believes that they came along.
DATA: Final = _("Data objects were not taken over. Say at the tasks what is read and what is produced.")
BESIDE: Final = {
    "dataObject": "",  # its references are named
    "dataObjectReference": DATA,
    "dataStoreReference": DATA,
    "textAnnotation": _(
        "A note in the drawing was not taken over: “%(text)s”. Put it into the guidance of a task."
    ),
    "group": _("A frame in the drawing was not taken over."),
    "association": "",
    "property": _("Properties of the process were not taken over. Say at the tasks what is produced."),
    "correlationSubscription": _("Correlation was not taken over. Messages find their case by their name."),
}
QUIET: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "ioSpecification",
        "auditing",
        "monitoring",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "supports",
    }
)
