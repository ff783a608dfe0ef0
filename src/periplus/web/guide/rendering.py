"""Markdown as HTML for our pages: links lead to pages, headings can be linked to, tables scroll."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

Address = Callable[[str], str]
# Both scroll sideways on phones; they can be reached and moved by keyboard, and say what they are.
_TABLE = '<div class="table-frame" tabindex="0" role="group" aria-label="{label}"><table class="table">'
_CODE = '<pre tabindex="0" role="group" aria-label="{label}"><code>{text}</code></pre>\n'


def render_markdown(text: str, *, address: Address) -> tuple[str, str]:
    """Title and HTML of a document. The title is its first heading, which the page shows by itself.

    `address` gives the address of a linked file, by its relative path.
    """
    renderer = _renderer()
    tokens = renderer.parse(text)
    title = tokens[1].content if _starts_with_title(tokens) else ""
    matter = tokens[3:] if title else tokens
    for token in matter:
        for child in token.children or []:
            _redirect(child, address)
    _name_parts(matter, title)
    return title, str(renderer.renderer.render(matter, renderer.options, {}))


def slug_of(heading: str) -> str:
    """What a link to a heading says after `#`, as code forges write it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()))


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    renderer.add_render_rule("table_open", _open_table)
    renderer.add_render_rule("table_close", _close_table)
    renderer.add_render_rule("fence", _show_code)
    return renderer


def _starts_with_title(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"


def _redirect(token: Token, address: Address) -> None:
    if token.type == "image":
        token.attrs["src"] = address(str(token.attrs["src"]))
        token.attrs["loading"] = "lazy"
    file, _hash, anchor = str(token.attrs.get("href", "")).partition("#")
    if token.type == "link_open" and file.endswith(".md"):
        token.attrs["href"] = address(file) + (f"#{anchor}" if anchor else "")


def _name_parts(tokens: Sequence[Token], title: str) -> None:
    """Headings can be linked to; tables and blocks of code are named by the heading above them."""
    heading = title
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[place + 1].content
            token.attrs["id"] = slug_of(heading)
        elif token.type in {"table_open", "fence"}:
            token.meta["label"] = heading


def _open_table(_self: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    return _TABLE.format(label=escape(tokens[place].meta["label"]))


def _close_table(_self: Any, _tokens: Sequence[Token], _place: int, _options: Any, _env: Any) -> str:
    return "</table></div>\n"


def _show_code(_self: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    token = tokens[place]
    return _CODE.format(label=escape(token.meta["label"]), text=escape(token.content))
