from periplus.core.models.documents import Document
from periplus.core.models.ledger import Event, EventObject

__all__ = ["Document", "Event", "EventObject"]
