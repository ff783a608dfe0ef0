"""The one tag library, and how a component renders its template."""

from typing import Any
from zlib import crc32

from django.template import Context, Library
from django.utils.safestring import SafeString, mark_safe

register = Library()


def render(context: Context, component: str, **values: Any) -> SafeString:
    """Render `shell/ui/<component>.html` with these values only (and the request's token for forms)."""
    engine = context.template.engine  # type: ignore[attr-defined]  # a rendering context has its template
    values.update(request=context.get("request"), csrf_token=context.get("csrf_token"))
    return mark_safe(engine.get_template(f"shell/ui/{component}.html").render(context.new(values)))


def unique_id(context: Context, prefix: str, *parts: object) -> str:
    """An id made of its content, so that a swapped part gets the same id as the reloaded page."""
    base = f"{prefix}-{crc32('|'.join(map(str, parts)).encode()):08x}"
    taken: set[str] = context.get("request").__dict__.setdefault("shell_ids", set()) if context.get("request") else set()
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    taken.add(candidate)
    return candidate
