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


def size_of(node: ChartNode) -> tuple[float, float]:
    """Width and height of the shape of a node."""
    return _SIZES.get(node.kind, TASK)


def is_box(node: ChartNode) -> bool:
    """Whether its words stand inside the shape, not below it."""
    return size_of(node) == TASK


def column_width(node: ChartNode) -> float:
    """How much of a column it takes, with the words below it."""
    if is_box(node):
        return TASK[0]
    return max(size_of(node)[0], LABEL_WIDTH if any(node.title.values()) else 0)


def room_below(node: ChartNode, *, timers: int) -> float:
    """From the middle of the shape down to the end of what hangs on it."""
    half = size_of(node)[1] / 2
    if timers:
        return half + TIMER[1] / 2 + 14
    return half if is_box(node) or not any(node.title.values()) else half + BELOW
