"""One element of a BPMN process as a node, with what has to be said about it."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.chart import Box
from periplus.paths.enums import NodeKind
from periplus.paths.interchange import elements
from periplus.paths.interchange.durations import is_exact, read_days
from periplus.paths.interchange.elements import Treatment
from periplus.paths.interchange.facets import Facets
from periplus.paths.interchange.names import fit, is_name, local
from periplus.paths.interchange.notes import has_note


@dataclass(frozen=True, slots=True)
class Found:
    """An element: the kind of node it becomes (None: left out), its standard side, and remarks."""

    element: etree._Element
    kind: NodeKind | None
    facets: Facets = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        return self.element.get("id") or ""

    @property
    def name(self) -> str:
        return fit(self.element.get("name") or "")


def find_node(element: etree._Element, *, messages: dict[str, str], lane: str, box: Box | None) -> Found:
    """What an element becomes. `messages`: names by identifier. `lane`: the role of its lane."""
    treatment = _treatment(element)
    remarks = [str(treatment.remark) % {"count": _count_inside(element)}] if treatment.remark else []
    found = Found(element, treatment.kind, remarks=remarks)
    if _loop(element) == "standardLoopCharacteristics":
        remarks.append(
            _("The mark of a loop was left out. Draw the loop: a choice after the task that leads back.")
        )
    if treatment.kind:
        found.facets.update(_facets(found, treatment.kind, messages, lane, box))
    return found


def _treatment(element: etree._Element) -> Treatment:
    tag = local(str(element.tag))
    if tag.endswith("Event"):
        return _event(element, tag, definition_of(element))
    if tag == "subProcess" and element.get("triggeredByEvent") == "true":
        return Treatment(None, elements.EVENT_SUBPROCESS)
    treatment = elements.FLOW_NODES.get(tag, elements.UNKNOWN)
    if treatment.kind == NodeKind.TASK and _loop(element) == "multiInstanceLoopCharacteristics":
        return replace(treatment, kind=NodeKind.EACH)
    return treatment


def _event(element: etree._Element, tag: str, definition: str) -> Treatment:
    plain = elements.FLOW_NODES.get(tag, elements.UNKNOWN)
    if tag in elements.SPECIAL:
        return replace(plain, remark=elements.SPECIAL[tag]) if definition else plain
    if definition == "timerEventDefinition" and (tag == "boundaryEvent" or has_note(element)):
        return Treatment(NodeKind.TIMER)
    return elements.EVENTS.get(tag, {}).get(definition, elements.EVENTS_ELSE.get(tag, elements.UNKNOWN))


def definition_of(element: etree._Element) -> str:
    """Which kind of event it is, e.g. 'timerEventDefinition'; "" for a plain one."""
    tags = [local(str(child.tag)) for child in element]
    return next((tag for tag in tags if tag.endswith("EventDefinition")), "")


def _loop(element: etree._Element) -> str:
    tags = [local(str(child.tag)) for child in element]
    return next((tag for tag in tags if tag.endswith("LoopCharacteristics")), "")


def _count_inside(element: etree._Element) -> int:
    return sum(local(str(child.tag)) in elements.FLOW_NODES for child in element)


def _facets(found: Found, kind: NodeKind, messages: dict[str, str], lane: str, box: Box | None) -> Facets:
    element = found.element
    hangs = kind == NodeKind.TIMER and bool(element.get("attachedToRef"))
    called = (element.get("calledElement") or "").rpartition(":")[2]
    documentation = element.find("{*}documentation")
    return {
        "kind": str(kind),
        "name": found.name,
        "doc": fit((documentation.text or "") if documentation is not None else ""),
        "lane": lane,
        "days": _days(found) if kind == NodeKind.TIMER else None,
        "host": element.get("attachedToRef", "").rpartition(":")[2] if hangs else "",
        "interrupting": element.get("cancelActivity") != "false" if hangs else True,
        "message": _message(element, messages) if kind == NodeKind.MESSAGE else "",
        "calls": called if kind == NodeKind.CALL and is_name(called) else "",
        "box": [box.x, box.y, box.width, box.height] if box else None,
    }


def _days(found: Found) -> int | None:
    timer = found.element.find("{*}timerEventDefinition")
    told = [] if timer is None else [each for each in timer if local(str(each.tag)).startswith("time")]
    if not told:
        return None
    text = (told[0].text or "").strip()
    days = read_days(text) if local(str(told[0].tag)) == "timeDuration" else None
    if days is None:
        sentence = _("The deadline “%(text)s” is no length of time. Say after how many days it strikes.")
        found.remarks.append(sentence % {"text": text[:80]})
    elif not is_exact(text):
        sentence = _("The deadline “%(text)s” was rounded up to whole days: %(days)d.")
        found.remarks.append(sentence % {"text": text, "days": days})
    return days


def _message(element: etree._Element, messages: dict[str, str]) -> str:
    definition = element.find("{*}messageEventDefinition")
    holder = element if definition is None else definition
    reference = (holder.get("messageRef") or "").rpartition(":")[2]
    return messages.get(reference, "")
