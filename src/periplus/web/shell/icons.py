"""Our icons, drawn in `icons.svg`. An icon never stands alone; words stand beside it."""

import re
from importlib.resources import files
from typing import Final

from django.utils.safestring import SafeString, mark_safe

SYMBOL = re.compile(r'<symbol id="([a-z-]+)"[^>]*>(.*)</symbol>')
STROKES: Final[dict[str, str]] = dict(
    SYMBOL.findall(files(__package__).joinpath("icons.svg").read_text("utf-8"))
)
SHAPES: Final[dict[str, str]] = {
    "good": '<circle cx="6" cy="6" r="5" stroke="none"/>',
    "warn": '<path d="M6 .4 11.6 6 6 11.6.4 6z" stroke="none"/>',
    "bad": '<path d="M6 .8 11.8 11.2H.2z" stroke="none"/>',
    "none": '<circle cx="6" cy="6" r="4.2" fill="none" stroke-width="1.8"/>',
}


def icon(name: str) -> SafeString:
    """The icon as inline drawing, hidden from screen readers. Unknown names are a programming error."""
    return _drawing("icon", 24, STROKES[name])


def shape(tone: str) -> SafeString:
    """The mark of a state: disc, diamond, triangle or ring; nothing for tones that are no state."""
    return _drawing("shape", 12, SHAPES[tone]) if tone in SHAPES else SafeString("")


def _drawing(kind: str, size: int, strokes: str) -> SafeString:
    place = f'class="{kind}" viewBox="0 0 {size} {size}"'
    svg = f'<svg {place} aria-hidden="true" focusable="false">{strokes}</svg>'
    return mark_safe(svg)  # noqa: S308 -- our own drawings, no input
