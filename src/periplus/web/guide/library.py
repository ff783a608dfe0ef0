"""The documents of the product as pages: found in `docs/`, in the reader's language where there is one."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

from periplus.core.languages import language_of

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")
_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its name below /guide/, title, HTML, and the language it is written in."""

    name: str
    title: str
    html: str
    language: str


def docs_folder() -> Path:
    """`docs/` of the source tree, or its copy inside the installed package."""
    installed = Path(settings.PACKAGE) / "docs"
    return installed if installed.is_dir() else Path(settings.PACKAGE).parents[1] / "docs"


def find_page(name: str, language: str) -> Page | None:
    """The page of this name in the language, else in English, else None."""
    if not _NAME.fullmatch(name):
        return None
    for path, written_in in _places(name, language):
        if path.is_file():
            return _read(path, name, written_in, path.stat().st_mtime_ns)
    return None


def list_pages(language: str) -> list[Page]:
    """All pages for people, in the order of the index, titled in the language."""
    folder = docs_folder() / "guide" / _FALLBACK
    names = sorted(path.stem for path in folder.glob("*.md") if path.stem != "index")
    pages = (find_page(name, language) for name in names)
    return [page for page in pages if page]


def find_picture(name: str) -> Path | None:
    """A picture of the guide by its file name."""
    path = docs_folder() / "pictures" / name
    return path if re.fullmatch(r"[a-z0-9-]+\.png", name) and path.is_file() else None


def _places(name: str, language: str) -> Iterator[tuple[Path, str]]:
    docs = docs_folder()
    if "/" not in name and name != "glossary":
        for folder in dict.fromkeys((language_of(language).column, _FALLBACK)):
            yield docs / "guide" / folder / f"{name}.md", folder
    else:
        yield docs / f"{name}.md", _FALLBACK


@cache
def _read(path: Path, name: str, language: str, _changed: int) -> Page:
    renderer = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = renderer.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        for child in token.children or []:
            _redirect(child, path)
    title = next((t.content for t in tokens if t.type == "inline"), name)
    html = renderer.renderer.render(
        tokens[3:] if _starts_with_title(tokens) else tokens, renderer.options, {}
    )
    return Page(name=name, title=title, html=_framed_tables(str(html)), language=language)


def _starts_with_title(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"


def _redirect(token: Token, path: Path) -> None:
    """Links between files become links between pages; pictures come from our own address."""
    if token.type == "image":
        picture = posixpath.basename(str(token.attrs["src"]))
        token.attrs["src"] = reverse("guide:picture", args=[picture])
        token.attrs["loading"] = "lazy"
    target = str(token.attrs.get("href", ""))
    if token.type == "link_open" and target.partition("#")[0].endswith(".md"):
        file, _hash, anchor = target.partition("#")
        token.attrs["href"] = _address(path, file) + (f"#{anchor}" if anchor else "")


def _address(path: Path, file: str) -> str:
    here = path.parent.relative_to(docs_folder()).as_posix()
    there = posixpath.normpath(posixpath.join(here, file)).removesuffix(".md")
    name = re.sub(r"^guide/[a-z]+/", "", there)
    return reverse("guide:index") if name == "index" else reverse("guide:page", args=[name])


def _framed_tables(html: str) -> str:
    """Tables scroll sideways on phones; the frame can be reached by keyboard."""
    opening = '<div class="table-frame" tabindex="0" role="region"><table class="table">'
    return html.replace("<table>", opening).replace("</table>", "</table></div>")
