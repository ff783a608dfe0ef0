"""Cuts a text into the words and signs that are known. Anything else is refused here."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from periplus.paths.feel.letters import check_name, check_text
from periplus.paths.feel.refusal import MOST_DIGITS, MOST_PARTS, FeelError, quoted

KEYWORDS: Final = frozenset({"and", "or", "not", "in", "between", "true", "false", "null", "date"})
PIECE: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<name>[^\W\d]\w*)
      | (?P<sign>\.\.|<=|>=|!=|[=<>+\-*/(),\[\]@])""",
    re.VERBOSE | re.DOTALL,
)
ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
CURLY: Final = "“”„‟«»‘’‚'`´＂"
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text. `kind`: number, text, name, or the keyword or sign itself; "" at the end."""

    kind: str
    text: str
    at: int
    value: Any = None


def cut(text: str) -> list[Token]:
    """The pieces of a text, with an end. Raises `FeelError`."""
    if not text.strip():
        raise FeelError(_("Nothing is written here."))
    tokens = []
    at = 0
    while at < len(text):
        piece = PIECE.match(text, at)
        if piece is None:
            raise FeelError(_unknown(text[at]), at)
        if piece.lastgroup != "space":
            tokens.append(_READ[str(piece.lastgroup)](piece.group(), at))
        if len(tokens) > MOST_PARTS:
            raise FeelError(_("This has too many parts: at most %(most)s.") % {"most": MOST_PARTS}, at)
        at = piece.end()
    return [*tokens, Token("", "", at)]


def _unknown(sign: str) -> str:
    if sign == '"':
        return _("A quotation mark is opened and never closed.")
    if sign in CURLY:
        return _('Texts stand in straight quotation marks, as in "EEA".')
    if sign == ".":
        return _("A dot cannot be used here: a value has no parts to reach into.")
    return _("“%(sign)s” cannot be used here.") % {"sign": quoted(sign)}


def _number(piece: str, at: int) -> Token:
    if len(piece) - ("." in piece) > MOST_DIGITS:
        raise FeelError(_("A number has at most %(most)s digits.") % {"most": MOST_DIGITS}, at)
    return Token("number", piece, at, Decimal(piece))


def _text(piece: str, at: int) -> Token:
    for escaped in ESCAPED.finditer(piece):
        if escaped.group(1) not in '"\\':
            raise FeelError(_('Only \\" and \\\\ can be written with a backslash.'), at + escaped.start())
    value = ESCAPED.sub(r"\1", piece[1:-1])
    check_text(value, at)
    return Token("text", piece, at, value)


def _name(piece: str, at: int) -> Token:
    if piece in KEYWORDS:
        return Token(piece, piece, at)
    check_name(piece, at)
    return Token("name", piece, at, piece)


def _sign(piece: str, at: int) -> Token:
    return Token(piece, piece, at)


_READ: Final = {"number": _number, "text": _text, "name": _name, "sign": _sign}


def day_of(token: Token) -> dt.date:
    """The date that stands in the quotation marks of `date("2026-01-31")`."""
    try:
        if DAY.fullmatch(token.value):
            return dt.date.fromisoformat(token.value)
    except ValueError:
        pass
    raise FeelError(_("There is no such date. Write it as in 2026-01-31."), token.at)
