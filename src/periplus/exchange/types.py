"""Names for annotations of those who reach imports only through queries and services."""

from periplus.exchange.models import ImportRow, ImportRun, ImportSource

__all__ = ["ImportRow", "ImportRun", "ImportSource"]
