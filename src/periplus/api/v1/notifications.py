"""What the person was told, as events; reading it marks nothing by itself."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from periplus.api.door import caller_of
from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.tokens import Token
from periplus.api.v1.ledger import EventShown, shown_event
from periplus.core import clock
from periplus.people.queries.attention import list_notifications
from periplus.people.services.attention import mark_all_read, mark_read
from periplus.people.types import Notification

router = Router(tags=["me"])


class ViewShown(Schema):
    """A saved view of a list whose content has changed."""

    uuid: UUID
    name: str
    list_key: str
    query: str


class NotificationShown(Schema):
    """Something the person was told: an event, or that a saved view has changed."""

    number: int
    made_at: dt.datetime
    read_at: dt.datetime | None
    event: EventShown | None
    saved_view: ViewShown | None


class ReadIn(Schema):
    """The numbers of what was read; null means everything."""

    numbers: list[int] | None = None


class ReadCount(Schema):
    read: int


def _shown(told: Notification) -> dict[str, Any]:
    return {
        "number": told.pk,
        "made_at": told.made_at,
        "read_at": told.read_at,
        "event": shown_event(told.event) if told.event else None,
        "saved_view": told.saved_view,
    }


@router.get("/notifications", auth=Token(), response=Page[NotificationShown], summary="What you were told")
def list_told(
    request: HttpRequest, *, unread: bool = False, cursor: str = "", limit: int = LIMIT
) -> dict[str, Any]:
    """Oldest first; `unread` leaves out what was read."""
    rows = list_notifications(caller_of(request)).prefetch_related("event__objects_touched")
    if unread:
        rows = rows.filter(read_at__isnull=True)
    return page_of(rows, cursor=cursor, limit=limit, shown=_shown)


@router.post("/notifications/read", auth=Token(), response=ReadCount, summary="Mark as read")
def read_told(request: HttpRequest, body: ReadIn) -> dict[str, Any]:
    person, now = caller_of(request), clock.now()
    if body.numbers is None:
        return {"read": mark_all_read(actor=person, at=now)}
    return {"read": mark_read(actor=person, notifications=body.numbers, at=now)}
