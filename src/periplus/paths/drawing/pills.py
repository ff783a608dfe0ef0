"""Marks on nodes: a shape, a word and a count in a small pill at the edge of the node."""

from typing import Final

from django.utils.safestring import SafeString

from periplus.paths.chart import Box
from periplus.paths.drawing.elements import element
from periplus.paths.drawing.marks import Change, Mark
from periplus.paths.drawing.words import change_word, late_words, open_words, width_of

HEIGHT: Final = 18.0
LETTERS: Final = 11.0
GAP: Final = 4.0
# Drawn on a field of 12 by 12, as the states of the house: disc, diamond, triangle, ring.
_SHAPES: Final = {
    "good": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z",
    "warn": "M6 .4 11.6 6 6 11.6.4 6z",
    "bad": "M6 .8 11.8 11.2H.2z",
    "none": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zM6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    Change.ADDED: "M4.8 1h2.4v3.8H11v2.4H7.2V11H4.8V7.2H1V4.8h3.8z",
    Change.REMOVED: "M1 4.8h10v2.4H1z",
    Change.CHANGED: "M1 3h6V.6L11.4 4 7 7.4V5H1zM1 8.4h10v2.2H1z",
}
_TONES: Final = {Change.ADDED: "good", Change.REMOVED: "bad", Change.CHANGED: "warn"}


def pills(box: Box, mark: Mark | None, change: Change | None) -> list[SafeString]:
    """The marks of a node: on the upper edge from the right; what does not fit there stands above.

    The lower edge is left to deadlines.
    """
    found: list[SafeString] = []
    right, y = box.x + box.width + 8, box.y - HEIGHT / 2
    for tone, sign, words in _told(mark, change):
        width = _width(words)
        if right - width < box.x - 10 and found and box.width > width:
            right, y = box.x + box.width + 8, y - HEIGHT - 2
        left = right - width
        if box.width < width:  # a small shape: in the middle above it
            left, y = box.x + (box.width - width) / 2, box.y - HEIGHT - 3 - (HEIGHT + 2) * len(found)
        found.append(_pill(left, y, width, tone=tone, sign=sign, words=words))
        right = left - GAP
    return found


def _told(mark: Mark | None, change: Change | None) -> list[tuple[str, str, str]]:
    told = []
    if change:
        told.append((_TONES[change], _SHAPES[change], change_word(change)))
    if mark and (mark.open or mark.state):
        tone = mark.state if mark.state in {"good", "warn", "bad", "none"} else "none"
        told.append((tone, _SHAPES[tone], open_words(mark)))
    if mark and mark.late:
        told.append(("bad", _SHAPES["bad"], late_words(mark)))
    return told


def _width(words: str) -> float:
    return width_of(words, LETTERS) + 26


def _pill(x: float, y: float, width: float, *, tone: str, sign: str, words: str) -> SafeString:
    return element(
        "g",
        element("rect", x=x, y=y, width=width, height=HEIGHT, rx=HEIGHT / 2),
        element("path", d=sign, transform=f"translate({x + 7:g} {y + 4.5:g}) scale(.75)"),
        element("text", words, x=x + 19, y=y + 13),
        class_=f"pill-mark {tone}",
    )
