"""What other tools write beside the standard, as far as it has a place here."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from periplus.paths.chart import ChartChoice, ChartItem
from periplus.paths.enums import ValueType, Way
from periplus.paths.interchange.names import LONGEST_KEY, OURS, fit, local

TYPES: Final = {
    "string": ValueType.TEXT,
    "text": ValueType.TEXT,
    "textarea": ValueType.LONG_TEXT,
    "long": ValueType.NUMBER,
    "int": ValueType.NUMBER,
    "integer": ValueType.NUMBER,
    "double": ValueType.NUMBER,
    "number": ValueType.NUMBER,
    "boolean": ValueType.YES_NO,
    "date": ValueType.DATE,
    "enum": ValueType.CHOICE,
    "file": ValueType.FILE,
}
WHO: Final = ("candidateGroups", "assignee", "candidateUsers")
_UNFIT = re.compile(r"[^a-z0-9_]+")


def hint(element: etree._Element, *names: str) -> str:
    """What a vendor says under one of these names: an attribute, or an element with a text; else ""."""
    for name in names:
        for found, value in _said(element):
            if found == name and value:
                return fit(value).lstrip("=").strip()
    return ""


def _said(element: etree._Element) -> Iterator[tuple[str, str]]:
    foreign = [(key, value) for key, value in element.attrib.items() if str(key).startswith("{")]
    yield from ((local(str(key)), str(value)) for key, value in foreign)
    for each in _inside(element):
        yield local(str(each.tag)), (each.text or "").strip()
        yield from ((local(str(key)), str(value)) for key, value in each.attrib.items())


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    """Elements of vendors: in the extension, and in that of the loop."""
    for extension in element.iterfind("{*}extensionElements"):
        yield from (each for each in extension.iter() if not str(each.tag).startswith(f"{{{OURS}}}"))
    for loop in element.iterfind("{*}multiInstanceLoopCharacteristics"):
        yield loop
        for extension in loop.iterfind("{*}extensionElements"):
            yield from extension.iter()


def value_key(name: str) -> str:
    """A name that conditions can use: small letters, digits, underscores."""
    key = _UNFIT.sub("_", fit(name).lower()).strip("_")[:LONGEST_KEY]
    return f"value_{key}"[:LONGEST_KEY] if key[:1].isdigit() else key


def items_of(element: etree._Element, language: str) -> tuple[ChartItem, ...]:
    """Form fields are what a task produces; the standard's inputs and outputs, what it reads and produces."""
    found: dict[tuple[str, Way], ChartItem] = {}
    for field in _inside(element):
        if local(str(field.tag)) in {"formField", "formProperty"}:
            item = _field(field, language)
            found.setdefault((item.key, item.way), item)
    for tag, way in (("dataInput", Way.IN), ("dataOutput", Way.OUT)):
        for each in element.iterfind(f"{{*}}ioSpecification/{{*}}{tag}"):
            name = fit(each.get("name") or "")
            item = ChartItem(value_key(name), {language: name}, way, required=False)
            found.setdefault((item.key, way), item)
    return tuple(item for (key, _way), item in found.items() if key)


def _field(field: etree._Element, language: str) -> ChartItem:
    key = fit(field.get("id") or "")
    label = fit(field.get("label") or field.get("name") or key)
    type_ = TYPES.get((field.get("type") or "string").lower(), ValueType.TEXT)
    choices = tuple(
        ChartChoice(fit(each.get("id") or ""), {language: fit(each.get("name") or each.get("id") or "")})
        for each in field.iterfind("{*}value")
    )
    required = field.get("required") == "true" or any(
        each.get("name") == "required" for each in field.iterfind("{*}validation/{*}constraint")
    )
    return ChartItem(value_key(key), {language: label}, Way.OUT, type_, required, choices=choices)


def has_form(element: etree._Element) -> bool:
    """Whether its form is kept somewhere else."""
    return bool(hint(element, "formKey", "formRef", "formId"))
