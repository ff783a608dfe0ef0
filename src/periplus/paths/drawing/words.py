"""Words of the drawing: what is written in it, and what a screen reader says."""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from periplus.paths.chart import Chart, ChartFlow, ChartNode, say
from periplus.paths.drawing.marks import Change, Mark
from periplus.paths.drawing.sizes import FLOW_LABEL
from periplus.paths.enums import NodeKind
from periplus.people.enums import Role

WIDE, CAPITAL, USUAL, NARROW = 1.0, 0.72, 0.59, 0.33  # of the size of the letters
ELLIPSIS = "…"
FLOW_LETTERS = 11.5


def width_of(text: str, size: float) -> float:
    """About how wide a text is drawn."""
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in " ijltfrI.,:;'()|!":
        return NARROW
    return CAPITAL if letter.isupper() or letter in "mwMW%" else USUAL


def wrapped(text: str, *, width: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines; what does not fit is cut with an ellipsis."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    lines = [each for each in (*lines, line.strip()) if each]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + ELLIPSIS]
    return [_cut(each, width, size) for each in lines]


def _pieces(text: str) -> Iterator[str]:
    """Where a line may be broken: after spaces and hyphens, and around Chinese characters."""
    piece = ""
    for letter in text:
        wide = unicodedata.east_asian_width(letter) == "W" and letter not in "，。、；：）」』！？"
        if piece and (wide or piece[-1] in " -/"):
            yield piece
            piece = ""
        piece += letter
    yield piece


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width * 1.04:
        return line
    line = line.rstrip(ELLIPSIS)
    while line and width_of(line + ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS


def role_title(role: str) -> str:
    """What the lane of a role is called."""
    return str(Role(role).label) if role in Role.values else role


def written(node: ChartNode, language: str) -> str:
    """What stands in or below the shape."""
    title = say(node.title, language)
    return allowance(node) if node.kind == NodeKind.TIMER and not title else title


def allowance(node: ChartNode) -> str:
    """'14 days', or nothing."""
    if node.allowance_days is None:
        return ""
    return ngettext("%(days)d day", "%(days)d days", node.allowance_days) % {"days": node.allowance_days}


def flow_words(flow: ChartFlow, language: str) -> str:
    """What stands on a flow: its title, else its condition."""
    if title := say(flow.title, language):
        return title
    return flow.condition or (pgettext("way", "otherwise") if flow.default else "")


def words_room(flow: ChartFlow) -> float:
    """How wide the words on a flow are in the longest language: they may take two lines."""
    told = list(flow.title.values()) or [flow.condition or (" " * 16 if flow.default else "")]
    longest = max(width_of(each, FLOW_LETTERS) for each in told)
    return min(FLOW_LABEL, longest)


def spoken(node: ChartNode, mark: Mark | None, change: Change | None, language: str) -> str:
    """'Task: Check budget. Coordination office. 3 open, 1 late'."""
    kind, title = str(node.kind.label), say(node.title, language)
    parts = [f"{kind}: {title}" if title else kind, role_title(node.role)]
    if node.evaluation:
        parts.append(pgettext("node", "Evaluation"))
    parts.append(allowance(node))
    if node.kind == NodeKind.TIMER:
        parts.append(_("ends the task") if node.interrupting else _("the task goes on"))
    parts += [counts(mark) if mark else "", change_word(change) if change else ""]
    return ". ".join(part for part in parts if part)


def counts(mark: Mark) -> str:
    """'3 open, 1 late'."""
    said = [open_words(mark)]
    if mark.late:
        said.append(late_words(mark))
    return ", ".join(said)


def open_words(mark: Mark) -> str:
    """'3 open · 12 days'."""
    said = ngettext("%(count)d open", "%(count)d open", mark.open) % {"count": mark.open}
    if mark.age_days is None or not mark.open:
        return said
    days = round(mark.age_days)
    return f"{said} · " + ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def late_words(mark: Mark) -> str:
    """'1 late'."""
    return ngettext("%(count)d late", "%(count)d late", mark.late) % {"count": mark.late}


def change_word(change: Change) -> str:
    """What a mark of comparison says."""
    return {
        Change.ADDED: pgettext("in this version", "Added"),
        Change.REMOVED: pgettext("in this version", "Removed"),
        Change.CHANGED: pgettext("in this version", "Changed"),
    }[change]


def summary(chart: Chart, lanes: int) -> str:
    """What the drawing is, for those who do not see it."""
    nodes = ngettext("%(count)d node", "%(count)d nodes", len(chart.nodes)) % {"count": len(chart.nodes)}
    bands = ngettext("%(count)d lane", "%(count)d lanes", lanes) % {"count": lanes}
    return _("Drawing of a procedure: %(nodes)s in %(lanes)s, from left to right.") % {
        "nodes": nodes,
        "lanes": bands,
    }
