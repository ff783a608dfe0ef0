"""Tables in Markdown, in English whatever the reader's language."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps

from django.utils import translation
from django.utils.functional import Promise

Cell = str | Promise | int


def in_english(write: Callable[[], str]) -> Callable[[], str]:
    """The document as it reads in English, ending with one line break."""

    @wraps(write)
    def written() -> str:
        with translation.override("en"):
            return re.sub(r"\n{3,}", "\n\n", write()).strip() + "\n"

    return written


def table(heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """A table; bars and line breaks in its cells do no harm."""
    lines = [_line(heads), "|" + "---|" * len(heads), *(_line(row) for row in rows)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    return f"`{text}`"


def _line(cells: Sequence[Cell]) -> str:
    return "| " + " | ".join(" ".join(str(cell).replace("|", r"\|").split()) for cell in cells) + " |"
