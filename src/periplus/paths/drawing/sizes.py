"""How large things are drawn, in pixels."""

from typing import Final

from periplus.paths.chart import ChartNode
from periplus.paths.enums import NodeKind

TASK: Final = (160.0, 76.0)
GATEWAY: Final = (46.0, 46.0)
EVENT: Final = (36.0, 36.0)
TIMER: Final = (32.0, 32.0)

LABEL_WIDTH: Final = 112.0  # of words below a gateway or an event
BELOW: Final = 34.0  # room for two lines of words below a shape
FLOW_LABEL: Final = 96.0  # room for the condition of a flow
MARGIN: Final = 20.0
TRUNK: Final = 18.0  # from a column to the first vertical line beside it
TRACK: Final = 12.0  # between two vertical lines
ROW_GAP: Final = 22.0  # above and below what stands in a row
THIN_ROW: Final = 13.0  # half the height of a row in which only lines run
LANE_HEAD: Final = 26.0  # for the name of a lane
FIRST_TIMER: Final = 28.0  # from the right edge of a task to its first deadline
NEXT_TIMER: Final = 70.0

_SIZES: Final = {
    NodeKind.START: EVENT,
    NodeKind.END: EVENT,
    NodeKind.MESSAGE: EVENT,
    NodeKind.TIMER: TIMER,
    NodeKind.EXCLUSIVE: GATEWAY,
    NodeKind.PARALLEL: GATEWAY,
}


def size_of(node: ChartNode, *, timers: int = 0) -> tuple[float, float]:
    """Width and height of the shape. A message with deadlines is a box, as it is a task in BPMN."""
    return TASK if timers else _SIZES.get(node.kind, TASK)


def is_box(node: ChartNode) -> bool:
    """Whether its words stand inside the shape, not below it; of a node that has its place."""
    wide = node.kind == NodeKind.MESSAGE and node.box is not None and node.box.width > 2 * EVENT[0]
    return wide or size_of(node) == TASK


def column_width(node: ChartNode, *, timers: int) -> float:
    """How much of a column it takes, with the words below it."""
    width, _height = size_of(node, timers=timers)
    return max(width, LABEL_WIDTH if any(node.title.values()) else 0)


def room_below(node: ChartNode, *, timers: int) -> float:
    """From the middle of the shape down to the end of what hangs on it."""
    size = size_of(node, timers=timers)
    if timers:
        return size[1] / 2 + TIMER[1] / 2 + BELOW / 2
    return size[1] / 2 if size == TASK or not any(node.title.values()) else size[1] / 2 + BELOW
