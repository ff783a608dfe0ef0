"""XES, read trace by trace: no DTD, no entities, no network, nothing kept that was read."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.eventlogs.entries import Entry, LogError, make_entry

MOST_IN_A_TRACE: Final = 100_000
LARGEST_ELEMENT: Final = 8_000_000  # bytes between two events
_PIECE: Final = 1 << 16
_TAGS: Final = ("{*}log", "{*}trace", "{*}event")


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


_CLOSED: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def read_traces(stream: Readable) -> Iterator[list[Entry]]:
    """The events of each trace, as they stand in the file. Raises `LogError`."""
    try:
        yield from _apart(_traces(stream))
    except etree.XMLSyntaxError as error:
        sentence = _("The file is not well-formed XML: line %(line)s. Export it again.")
        raise LogError(sentence % {"line": error.lineno}) from error


def _apart(traces: Iterable[list[Entry]]) -> Iterator[list[Entry]]:
    """A case that comes back later in the file would be torn: that is told, not guessed."""
    seen: set[str] = set()
    for trace in traces:
        name = trace[0].case
        if name in seen:
            sentence = _("Two traces are called “%(case)s”. Give each case a name of its own.")
            raise LogError(sentence % {"case": name})
        seen.add(name)
        yield trace


def _traces(stream: Readable) -> Iterator[list[Entry]]:
    number = 0
    events: list[dict[str, str]] = []
    for what, element in _pieces(stream):
        tag = etree.QName(element).localname
        if what == "start":
            _check(element, tag, len(events))
        elif tag == "event":
            events.append(_attributes(element))
            element.clear()
        elif tag == "trace":
            number += 1
            if events:
                yield _entries(_attributes(element).get("concept:name") or str(number), events)
            events = []
            _forget(element)


def _pieces(stream: Readable) -> Iterator[tuple[str, etree._Element]]:
    """Beginnings and ends of logs, traces and events; what lies between two of them stays small."""
    parser: Any = etree.XMLPullParser(events=("start", "end"), tag=_TAGS, **_CLOSED)
    silent = 0
    while piece := stream.read(_PIECE):
        parser.feed(piece)
        silent += len(piece)
        for what, element in parser.read_events():
            silent = 0
            yield what, element
        if silent > LARGEST_ELEMENT:
            raise LogError(_("An element of the file is too large: there is no event for many megabytes."))
    parser.close()
    yield from parser.read_events()


def _check(element: etree._Element, tag: str, events: int) -> None:
    parent = element.getparent()
    if parent is None:
        if element.getroottree().docinfo.internalDTD is not None:
            raise LogError(_("The file defines a document type or entities. Export it again without them."))
    elif etree.QName(parent).localname != {"trace": "log", "event": "trace"}.get(tag):
        raise LogError(_("The file is no XES log: its events do not lie in traces."))
    if events > MOST_IN_A_TRACE:
        raise LogError(_("One case has more than 100,000 events. Is the case chosen well?"))


def _attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of XES that stand directly in an event or trace: key and value."""
    return {
        child.get("key", ""): child.get("value", "")
        for child in element
        if child.get("key") and child.get("value") is not None
    }


def _entries(case: str, events: list[dict[str, str]]) -> list[Entry]:
    return [
        make_entry(
            case, each.get("concept:name", ""), each.get("time:timestamp", ""), each.get("org:resource", "")
        )
        for each in events
    ]


def _forget(trace: etree._Element) -> None:
    """Let what was read go, and what stood before it."""
    trace.clear()
    parent = trace.getparent()
    while parent is not None and trace.getprevious() is not None:
        del parent[0]
