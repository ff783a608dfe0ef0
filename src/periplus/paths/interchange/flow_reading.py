"""Flows of a BPMN process: what is left out is bridged, what leads nowhere is named."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.feel import FeelError, compile_condition
from periplus.paths.interchange.facets import condition_of
from periplus.paths.interchange.names import fit, local
from periplus.paths.interchange.remarks import Remark

MOST_BRIDGES: Final = 20
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """A sequence flow by identifiers of the file. `element` is None when it bridges what was left out."""

    identifier: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    default: bool = False
    points: tuple[Point, ...] = ()
    element: etree._Element | None = None


def find_ways(process: etree._Element, places: dict[str, tuple[Point, ...]]) -> list[Way]:
    """The sequence flows of a process, in their order."""
    defaults = {each.get("default") for each in process if each.get("default")}
    ways = []
    for element in process.iterfind("{*}sequenceFlow"):
        identifier = element.get("id") or ""
        ways.append(
            Way(
                identifier,
                element.get("sourceRef") or "",
                element.get("targetRef") or "",
                fit(element.get("name") or ""),
                condition_of(element.findtext("{*}conditionExpression") or ""),
                bool(identifier) and identifier in defaults,
                places.get(identifier, ()),
                element,
            )
        )
    return ways


def strange_condition(way: Way) -> Remark | None:
    """A remark about a condition that is not written as conditions are here; its text is kept."""
    if not way.condition:
        return None
    try:
        compile_condition(way.condition)
    except FeelError as error:
        sentence = _("Its condition “%(condition)s” was kept as text, but cannot be asked: %(why)s")
        told = {"condition": way.condition[:120], "why": str(error)}
        return Remark(way.identifier, way.name, sentence % told)
    return None


def bridged(ways: list[Way], dropped: Iterable[str]) -> list[Way]:
    """Without the nodes that were left out: what came before leads to what came after."""
    for node in dropped:
        out = [way for way in ways if way.source == node and way.target != node]
        into = sum(way.target == node for way in ways)
        onward = out if into * len(out) <= MOST_BRIDGES else []
        ways = [
            bridge  # in the place of the flow that came in: the order of conditions counts
            for way in ways
            if way.source != node
            for bridge in ([_bridge(way, other) for other in onward] if way.target == node else [way])
        ]
    return ways


def _bridge(one: Way, other: Way) -> Way:
    return replace(
        one,
        target=other.target,
        name=one.name or other.name,
        condition=one.condition or other.condition,
        points=(),
        element=None,
    )


def linked(process: etree._Element) -> list[Way]:
    """A flow from each end of a link to where it comes out."""
    ends: dict[str, list[tuple[str, str]]] = {}
    for element in process:
        tag, link = local(str(element.tag)), element.find("{*}linkEventDefinition")
        if link is not None and tag.startswith("intermediate"):
            name = link.get("name") or element.get("name") or ""
            ends.setdefault(name, []).append((tag, element.get("id") or ""))
    return [
        Way(f"{source}_link", source, target)
        for several in ends.values()
        for sender, source in several
        for receiver, target in several
        if sender == "intermediateThrowEvent" and receiver == "intermediateCatchEvent"
    ][:MOST_BRIDGES]


def astray(ways: Iterable[Way], nodes: set[str]) -> list[Remark]:
    """Flows that begin or end at nothing that was taken over."""
    sentence = _(
        "This flow leads to or from something that was not taken over, and was left out. Draw it anew."
    )
    return [
        Remark(way.identifier, way.name, sentence) for way in ways if not {way.source, way.target} <= nodes
    ]
