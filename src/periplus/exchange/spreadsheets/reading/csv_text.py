"""CSV as people save it: any of four delimiters, three encodings, with or without marks and gzip."""

import codecs
import csv
import gzip
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.exchange.spreadsheets.reading.table import Cells, Table, table_from

GZIP: Final = b"\x1f\x8b"
_DELIMITERS: Final = ",;\t|"
_CHUNK: Final = 1 << 20
_SAMPLE_LINES: Final = 30
_LONGEST_CELL: Final = 1_000_000
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def open_csv(path: Path) -> Table:
    """Open a CSV file, packed or not. Raises `Invalid` when it cannot be read as text."""
    encoding = detect_encoding(path)
    delimiter = detect_delimiter(path, encoding)

    def read() -> Iterator[Cells]:
        csv.field_size_limit(_LONGEST_CELL)
        with TextIOWrapper(unpacked(path), encoding=encoding, newline="") as text:
            try:
                yield from csv.reader((line.replace("\0", "") for line in text), delimiter=delimiter)
            except (csv.Error, EOFError, gzip.BadGzipFile) as error:
                message = _("The file breaks off or is damaged: %(reason)s.") % {"reason": error}
                raise Invalid({"file": message}) from error

    return table_from(read)


def unpacked(path: Path) -> IO[bytes]:
    """Open a file for reading, through gzip if it is packed."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def detect_encoding(path: Path) -> str:
    """Give the encoding: by its mark, else UTF-8 if the whole file is, else Windows Latin-1."""
    try:
        with unpacked(path) as file:
            decoder, beginning = codecs.getincrementaldecoder("utf-8")(), True
            while chunk := file.read(_CHUNK):
                if beginning:
                    marked = next((name for mark, name in _MARKS if chunk.startswith(mark)), None)
                    if marked:
                        return marked
                    beginning = False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252" if _decodes(path, "cp1252") else "latin-1"
    except (EOFError, gzip.BadGzipFile) as error:
        raise Invalid({"file": _("The packed file is damaged. Pack it again.")}) from error
    return "utf-8"


def detect_delimiter(path: Path, encoding: str) -> str:
    """Give the delimiter that cuts the first lines into the most columns, the same in each."""
    with TextIOWrapper(unpacked(path), encoding=encoding, newline="") as text:
        lines = [line for line, _number in zip(text, range(_SAMPLE_LINES), strict=False)]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=evenness)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with unpacked(path) as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True
