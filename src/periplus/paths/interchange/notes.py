"""Our notes in foreign formats: what BPMN and DMN cannot say, kept as JSON beside what they can.

A note holds the whole part (node, flow, chart, table) and how its standard side was written. What another
tool changed on the standard side since then wins over the note; everything else comes back as it was.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from lxml import etree

from periplus.paths.chart import part_from_json, to_json
from periplus.paths.interchange.names import OURS

MOST: Final = 1_000_000_000  # beyond this no number here means anything
PART, WRITTEN = f"{{{OURS}}}part", f"{{{OURS}}}written"
Part = TypeVar("Part")


def add_note(extension: etree._Element, part: object, written: Mapping[str, Any] | None = None) -> None:
    """Put a note into `<extensionElements>`."""
    etree.SubElement(extension, PART).text = json.dumps(to_json(part))
    if written is not None:
        etree.SubElement(extension, WRITTEN).text = json.dumps(written)


def read_note(element: etree._Element, kind: type[Part]) -> tuple[Part, dict[str, Any]] | None:
    """The part in the note of an element and how it was written; None when there is no note.

    Raises `ValueError` when the note is damaged.
    """
    part = element.find(f"{{*}}extensionElements/{PART}")
    if part is None:
        return None
    stored, written = _json(part), _json(element.find(f"{{*}}extensionElements/{WRITTEN}"))
    try:
        found = part_from_json(kind, stored)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError from error
    if not isinstance(written, dict) or not fits(kind, found):
        raise ValueError
    return found, written


def has_note(element: etree._Element) -> bool:
    """Whether an element carries our note."""
    return element.find(f"{{*}}extensionElements/{PART}") is not None


def _json(element: etree._Element | None) -> Any:
    if element is None:
        return {}
    try:
        return json.loads(element.text or "", parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def fits(kind: Any, value: Any) -> bool:
    """Whether a value, and everything in it, is of the declared type."""
    if kind is Any:
        return True
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return isinstance(value, kind) and all(  # type: ignore[arg-type]  # a dataclass is a type here
            fits(hints[each.name], getattr(value, each.name)) for each in fields(kind)
        )
    origin = get_origin(kind)
    if origin is UnionType:
        return any(fits(each, value) for each in get_args(kind))
    if origin is tuple:
        return _tuple_fits(get_args(kind), value)
    if origin is not None:
        key, inner = get_args(kind)
        return isinstance(value, Mapping) and all(fits(key, k) and fits(inner, v) for k, v in value.items())
    return _plain_fits(kind, value)


def _tuple_fits(kinds: tuple[Any, ...], value: Any) -> bool:
    if not isinstance(value, tuple):
        return False
    wanted = [kinds[0]] * len(value) if kinds[-1] is Ellipsis else list(kinds)
    return len(wanted) == len(value) and all(map(fits, wanted, value))


def _plain_fits(kind: type, value: Any) -> bool:
    if kind is float or kind is int:
        numbers = (int, float) if kind is float else (int,)
        return isinstance(value, numbers) and not isinstance(value, bool) and abs(value) < MOST
    return isinstance(value, kind) and (kind is not str or not isinstance(value, Enum))
