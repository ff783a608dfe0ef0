"""Names for annotations of those who reach the ledger only through its queries."""

from periplus.core.models import Event, EventObject

__all__ = ["Event", "EventObject"]
