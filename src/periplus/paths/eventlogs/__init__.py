"""Event logs of other systems, read piece by piece: XES (IEEE 1849) and OCEL 2.0 in JSON."""

from periplus.paths.eventlogs.entries import Entry, LogError
from periplus.paths.eventlogs.reading import Format, read_log

__all__ = ["Entry", "Format", "LogError", "read_log"]
