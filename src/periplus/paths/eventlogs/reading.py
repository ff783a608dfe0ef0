"""Which kind of file it is, unpacked under a limit; its events case by case, in the order of time."""

import gzip
import zlib
from collections.abc import Iterator
from enum import StrEnum
from operator import attrgetter
from typing import IO, Final, cast

from django.utils.translation import gettext as _

from periplus.paths.eventlogs.entries import MOST_EVENTS, Entry, LogError
from periplus.paths.eventlogs.ocel import read_ocel
from periplus.paths.eventlogs.xes import read_traces

LARGEST: Final = 2_000_000_000  # bytes, unpacked
LARGEST_JSON: Final = 150_000_000  # read as a whole
_PACKED: Final = b"\x1f\x8b"


class Format(StrEnum):
    XES = "xes"
    OCEL = "ocel"


class Limited:
    """A stream that gives no more than so many bytes."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise LogError(_("The file is damaged: it cannot be unpacked. Export it again.")) from error
        self._left -= len(piece)
        if self._left < 0:
            raise LogError(_("The file is too large when it is unpacked. Export a shorter time."))
        return piece


def read_log(file: IO[bytes], *, case_type: str = "") -> tuple[Format, Iterator[Entry]]:
    """What kind of log it is, and its events: those of a case together, in the order of time.

    `case_type`: in an OCEL log the type of object that is the case; "" for the one most events are about.
    Raises `LogError` with a sentence, at once or while the events are read.
    """
    head = file.read(2)
    file.seek(0)
    packed = head == _PACKED
    plain: IO[bytes] = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
    start = _start_of(plain)
    plain.seek(0)
    if start.startswith(b"{"):
        return Format.OCEL, _counted(read_ocel(Limited(plain, LARGEST_JSON).read(), case_type))
    if start.startswith(b"<"):
        return Format.XES, _counted(_sorted(read_traces(Limited(plain, LARGEST))))
    raise LogError(_("This is neither XES nor OCEL 2.0 in JSON. Choose a file .xes, .xes.gz or .json."))


def _start_of(stream: IO[bytes]) -> bytes:
    piece = Limited(stream, 4096).read(1024)
    return piece.removeprefix(b"\xef\xbb\xbf").lstrip()


def _sorted(traces: Iterator[list[Entry]]) -> Iterator[Entry]:
    for trace in traces:
        yield from sorted(trace, key=attrgetter("at"))


def _counted(entries: Iterator[Entry]) -> Iterator[Entry]:
    number = 0
    for number, entry in enumerate(entries, start=1):
        if number > MOST_EVENTS:
            raise LogError(_("The log has more than two million events. Export a shorter time."))
        yield entry
    if not number:
        raise LogError(_("The log has no events."))
