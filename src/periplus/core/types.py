"""The things of core, by name, for annotations in floors that may not import models."""

from periplus.core.models import Document, Event, EventObject

__all__ = ["Document", "Event", "EventObject"]
