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
    guard = _Guard()
    # The guard checks while it is read; the parser itself must not fetch, expand or grow anything.
    parser = etree.XMLParser(
        target=guard,  # type: ignore[arg-type]  # the stub asks for comments too, which are left out
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        root: etree._Element = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        sentence = _("The file is not well-formed XML: line %(line)s. Export it again.")
        raise InterchangeError(sentence % {"line": error.lineno}) from error
    return root


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
    """Builds the tree and refuses as soon as it grows in a way that no modeller makes it grow."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()
        self._depth = self._count = self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        self._length = 0
        if self._depth > DEEPEST:
            raise InterchangeError(_("The elements of the file lie too deep in one another."))
        if self._count > MOST_ELEMENTS:
            raise InterchangeError(_("The file has more than 50,000 elements. Export only one procedure."))
        if len(attributes) > MOST_ATTRIBUTES or any(map(_too_long, attributes.values())):
            raise InterchangeError(_("An element of the file has attributes that are too long or too many."))
        self._builder.start(tag, attributes)  # type: ignore[arg-type]  # the stub also thinks of bytes

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._length = 0
        self._builder.end(tag)

    def data(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise InterchangeError(_("A text in the file is too long."))
        self._builder.data(text)

    def close(self) -> etree._Element | None:
        """The root; None when the parser gave up, so that its reason is what people read."""
        return self._builder.close() if self._count and not self._depth else None


def _too_long(value: str) -> bool:
    return len(value) > LONGEST_ATTRIBUTE
