"""Which letters names and texts may have, so that what looks equal is equal.

A name has letters of one alphabet. A Cyrillic or Greek name that could as well be Latin to the eye is
refused, and in a quoted text no word may mix these alphabets.
"""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from periplus.paths.feel.refusal import MOST_TEXT, FeelError, quoted

MOST_NAME: Final = 80
TWINS: Final = frozenset("абвгеикмнорстухіјѕԁԛԝһӏүАВЕКМНОРСТУХІЈЅԌԚԜҮαικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
WESTERN: Final = frozenset("ßæøłđþðœÆØŁĐÞÐŒ")
ALPHABETS: Final = {
    "LATIN": "latin",
    "CYRILLIC": "cyrillic",
    "GREEK": "greek",
    "CJK": "east",
    "HIRAGANA": "east",
    "KATAKANA": "east",
    "HANGUL": "hangul",
    "ARABIC": "arabic",
    "HEBREW": "hebrew",
}
ALIKE: Final = frozenset({"latin", "cyrillic", "greek"})
PLAIN: Final = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*_?", re.ASCII)
WORD: Final = re.compile(r"[^\W\d_]+")


def check_name(name: str, at: int) -> None:
    """Refuse a name that is reserved, too long, or not what it looks like."""
    if len(name) > MOST_NAME:
        raise FeelError(_("A name has at most %(most)s letters.") % {"most": MOST_NAME}, at)
    if PLAIN.fullmatch(name):
        return
    if name.startswith("_") or "__" in name:
        raise FeelError(
            _("“%(name)s” cannot be a name: names begin with a letter and have no two _ in a row.")
            % {"name": quoted(name)},
            at,
        )
    letters = [letter for letter in name if letter != "_" and not "0" <= letter <= "9"]
    alphabets = {_alphabet(letter) for letter in letters}
    if "" in alphabets or len(alphabets) > 1 or unicodedata.normalize("NFKC", name) != name:
        raise FeelError(_look_alike(name), at)
    if alphabets <= ALIKE - {"latin"} and all(letter in TWINS for letter in letters):
        raise FeelError(_look_alike(name), at)


def _alphabet(letter: str) -> str:
    """The alphabet of a letter that may stand in a name, else ""."""
    if unicodedata.category(letter)[0] != "L":
        return ""
    alphabet = ALPHABETS.get(unicodedata.name(letter, "").split(" ")[0], "")
    if alphabet == "latin" and letter not in WESTERN:
        return alphabet if unicodedata.normalize("NFD", letter)[0].isascii() else ""
    return alphabet


def _look_alike(text: str) -> str:
    return _(
        "“%(name)s” has letters that are not what they look like, or of different alphabets. Write it anew."
    ) % {"name": quoted(text)}


def check_text(text: str, at: int) -> None:
    """Refuse a quoted text that is too long, hides something, or mixes letters that look alike."""
    if len(text) > MOST_TEXT:
        raise FeelError(_("A text has at most %(most)s letters.") % {"most": MOST_TEXT}, at)
    if text.isascii() and text.isprintable():
        return
    for letter in text:
        if unicodedata.category(letter)[0] == "C":
            raise FeelError(
                _("A text holds a character that cannot be seen: %(sign)s. Remove it.")
                % {"sign": quoted(letter)},
                at,
            )
    for word in WORD.findall(text):
        alphabets = {ALPHABETS.get(unicodedata.name(each, "").split(" ")[0], "") for each in word}
        if len(alphabets & ALIKE) > 1:
            raise FeelError(_look_alike(word), at)
