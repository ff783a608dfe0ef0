"""The shape of every kind of node, as in BPMN."""

from typing import Final

from django.utils.safestring import SafeString

from periplus.paths.chart import Box, ChartNode
from periplus.paths.drawing.elements import element
from periplus.paths.drawing.sizes import is_box
from periplus.paths.enums import NodeKind

SIGN: Final = 15.0  # height of a sign in the corner of a box
# Drawn on a field of 16 by 16.
GEAR: Final = (
    "M6.9 1h2.2l.35 1.9 1.25.52L12.3 2.3l1.4 1.4-1.12 1.6.52 1.25 1.9.35v2.2l-1.9.35-.52 1.25 1.12 1.6"
    "-1.4 1.4-1.6-1.12-1.25.52L9.1 15H6.9l-.35-1.9-1.25-.52-1.6 1.12-1.4-1.4 1.12-1.6-.52-1.25L1 9.1V6.9"
    "l1.9-.35.52-1.25L2.3 3.7l1.4-1.4 1.6 1.12 1.25-.52zM8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z"
)
TABLE: Final = "M1.5 2.5h13v11h-13zM1.5 6h13M1.5 9.7h13M6 2.5v11"
BARS: Final = "M4 2.5v11M8 2.5v11M12 2.5v11"
TICK: Final = "M2.5 2.5h11v11h-11zM5 8.2l2.2 2.3L11.2 5.6"
PERSON: Final = "M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.8 14c.3-2.7 2.4-4.2 5.2-4.2s4.9 1.5 5.2 4.2"
CALL: Final = "M2.5 2.5h11v11h-11zM8 5v6M5 8h6"
ENVELOPE: Final = "M1 3h14v10H1zM1.4 3.5 8 8.8l6.6-5.3"
CLOCK: Final = "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2M8 4.2V8l2.6 1.8"

_SIGNS: Final = {
    NodeKind.TASK: PERSON,
    NodeKind.EACH: PERSON,
    NodeKind.STEP: GEAR,
    NodeKind.DECISION: TABLE,
    NodeKind.CALL: CALL,
    NodeKind.MESSAGE: ENVELOPE,
}


def shape_of(node: ChartNode, box: Box) -> list[SafeString]:
    """The outline and the signs of a node."""
    if is_box(node):
        return _box(node, box)
    if node.kind in {NodeKind.EXCLUSIVE, NodeKind.PARALLEL}:
        return _diamond(node, box)
    return _circle(node, box)


def _box(node: ChartNode, box: Box) -> list[SafeString]:
    outline = element("rect", class_="outline", x=box.x, y=box.y, width=box.width, height=box.height, rx=10.0)
    found = [outline, _sign(_SIGNS[node.kind], box.x + 7, box.y + 7)]
    if node.evaluation:
        found.append(_sign(TICK, box.x + 10 + SIGN, box.y + 7))
    if node.kind == NodeKind.EACH:
        found.append(_sign(BARS, box.x + (box.width - SIGN) / 2, box.y + box.height - SIGN - 3))
    return found


def _diamond(node: ChartNode, box: Box) -> list[SafeString]:
    x, y, half = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    arm = half * (0.32 if node.kind == NodeKind.EXCLUSIVE else 0.45)
    outline = f"M{x:g} {y - half:g}L{x + half:g} {y:g}L{x:g} {y + half:g}L{x - half:g} {y:g}Z"
    cross = (
        f"M{x - arm:g} {y - arm:g}L{x + arm:g} {y + arm:g}M{x - arm:g} {y + arm:g}L{x + arm:g} {y - arm:g}"
    )
    plus = f"M{x - arm:g} {y:g}H{x + arm:g}M{x:g} {y - arm:g}V{y + arm:g}"
    sign = cross if node.kind == NodeKind.EXCLUSIVE else plus
    return [element("path", class_="outline", d=outline), element("path", class_="sign heavy", d=sign)]


def _circle(node: ChartNode, box: Box) -> list[SafeString]:
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    found = [element("circle", class_="outline", cx=x, cy=y, r=radius)]
    if node.kind in {NodeKind.MESSAGE, NodeKind.TIMER}:
        found.append(element("circle", class_="outline inner", cx=x, cy=y, r=radius - 3.5))
        sign = ENVELOPE if node.kind == NodeKind.MESSAGE else CLOCK
        found.append(_sign(sign, x - SIGN / 2, y - SIGN / 2))
    return found


def _sign(path: str, x: float, y: float) -> SafeString:
    scale = SIGN / 16
    return element("path", class_="sign", d=path, transform=f"translate({x:g} {y:g}) scale({scale:g})")
