"""Who is told when an event has happened for good, that is, after its transaction."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from periplus.core.models import Event

Listener = Callable[[Event], None]
_listeners: list[tuple[str, Listener]] = []


def listen(listener: Listener, *, beginning: str = "") -> None:
    """Call `listener` after the commit of every event whose type begins so (from `AppConfig.ready`)."""
    if (beginning, listener) not in _listeners:
        _listeners.append((beginning, listener))


def stop_listening(listener: Listener) -> None:
    _listeners[:] = [pair for pair in _listeners if pair[1] is not listener]


def announce(event: Event) -> None:
    """Tell the listeners once the transaction is through. What fails in one of them undoes nothing."""
    for beginning, listener in _listeners:
        if event.type.startswith(beginning):
            transaction.on_commit(partial(listener, event), robust=True)
