"""The documents of the product as pages: found in `docs/`, in the reader's language where there is one."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from periplus.core.languages import language_of
from periplus.core.text import normalise
from periplus.web.guide.rendering import render_markdown

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")
_PICTURE = re.compile(r"[a-z0-9-]+\.png")
_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its name below /guide/, its title, and its HTML.

    `language` is the one it is written in, `words` its normalised text, to search.
    """

    name: str
    title: str
    html: str
    language: str
    words: str


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
    """All pages for people in the order in which the index names them, titled in the language."""
    index = docs_folder() / "guide" / _FALLBACK / "index.md"
    names = re.findall(r"\]\(([a-z0-9-]+)\.md\)", index.read_text(encoding="utf-8"))
    pages = (find_page(name, language) for name in dict.fromkeys(names))
    return [page for page in pages if page]


def list_folder(folder: str) -> list[Page]:
    """The documents of a folder that exists in English only (`reference`, `operators`), by title."""
    names = (f"{folder}/{path.stem}" for path in (docs_folder() / folder).glob("*.md"))
    pages = (find_page(name, _FALLBACK) for name in names)
    return sorted((page for page in pages if page), key=lambda page: page.title)


def find_picture(name: str) -> Path | None:
    """A picture of the guide by its file name."""
    path = docs_folder() / "pictures" / name
    return path if _PICTURE.fullmatch(name) and path.is_file() else None


def _places(name: str, language: str) -> Iterator[tuple[Path, str]]:
    """Where a page may lie, and in which language it is then written."""
    docs = docs_folder()
    if "/" in name or name == "glossary":
        yield docs / f"{name}.md", _FALLBACK
    else:
        wanted = language_of(language)
        yield docs / "guide" / wanted.column / f"{name}.md", wanted.html
        yield docs / "guide" / _FALLBACK / f"{name}.md", _FALLBACK


@cache
def _read(path: Path, name: str, language: str, _changed: int) -> Page:
    text = path.read_text(encoding="utf-8")
    title, html = render_markdown(text, address=lambda file: _address(path, file))
    return Page(name, title or name, html, language, normalise(text))


def _address(path: Path, file: str) -> str:
    """The address in the product of a file that a document links to."""
    if file.endswith(".png"):
        return reverse("guide:picture", args=[posixpath.basename(file)])
    here = path.parent.relative_to(docs_folder()).as_posix()
    there = posixpath.normpath(posixpath.join(here, file)).removesuffix(".md")
    name = re.sub(r"^guide/[a-z]+/", "", there)
    return reverse("guide:index") if name == "index" else reverse("guide:page", args=[name])
