"""Each event type has a sentence, and may have an audience. Domains declare both in `notices.py`."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from periplus.core.models import Event


def _nobody(_event: Event) -> Iterable[uuid.UUID]:
    return ()


def _no_words(_event: Event) -> Mapping[str, str | Promise]:
    return {}


@dataclass(frozen=True, slots=True)
class Notice:
    """How an event is told.

    `sentence`: translatable, with %(names)s taken from the event's attributes, its object titles by
    qualifier, and `actor`. `audience`: uuids of the persons to be told, besides the actor.
    `words`: further names with their words, for codes among the attributes ("office" is an office).
    `parties`: parts whose persons know one another by name through this event, whatever else they may see.
    """

    event: str
    sentence: str | Promise
    audience: Callable[[Event], Iterable[uuid.UUID]] = field(default=_nobody)
    words: Callable[[Event], Mapping[str, str | Promise]] = field(default=_no_words)
    parties: tuple[str, ...] = ()


_notices: dict[str, Notice] = {}


def declare(*notices: Notice) -> None:
    """Make event types known (called from `AppConfig.ready` through the domain's `notices.py`)."""
    for notice in notices:
        if notice.event in _notices and _notices[notice.event] is not notice:
            message = f"The event {notice.event} is declared twice."
            raise ValueError(message)
        _notices[notice.event] = notice


def find_notice(event_type: str) -> Notice | None:
    return _notices.get(event_type)


def list_notices() -> list[Notice]:
    return [_notices[key] for key in sorted(_notices)]
