"""Elements of SVG: texts and attributes are always escaped; a style never stands inline."""

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe


def element(name: str, *inside: str, **attributes: object) -> SafeString:
    """`<name …>…</name>`. `class_` gives `class`, and underscores become hyphens; None is left out."""
    told = {key: value for key, value in attributes.items() if value is not None}
    listed = "".join(f' {_name(key)}="{_value(value)}"' for key, value in told.items())
    content = "".join(conditional_escape(each) for each in inside)
    return mark_safe(f"<{name}{listed}>{content}</{name}>")  # noqa: S308 -- every part is escaped above


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def _value(value: object) -> str:
    """Escaped; numbers short: 12, 12.5."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else escape(value)


def text(
    lines: list[str], *, x: float, y: float, leading: float, class_: str, anchor: str = "middle"
) -> SafeString:
    """Lines of text below one another; `y` is the base of the first one."""
    spans = [element("tspan", line, x=x, y=y + number * leading) for number, line in enumerate(lines)]
    return element("text", *spans, class_=class_, text_anchor=anchor)
