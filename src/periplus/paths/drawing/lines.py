"""Flows: lines with round corners, an arrow at the end and words on the way."""

import itertools
from math import hypot
from typing import Final

from django.utils.safestring import SafeString

from periplus.paths.chart import ChartFlow
from periplus.paths.drawing.elements import element, text
from periplus.paths.drawing.sizes import FLOW_LABEL
from periplus.paths.drawing.words import FLOW_LETTERS, flow_words, wrapped

ROUND: Final = 8.0
ARROW: Final = (9.0, 4.2)  # length, half width
LEADING: Final = 13.5
Point = tuple[float, float]


def line(flow: ChartFlow, *, starts_as_choice: bool, tone: str) -> SafeString:
    """The line and its arrow; a short stroke marks the way that is taken when no condition holds."""
    points = _bends(flow.points)
    parts = [
        element("path", class_="line", d=_path(points)),
        element("path", class_="arrow", d=_arrow(points)),
    ]
    if flow.default and starts_as_choice:
        (x, y), _ = points[0], points[1]
        parts.append(element("path", class_="line", d=f"M{x + 7:g} {y + 5:g}l5 -10"))
    return element("g", *parts, class_=f"flow {tone}".rstrip())


def words_on(flow: ChartFlow, language: str) -> SafeString | None:
    """Title or condition, above the first piece that the flow has for itself."""
    words = flow_words(flow, language)
    if not words or len(flow.points) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    (x, y), (end, _) = _own_piece(flow.points)
    lines = wrapped(words, width=FLOW_LABEL, size=FLOW_LETTERS, most=2)
    onward = end >= x
    return text(
        lines,
        x=x + (7 if onward else -7),
        y=y - 6 - LEADING * (len(lines) - 1),
        leading=LEADING,
        class_="flow-words",
        anchor="start" if onward else "end",
    )


def _own_piece(points: tuple[Point, ...]) -> tuple[Point, Point]:
    """The first level piece after the trunk that flows of one node share."""
    pieces = list(itertools.pairwise(points))
    level = [(one, other) for one, other in pieces if one[1] == other[1] and abs(one[0] - other[0]) > ROUND]
    later = [piece for piece in level if piece[0] != points[0]]
    return (later or level or pieces)[0]


def _bends(points: tuple[Point, ...]) -> list[Point]:
    """Only the ends and the corners."""
    found = [points[0]]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        straight = before[0] == point[0] == after[0] or before[1] == point[1] == after[1]
        if not straight:
            found.append(point)
    return [*found, points[-1]]


def _path(points: list[Point]) -> str:
    d = f"M{points[0][0]:g} {points[0][1]:g}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        one, other = _toward(corner, before), _toward(corner, after)
        d += f"L{one[0]:g} {one[1]:g}Q{corner[0]:g} {corner[1]:g} {other[0]:g} {other[1]:g}"
    end = _toward(points[-1], points[-2], ARROW[0] - 1)
    return f"{d}L{end[0]:g} {end[1]:g}"


def _toward(start: Point, goal: Point, distance: float = ROUND) -> Point:
    length = hypot(goal[0] - start[0], goal[1] - start[1]) or 1.0
    part = min(distance, length / 2) / length
    return round(start[0] + (goal[0] - start[0]) * part, 1), round(start[1] + (goal[1] - start[1]) * part, 1)


def _arrow(points: list[Point]) -> str:
    (x, y), (from_x, from_y) = points[-1], points[-2]
    length = hypot(x - from_x, y - from_y) or 1.0
    along, across = (x - from_x) / length, (y - from_y) / length
    back, half = ARROW
    left = (x - back * along - half * across, y - back * across + half * along)
    right = (x - back * along + half * across, y - back * across - half * along)
    return f"M{x:g} {y:g}L{left[0]:.1f} {left[1]:.1f}L{right[0]:.1f} {right[1]:.1f}Z"
