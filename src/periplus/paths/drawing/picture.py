"""The picture of a procedure: SVG made on the server, read by eye, by keyboard and by ear."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import override

from periplus.core.languages import language_of
from periplus.paths.chart import Box, Chart, ChartNode, say
from periplus.paths.drawing.elements import element, text
from periplus.paths.drawing.lanes import Lane, lanes_of
from periplus.paths.drawing.layout import lay_out
from periplus.paths.drawing.lines import line, words_on
from periplus.paths.drawing.marks import Change, Comparison, Mark, compare_charts
from periplus.paths.drawing.order import Order
from periplus.paths.drawing.pills import pills
from periplus.paths.drawing.shapes import shape_of
from periplus.paths.drawing.sizes import (
    BELOW,
    FIRST_TIMER,
    LABEL_WIDTH,
    MARGIN,
    NEXT_TIMER,
    TASK,
    TIMER,
    is_box,
)
from periplus.paths.drawing.words import allowance, role_title, spoken, summary, wrapped, written
from periplus.paths.enums import NodeKind

LETTERS: Final = 13.0
SMALL: Final = 12.0
LEADING: Final = 16.0


def draw(
    chart: Chart,
    *,
    language: str,
    marks: Mapping[str, Mark] | None = None,
    links: Mapping[str, str] | None = None,
    compare: Chart | None = None,
) -> SafeString:
    """Draw a procedure; what has no place yet is laid out.

    `marks`: how nodes do now, by key. `links`: where a node leads when it is chosen, by key; linked nodes
    are tab stops, branch after branch. `compare`: the version before; the drawing then shows what came,
    what went and what changed. The drawing has its natural size: put it into something that scrolls.
    """
    comparison = compare_charts(compare, chart) if compare else Comparison(chart, {}, {}, {})
    with override(language_of(language).code):
        return _Picture(_placed(comparison.chart), language, marks or {}, links or {}, comparison).svg()


def _placed(chart: Chart) -> Chart:
    whole = all(node.box for node in chart.nodes) and all(len(flow.points) > 1 for flow in chart.flows)
    return chart if whole else lay_out(chart, keep=True)


@dataclass(frozen=True, slots=True)
class _Picture:
    chart: Chart
    language: str
    marks: Mapping[str, Mark]
    links: Mapping[str, str]
    comparison: Comparison

    def svg(self) -> SafeString:
        lanes = lanes_of(self.chart)
        frame = self._frame(lanes)
        return element(
            "svg",
            element("title", say(self.chart.title, self.language) or self.chart.key),
            element("desc", summary(self.chart, len(lanes))),
            element("g", *self._lanes(lanes), *self._flows(), aria_hidden="true"),
            element("g", *self._nodes(), role="list"),
            class_="procedure",
            viewBox=f"{frame.x:g} {frame.y:g} {frame.width:g} {frame.height:g}",
            width=frame.width,
            height=frame.height,
            role="group",
        )

    def _frame(self, lanes: tuple[Lane, ...]) -> Box:
        boxes = [lane.box for lane in lanes] or [
            Box(b.x - MARGIN * 2, b.y - MARGIN, b.width + 4 * MARGIN, b.height + MARGIN + BELOW)
            for b in (node.box for node in self.chart.nodes)
            if b
        ]
        points = [point for flow in self.chart.flows for point in flow.points]
        left = min([*(box.x for box in boxes), *(x for x, _ in points)], default=0.0)
        top = min([*(box.y for box in boxes), *(y for _, y in points)], default=0.0)
        right = max([*(box.x + box.width for box in boxes), *(x for x, _ in points)], default=1.0)
        bottom = max([*(box.y + box.height for box in boxes), *(y for _, y in points)], default=1.0)
        return Box(left - 1, top - 1, right - left + 2, bottom - top + 2)

    # ---------------------------------------------------------------- lanes and flows

    def _lanes(self, lanes: tuple[Lane, ...]) -> list[SafeString]:
        found = []
        for number, lane in enumerate(lanes):
            box = lane.box
            ground = "lane even" if number % 2 else "lane"
            found.append(element("rect", class_=ground, x=box.x, y=box.y, width=box.width, height=box.height))
            name = role_title(lane.role)
            found.append(element("text", name, class_="lane-name", x=box.x + 12, y=box.y + 19))
        return found

    def _flows(self) -> list[SafeString]:
        drawn = [flow for flow in self.chart.flows if len(flow.points) > 1]
        choices = {node.key for node in self.chart.nodes if node.kind == NodeKind.EXCLUSIVE}
        tones = self.comparison.flows
        lines = [line(f, starts_as_choice=f.source in choices, tone=tones.get(f.key, "")) for f in drawn]
        return [*lines, *(words for flow in drawn if (words := words_on(flow, self.language)))]

    # ---------------------------------------------------------------- nodes

    def _nodes(self) -> list[SafeString]:
        order = Order(self.chart)
        found = []
        for key in order.sequence:
            found.append(self._node(order.nodes[key]))
            found += [self._node(timer) for timer in order.timers.get(key, ())]
        return found

    def _node(self, node: ChartNode) -> SafeString:
        box = node.box or Box(0, 0, 0, 0)
        mark, change = self.marks.get(node.key), self.comparison.nodes.get(node.key)
        name = spoken(node, mark, change, self.language)
        inside = [element("title", name), *shape_of(node, box), *self._words(node, box)]
        inside += pills(box, mark, change)
        url = self.links.get(node.key)
        spot = (
            element("a", *inside, href=url, class_="spot", aria_label=name)
            if url
            else element("g", *inside, class_="spot", role="img", aria_label=name)
        )
        return element("g", spot, class_=_classes(node, mark, change), role="listitem", data_node=node.key)

    def _words(self, node: ChartNode, box: Box) -> list[SafeString]:
        words = written(node, self.language)
        if not words:
            return []
        if is_box(node):
            return [_inside(words, box, lifted=node.kind == NodeKind.EACH)]
        if self._at_edge(node):
            return [self._beside(node, words, box)]
        lines = wrapped(words, width=LABEL_WIDTH, size=SMALL, most=2)
        below = box.y + box.height + 15
        return [text(lines, x=box.x + box.width / 2, y=below, leading=14.0, class_="words below")]

    def _at_edge(self, node: ChartNode) -> bool:
        return node.kind == NodeKind.TIMER and node.attached_to in self.chart.node

    def _beside(self, node: ChartNode, words: str, box: Box) -> SafeString:
        """The words of a deadline, left of it and below its task; beside others only its days."""
        crowded = len(self.chart.timers_of(node.attached_to)) > 1
        width = NEXT_TIMER - TIMER[0] - 4 if crowded else TASK[0] - FIRST_TIMER - TIMER[0] / 2
        lines = wrapped(allowance(node) if crowded else words, width=width, size=SMALL, most=2)
        y = box.y + box.height - 2
        return text(lines, x=box.x - 4, y=y, leading=14.0, class_="words below", anchor="end")


def _inside(words: str, box: Box, *, lifted: bool) -> SafeString:
    """In the middle of the box, beside the sign in its corner."""
    lines = wrapped(words, width=box.width - 46, size=LETTERS, most=2 if lifted else 3)
    middle = box.y + box.height / 2 - (7 if lifted else 0)
    first = middle - LEADING * (len(lines) - 1) / 2 + LETTERS * 0.36
    return text(lines, x=box.x + box.width / 2 + 4, y=first, leading=LEADING, class_="words")


def _classes(node: ChartNode, mark: Mark | None, change: Change | None) -> str:
    told = ["node", str(node.kind)]
    if node.kind == NodeKind.TIMER and not node.interrupting:
        told.append("beside")
    if mark and mark.state:
        told.append(mark.state)
    return " ".join([*told, *([change.value] if change else [])])
