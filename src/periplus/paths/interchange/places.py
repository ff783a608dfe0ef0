"""Where a BPMN file draws its elements."""

from math import isfinite
from typing import Final

from lxml import etree

from periplus.paths.chart import Box
from periplus.paths.interchange.names import BPMNDI, DC, DI

FARTHEST: Final = 100_000.0
Point = tuple[float, float]


class Places:
    """Boxes and ways by the identifier of what they draw. Numbers that are none are left out."""

    def __init__(self, root: etree._Element) -> None:
        self.boxes: dict[str, Box] = {}
        self.ways: dict[str, tuple[Point, ...]] = {}
        for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
            box = _box(shape.find(f"{{{DC}}}Bounds"))
            if box:
                self.boxes.setdefault(_drawn(shape), box)
        for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
            points = [_numbers(point, "x", "y") for point in edge.iterfind(f"{{{DI}}}waypoint")]
            told = [(point[0], point[1]) for point in points if point]
            if len(told) == len(points) > 1:
                self.ways.setdefault(_drawn(edge), tuple(told))


def _drawn(element: etree._Element) -> str:
    """What is drawn; a name in front of a colon is a namespace."""
    return (element.get("bpmnElement") or "").rpartition(":")[2]


def _box(bounds: etree._Element | None) -> Box | None:
    numbers = None if bounds is None else _numbers(bounds, "x", "y", "width", "height")
    return Box(*numbers) if numbers and min(numbers[2:]) > 0 else None


def _numbers(element: etree._Element, *names: str) -> list[float] | None:
    try:
        numbers = [float(element.get(name, "")) for name in names]
    except ValueError:
        return None
    return numbers if all(isfinite(n) and abs(n) < FARTHEST for n in numbers) else None
