"""Reads pieces into a tree, by recursive descent over the grammar below and nothing else.

either    = both {"or" both}
both      = compared {"and" compared}
compared  = sum [sign sum | "in" among | "between" sum "and" sum]
sum       = product {("+" | "-") product}
product   = signed {("*" | "/") signed}
signed    = "-" signed | value
value     = number | text | true | false | null | date | name | "not(" either ")" | "(" either ")"
among     = "(" tests ")" | "[" tests "]" | test
tests     = test {"," test}
test      = sign sum | range | sum
range     = ("[" | "]" | "(") sum ".." sum ("]" | "[" | ")")
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.translation import gettext as _

from periplus.paths.feel.refusal import MOST_DEPTH, MOST_LISTED, FeelError, quoted
from periplus.paths.feel.tokens import Token, cut, day_of
from periplus.paths.feel.tree import (
    Against,
    Chain,
    Compare,
    Every,
    Kind,
    Literal,
    Name,
    Node,
    Opposite,
    Range,
    Some,
    Test,
    Within,
)

SIGNS: Final = ("=", "!=", "<", "<=", ">", ">=")
PLAIN: Final = {"number": Kind.NUMBER, "text": Kind.TEXT}
TRUTHS: Final = {"true": True, "false": False}


class Parser:
    """Reads one text. Every method takes what it names off the pieces that are left."""

    def __init__(self, text: str) -> None:
        self._tokens = cut(text)
        self._next = 0
        self._depth = 0

    @property
    def now(self) -> Token:
        return self._tokens[self._next]

    def take(self, *kinds: str) -> Token | None:
        """The next piece if it is one of these."""
        token = self.now
        if token.kind not in kinds or not token.kind:
            return None
        self._next += 1
        return token

    def need(self, *kinds: str) -> Token:
        token = self.take(*kinds)
        if token is None:
            raise self.unexpected(kinds[0])
        return token

    def end(self) -> None:
        if self.now.kind:
            raise self.unexpected()

    def unexpected(self, wanted: str = "") -> FeelError:
        """Why the next piece cannot stand where it stands."""
        token = self.now
        if not token.kind:
            what = _("Something is missing at the end.")
        elif wanted:
            what = _("“%(wanted)s” is expected here, not “%(found)s”.") % {
                "wanted": wanted,
                "found": quoted(token.text),
            }
        else:
            what = _("“%(found)s” cannot stand here.") % {"found": quoted(token.text)}
        return FeelError(what, token.at)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise FeelError(
                _("Brackets stand too deep within each other: at most %(most)s.") % {"most": MOST_DEPTH},
                self.now.at,
            )
        yield
        self._depth -= 1

    # -------------------------------------------------------------- conditions

    def either(self) -> Node:
        at = self.now.at
        parts = self._separated("or", self._both)
        return parts[0] if len(parts) == 1 else Some(parts, at)

    def _both(self) -> Node:
        at = self.now.at
        parts = self._separated("and", self._compared)
        return parts[0] if len(parts) == 1 else Every(parts, at)

    def _separated(self, word: str, read: Callable[[], Node]) -> tuple[Node, ...]:
        parts = [read()]
        while self.take(word):
            parts.append(read())
        return tuple(parts)

    def _compared(self) -> Node:
        left = self.sum()
        at = self.now.at
        if sign := self.take(*SIGNS):
            return Compare(sign.kind, left, self.sum(), at)
        if self.take("in"):
            return Within(left, self._among(), at)
        if self.take("between"):
            low = self.sum()
            self.need("and")
            return Within(left, (Range(low, self.sum(), low_open=False, high_open=False, at=at),), at)
        return left

    # -------------------------------------------------------------- values

    def sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/"), self._signed)

    def _chain(self, signs: tuple[str, str], read: Callable[[], Node]) -> Node:
        at = self.now.at
        first = read()
        rest = []
        while sign := self.take(*signs):
            rest.append((sign.kind, read()))
        return Chain(first, tuple(rest), at) if rest else first

    def _signed(self) -> Node:
        minus = self.take("-")
        if minus is None:
            return self._value()
        with self.deeper():
            of = self._signed()
        if isinstance(of, Literal) and of.kind == Kind.NUMBER:
            return Literal(-of.value, of.kind, minus.at)
        return Chain(Literal(0, Kind.NUMBER, minus.at), (("-", of),), minus.at)

    def _value(self) -> Node:
        literal = self.literal()
        if literal is not None:
            return literal
        if name := self.take("name"):
            if self.now.kind == "(":
                raise FeelError(
                    _("“%(name)s” cannot be called; only not(…) and date(…) can.")
                    % {"name": quoted(name.text)},
                    name.at,
                )
            return Name(name.value, name.at)
        if negation := self.take("not"):
            self.need("(")
            return Opposite(self._bracketed(), negation.at)
        if self.take("("):
            return self._bracketed()
        raise self.unexpected()

    def _bracketed(self) -> Node:
        with self.deeper():
            inner = self.either()
        self.need(")")
        return inner

    def literal(self) -> Literal | None:
        """A value that is written out, if one stands here; without a sign before it."""
        if token := self.take(*PLAIN):
            return Literal(token.value, PLAIN[token.kind], token.at)
        if token := self.take(*TRUTHS):
            return Literal(TRUTHS[token.kind], Kind.TRUTH, token.at)
        if token := self.take("null"):
            return Literal(None, Kind.NULL, token.at)
        if token := self.take("@"):
            return Literal(self._day(), Kind.DATE, token.at)
        if token := self.take("date"):
            self.need("(")
            day = self._day()
            self.need(")")
            return Literal(day, Kind.DATE, token.at)
        return None

    def _day(self) -> dt.date:
        text = self.take("text")
        if text is None:
            raise FeelError(_('A date stands in quotation marks, as in date("2026-01-31").'), self.now.at)
        return day_of(text)

    # -------------------------------------------------------------- tests

    def _among(self) -> tuple[Test, ...]:
        """What stands after `in`. A bracket opens a list, unless two dots make a range of it."""
        opened = self.take("(", "[")
        if opened is None:
            return (self._test(),)
        with self.deeper():
            first = self._test()
            if self.now.kind == ".." and isinstance(first, Against) and first.sign == "=":
                return (self._range(opened, first.bound),)
            tests = self.tests(first)
        self.need(")" if opened.kind == "(" else "]")
        return tests

    def tests(self, first: Test | None = None) -> tuple[Test, ...]:
        tests = [first or self._test()]
        while self.take(","):
            tests.append(self._test())
            if len(tests) > MOST_LISTED:
                raise FeelError(
                    _("A list has at most %(most)s entries.") % {"most": MOST_LISTED}, self.now.at
                )
        return tuple(tests)

    def _test(self) -> Test:
        at = self.now.at
        if sign := self.take(*SIGNS):
            return Against(sign.kind, self.sum(), at)
        if opened := self.take("[", "]"):
            return self._range(opened, self.sum())
        if self._opens_range() and (opened := self.take("(")):
            return self._range(opened, self.sum())
        return Against("=", self.sum(), at)

    def _opens_range(self) -> bool:
        """Whether this bracket has two dots before it is closed: `(1..5)` is a range, `(1 + 5)` is not."""
        depth = 0
        for token in self._tokens[self._next :]:
            depth += (token.kind == "(") - (token.kind == ")")
            if depth == 0:
                return False
            if token.kind == "..":
                return depth == 1
            if token.kind in {"[", "]"}:
                return False
        return False

    def _range(self, opened: Token, low: Node) -> Range:
        self.need("..")
        high = self.sum()
        closed = self.need("]", ")", "[")
        return Range(low, high, low_open=opened.kind != "[", high_open=closed.kind != "]", at=opened.at)
