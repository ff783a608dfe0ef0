"""Text made comparable: what two spellings of the same name have in common."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th"}
)
# Combining classes below this belong to scripts where the mark is part of the letter (kana, Indic).
_FIRST_MARK = 10
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_DIGITS = re.compile(r"\d+")


def fold_spaces(text: str) -> str:
    """Give `text` with every run of white space of any kind as one plain space, trimmed."""
    return " ".join(_INVISIBLE.sub("", text).split())


def normalise(text: str) -> str:
    """Give the form of `text` in which spellings are compared.

    Case, accents, punctuation and the kind of spaces are gone: 'FRANÇA ' and 'frança' are both
    'franca'. Letters of other scripts stay. Applying it twice changes nothing.
    """
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).casefold())
    bare = "".join(c for c in plain if unicodedata.combining(c) < _FIRST_MARK)
    joined = unicodedata.normalize("NFKC", bare.casefold().translate(_LETTERS))
    return " ".join("".join(c if _is_of_a_word(c) else " " for c in joined).split())


def sort_key(name: str) -> str:
    """Give a key that sorts names by code point as a reader expects.

    Accents do not count, numbers sort by value, and common Chinese characters sort by their sound
    (the order of GB 2312), since the embedded database has no collations of languages.
    """
    key = _DIGITS.sub(_by_value, normalise(name))
    return "".join(_by_sound(c) for c in key)


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _by_value(match: re.Match[str]) -> str:
    digits = "".join(str(unicodedata.digit(c)) for c in match[0]).lstrip("0") or "0"
    return f"{len(digits):03d}{digits}"


def _by_sound(character: str) -> str:
    if not "\u4e00" <= character <= "\u9fff":
        return character
    encoded = character.encode("gb2312", errors="ignore")
    # Lifted above every plain character, so no code lands in the range of surrogates.
    return chr(0x10000 + int.from_bytes(encoded)) if encoded else character
