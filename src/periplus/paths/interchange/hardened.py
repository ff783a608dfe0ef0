"""Reads XML that a stranger wrote: no DTD, no entities, no network, and limits to everything."""

import re
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.interchange.remarks import InterchangeError

LARGEST: Final = 5_000_000  # bytes
DEEPEST: Final = 60
MOST_ELEMENTS: Final = 50_000
MOST_ATTRIBUTES: Final = 60
LONGEST_ATTRIBUTE: Final = 20_000
LONGEST_TEXT: Final = 2_000_000

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKED: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_KNOWN: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "windows-1252",
}


def read_xml(content: bytes) -> etree._Element:
    """The root of the document, without comments and processing instructions.

    Raises `InterchangeError` with a sentence for everything that is not plain, small, well-formed XML.
    """
    if len(content) > LARGEST:
        raise InterchangeError(_("The file is larger than 5 MB. Export only one procedure."))
    text = _decoded(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        sentence = _("The file defines a document type or entities. Export it again without them.")
        raise InterchangeError(sentence)
    try:
        # First only watched, so that nothing is built that is too large; then read into a tree.
        etree.fromstring(text.encode(), _parser(_Guard()))
        root: etree._Element = etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        sentence = _("The file is not well-formed XML: line %(line)s. Export it again.")
        raise InterchangeError(sentence % {"line": error.lineno}) from error
    return root


def _parser(guard: "_Guard | None" = None) -> etree.XMLParser:
    """A parser that fetches and expands nothing and keeps its own limits."""
    return etree.XMLParser(
        target=guard,  # type: ignore[arg-type]  # the stub asks for comments too
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _decoded(content: bytes) -> str:
    """As text, without the declaration, so that nobody can hide anything in a rare encoding."""
    marked = next((name for mark, name in _MARKED if content.startswith(mark)), None)
    declared = _ENCODING.match(content)
    name = declared.group(1).decode().lower() if declared else "utf-8"
    codec = marked or _KNOWN.get(name)
    if codec is None:
        sentence = _("The file is written in %(encoding)s. Save it as UTF-8.")
        raise InterchangeError(sentence % {"encoding": name})
    try:
        text = content.decode(codec)
    except UnicodeError as error:
        sentence = _("The file is not written in %(encoding)s, as it says. Save it as UTF-8.")
        raise InterchangeError(sentence % {"encoding": name}) from error
    if "\x00" in text:
        raise InterchangeError(_("The file is no XML. Choose a file that ends in .bpmn, .dmn or .xml."))
    return _DECLARATION.sub("", text, count=1)


class _Guard:
    """Watches a parser and refuses as soon as the file grows in a way that no modeller makes it grow."""

    def __init__(self) -> None:
        self._depth = self._count = self._length = 0

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        self._length = 0
        if self._depth > DEEPEST:
            raise InterchangeError(_("The elements of the file lie too deep in one another."))
        if self._count > MOST_ELEMENTS:
            raise InterchangeError(_("The file has more than 50,000 elements. Export only one procedure."))
        if len(attributes) > MOST_ATTRIBUTES or any(map(_too_long, attributes.values())):
            raise InterchangeError(_("An element of the file has attributes that are too long or too many."))

    def end(self, _tag: str) -> None:
        self._depth -= 1
        self._length = 0

    def data(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise InterchangeError(_("A text in the file is too long."))

    def close(self) -> None:
        """Nothing was built."""


def _too_long(value: str) -> bool:
    return len(value) > LONGEST_ATTRIBUTE
