"""The one tag library, and how a component renders its template."""

from typing import Any
from zlib import crc32

from django.template import Context, Engine, Library
from django.utils.safestring import SafeString, mark_safe

register = Library()


def render(context: Context, component: str, **values: Any) -> SafeString:
    """Render `shell/ui/<component>.html` with these values only (and the request's token for forms)."""
    engine = context.template.engine if context.template else Engine.get_default()
    values.update(request=context.get("request"), csrf_token=context.get("csrf_token"))
    template = engine.get_template(f"shell/ui/{component}.html")
    return mark_safe(template.render(context.new(values)))  # noqa: S308 -- a rendered template has escaped its values


def unique_id(context: Context, prefix: str, *parts: object) -> str:
    """An id made of its content, so that a swapped part gets the same id as the reloaded page."""
    base = f"{prefix}-{crc32('|'.join(map(str, parts)).encode()):08x}"
    taken: set[str] = (
        context.get("request").__dict__.setdefault("shell_ids", set()) if context.get("request") else set()
    )
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    taken.add(candidate)
    return candidate
