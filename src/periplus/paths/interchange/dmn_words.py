"""What decision tables and DMN call the same things."""

import re
from collections.abc import Iterator
from typing import Final

from periplus.paths.enums import HitPolicy, ValueType

POLICIES: Final = {
    HitPolicy.UNIQUE: ("UNIQUE", None),
    HitPolicy.ANY: ("ANY", None),
    HitPolicy.PRIORITY: ("PRIORITY", None),
    HitPolicy.FIRST: ("FIRST", None),
    HitPolicy.RULE_ORDER: ("RULE ORDER", None),
    HitPolicy.OUTPUT_ORDER: ("OUTPUT ORDER", None),
    HitPolicy.COLLECT: ("COLLECT", None),
    HitPolicy.SUM: ("COLLECT", "SUM"),
    HitPolicy.LEAST: ("COLLECT", "MIN"),
    HitPolicy.GREATEST: ("COLLECT", "MAX"),
    HitPolicy.COUNT: ("COLLECT", "COUNT"),
}
POLICY_OF: Final = {told: policy for policy, told in POLICIES.items()}

TYPES: Final = {
    ValueType.NUMBER: "number",
    ValueType.DATE: "date",
    ValueType.YES_NO: "boolean",
    ValueType.LIST: "Any",
    ValueType.TABLE: "Any",
}
TYPE_OF: Final = {
    "string": ValueType.TEXT,
    "number": ValueType.NUMBER,
    "integer": ValueType.NUMBER,
    "long": ValueType.NUMBER,
    "double": ValueType.NUMBER,
    "boolean": ValueType.YES_NO,
    "date": ValueType.DATE,
    "any": ValueType.TEXT,
    "": ValueType.TEXT,
}
_PLAIN = re.compile(r"[^\W\d]\w*")


def type_name(type_: ValueType) -> str:
    """The name of a type in FEEL; whatever is text, a choice or a reference is a string there."""
    return TYPES.get(type_, "string")


def is_value(expression: str) -> bool:
    """Whether an input simply names a value."""
    return bool(_PLAIN.fullmatch(expression))


def listed(text: str) -> tuple[str, ...]:
    """Literals of a list such as `"a", "b, c"`, cut at commas outside of quotes and brackets."""
    return tuple(piece for piece in (each.strip() for each in _pieces(text)) if piece)


def _pieces(text: str) -> Iterator[str]:
    piece, quoted, depth, escaped = "", False, 0, False
    for letter in text:
        if letter == "," and not quoted and not depth:
            yield piece
            piece = ""
            continue
        if letter == '"' and not escaped:
            quoted = not quoted
        if not quoted:
            depth += (letter in "([{") - (letter in ")]}")
        escaped = letter == "\\" and not escaped
        piece += letter
    yield piece
