"""What is not accepted, said to the person who wrote it."""

import unicodedata
from typing import Final

from django.utils.translation import gettext as _

MOST_LETTERS: Final = 4_000  # of a whole condition or cell
MOST_PARTS: Final = 500  # words, numbers, texts and signs in it
MOST_DEPTH: Final = 20  # brackets within brackets
MOST_DIGITS: Final = 30  # of a number
MOST_TEXT: Final = 300  # letters of a text in quotation marks
MOST_LISTED: Final = 200  # entries of a list

MOST_QUOTED = 30


class FeelError(ValueError):
    """A text that is not accepted. `sentence` says why and where; `at` counts characters from 0."""

    def __init__(self, what: str, at: int = 0) -> None:
        self.at = at
        self.sentence = _("At character %(place)s: %(what)s") % {"place": at + 1, "what": what}
        super().__init__(self.sentence)


def check_written(text: object) -> None:
    """Refuse what is no text, or one that is too long to be looked at."""
    if not isinstance(text, str):
        raise FeelError(_("This is no text."))
    if len(text) > MOST_LETTERS:
        raise FeelError(
            _("This is too long: at most %(most)s characters.") % {"most": MOST_LETTERS}, MOST_LETTERS
        )


def quoted(text: str) -> str:
    """A piece of what was written, safe to show: cut short, and nothing invisible in it."""
    cut = text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"
    return "".join(_visible(letter) for letter in cut)


def _visible(letter: str) -> str:
    hidden = unicodedata.category(letter)[0] in "CMZ" and letter != " "
    return f"U+{ord(letter):04X}" if hidden else letter
