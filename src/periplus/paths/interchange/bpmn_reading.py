"""A procedure from BPMN 2.0, whoever drew it: what fits is taken over, the rest is named one by one."""

from collections import Counter
from dataclasses import replace
from typing import Final, TypeVar

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.chart import Chart, ChartFlow, ChartNode
from periplus.paths.drawing.layout import lay_out
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.interchange import elements
from periplus.paths.interchange.facets import Facets, differing, flow_with, node_with
from periplus.paths.interchange.flow_reading import (
    Way,
    astray,
    bridged,
    find_ways,
    linked,
    strange_condition,
)
from periplus.paths.interchange.foreign import foreign_node
from periplus.paths.interchange.hardened import read_xml
from periplus.paths.interchange.lane_reading import Lanes
from periplus.paths.interchange.names import BPMN, Identifiers, fit, local
from periplus.paths.interchange.node_reading import Found, find_node
from periplus.paths.interchange.notes import read_note
from periplus.paths.interchange.places import Places
from periplus.paths.interchange.processes import choose_process, process_note
from periplus.paths.interchange.remarks import ImportedChart, InterchangeError, Remark

MOST_NODES: Final = 500
MOST_FLOWS: Final = 1500
MOST_REMARKS: Final = 1000
MOSTLY: Final = 4  # a drawing in which more than a quarter is missing is drawn anew
Part = TypeVar("Part")


def read_bpmn(content: bytes, *, language: str = "en") -> ImportedChart:
    """The procedure in a BPMN file, with a remark for everything that did not come along as it was.

    `language`: column of the language in which foreign names are written. Of several pools the first with a
    process that can be run is taken. Raises `InterchangeError` when there is no procedure to be read.
    """
    root = read_xml(content)
    if root.tag != f"{{{BPMN}}}definitions":
        raise InterchangeError(_("This is no BPMN 2.0 file. Export the procedure as BPMN 2.0 XML."))
    process, remarks = choose_process(root)
    reading = _Reading(root, process, language)
    reading.remarks[:0] = remarks
    chart = reading.chart()
    return ImportedChart(chart, tuple(reading.remarks[:MOST_REMARKS]))


class _Reading:
    def __init__(self, root: etree._Element, process: etree._Element, language: str) -> None:
        self.process = process
        self.language = language
        self.remarks: list[Remark] = []
        self.places = Places(root)
        self.lanes = Lanes(process)
        self.messages = {
            each.get("id") or "": fit(each.get("name") or "") for each in root.iterfind("{*}message")
        }
        self.found = self._find()
        self.kept = [each for each in self.found if each.kind]
        self.keys: dict[str, str] = {}
        self.notes: dict[str, tuple[ChartNode, Facets]] = {}

    def chart(self) -> Chart:
        """Everything put together. What was not placed is laid out."""
        ways = self._ways()
        if len(self.kept) > MOST_NODES or len(ways) > MOST_FLOWS:
            sentence = _("The procedure has more than %(nodes)d nodes or %(flows)d flows. Split it.")
            raise InterchangeError(sentence % {"nodes": MOST_NODES, "flows": MOST_FLOWS})
        self._name()
        nodes = tuple(self._node(found) for found in self.kept)
        flows = tuple(self._flows(ways))
        self._tell()
        self._splits(ways)
        header = process_note(self.process, self.language, self.remarks)
        chart = replace(header, nodes=nodes, flows=flows)
        missing = sum(not found.facets["box"] for found in self.kept)
        if not missing and all(way.points for way in ways):
            return chart
        return lay_out(chart, keep=missing <= len(nodes) / MOSTLY)

    # ---------------------------------------------------------------- what there is

    def _find(self) -> list[Found]:
        found, seen = [], set[str]()
        for element in self.process:
            tag, identifier = local(str(element.tag)), element.get("id") or ""
            if tag in elements.QUIET:
                continue
            if tag in elements.BESIDE:
                self._beside(element, tag)
                continue
            if not identifier or identifier in seen:
                sentence = _(
                    "An element without an identifier of its own was left out. Export the file again."
                )
                self._remark(element, sentence)
                continue
            seen.add(identifier)
            lane, box = self.lanes.role.get(identifier, ""), self.places.boxes.get(identifier)
            found.append(find_node(element, messages=self.messages, lane=lane, box=box))
        return found

    def _beside(self, element: etree._Element, tag: str) -> None:
        if sentence := str(elements.BESIDE[tag]):
            text = " ".join((element.findtext("{*}text") or "").split())[:200]
            self._remark(element, sentence.replace("%(text)s", fit(text)))

    def _remark(self, element: etree._Element, sentence: str) -> None:
        name = fit(element.get("name") or "")
        self.remarks.append(Remark(element.get("id") or local(str(element.tag)), name, sentence))

    def _ways(self) -> list[Way]:
        dropped = [each.identifier for each in self.found if not each.kind]
        ways = bridged([*find_ways(self.process, self.places.ways), *linked(self.process)], dropped)
        nodes = {each.identifier for each in self.kept}
        self.remarks += astray(ways, nodes)
        return [way for way in ways if {way.source, way.target} <= nodes]

    # ---------------------------------------------------------------- keys

    def _name(self) -> None:
        """Keys for all nodes: those of our notes, each once; then the identifiers of the file."""
        taken: set[str] = set()
        for found in self.kept:
            note = self._note(found.element, ChartNode)
            if note and note[0].key not in taken:
                self.notes[found.identifier] = note
                self.keys[found.identifier] = note[0].key
                taken.add(note[0].key)
        give = Identifiers(taken).give
        for found in self.kept:
            if found.identifier not in self.keys:
                self.keys[found.identifier] = give(found.identifier, str(found.kind))

    def _note(self, element: etree._Element, kind: type[Part]) -> tuple[Part, Facets] | None:
        try:
            return read_note(element, kind)
        except ValueError:
            sentence = _("What this product had noted here is damaged. Check everything beside the name.")
            self._remark(element, sentence)
            return None

    # ---------------------------------------------------------------- nodes and flows

    def _node(self, found: Found) -> ChartNode:
        host = self.keys.get(found.facets["host"], "")
        if found.facets["host"] and not host:
            found.remarks.append(_("The task at whose edge it stood was not taken over. Choose another one."))
        note = self.notes.get(found.identifier)
        if note is None:
            return foreign_node(found, self.keys[found.identifier], host, self.language)
        found.remarks.clear()  # all of them ask for what the note knows
        node, written = note
        return node_with(node, differing({**found.facets, "host": host}, written), self.language)

    def _flows(self, ways: list[Way]) -> list[ChartFlow]:
        flows: list[ChartFlow] = []
        taken: set[str] = set()
        notes: dict[int, tuple[ChartFlow, Facets]] = {}
        for number, way in enumerate(ways):
            note = self._note(way.element, ChartFlow) if way.element is not None else None
            if note and note[0].key not in taken:
                notes[number] = note
                taken.add(note[0].key)
        give = Identifiers(taken).give
        for number, way in enumerate(ways):
            facets = self._facets(way)
            if number in notes:
                flow, written = notes[number]
                flows.append(flow_with(flow, differing(facets, written), self.language))
                continue
            if remark := strange_condition(way):
                self.remarks.append(remark)
            plain = ChartFlow(give(way.identifier, "flow"), facets["source"], facets["target"])
            flows.append(flow_with(plain, facets, self.language))
        return flows

    def _facets(self, way: Way) -> Facets:
        return {
            "name": way.name,
            "source": self.keys[way.source],
            "target": self.keys[way.target],
            "condition": way.condition,
            "default": way.default,
            "points": [list(point) for point in way.points],
        }

    def _splits(self, ways: list[Way]) -> None:
        """Several flows out of a task, without a gateway, mean something else in every tool."""
        leaving = Counter(way.source for way in ways)
        sentence = _("Several flows leave it without a gateway. Put one behind it that says which are taken.")
        for found in self.kept:
            gateway = found.kind in {NodeKind.EXCLUSIVE, NodeKind.PARALLEL}
            if leaving[found.identifier] > 1 and not gateway and found.identifier not in self.notes:
                self.remarks.append(Remark(found.identifier, found.name, sentence))

    def _tell(self) -> None:
        """Remarks of the elements in the order of the file, then of their lanes."""
        for found in self.found:
            self.remarks += [Remark(found.identifier, found.name, sentence) for sentence in found.remarks]
        human = [f.identifier for f in self.kept if f.kind in HUMAN and f.identifier not in self.notes]
        self.remarks += self.lanes.remarks(human)
