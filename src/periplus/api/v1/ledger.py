"""The ledger: what happened, to what, by whom."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from periplus.api.paging import LIMIT, Page, page_of
from periplus.api.tokens import Token
from periplus.core.ledger.queries import list_events, list_events_about
from periplus.core.ledger.types import Event

router = Router(tags=["ledger"])


class TouchedShown(Schema):
    """An object that an event touches, and in which part."""

    object_type: str
    object_uuid: UUID
    qualifier: str


class EventShown(Schema):
    """An entry; entries never change."""

    uuid: UUID
    type: str
    at: dt.datetime
    happened_on: dt.date
    actor_uuid: UUID | None
    actor_label: str
    attributes: dict[str, Any]
    objects: list[TouchedShown]


def shown_event(event: Event) -> dict[str, Any]:
    plain = [name for name in EventShown.model_fields if name != "objects"]
    objects = [TouchedShown.from_orm(each) for each in event.objects_touched.all()]
    return {name: getattr(event, name) for name in plain} | {"objects": objects}


@router.get(
    "/ledger",
    auth=Token("ledger.entries.see"),
    response=Page[EventShown],
    summary="What happened, oldest first",
)
def list_entries(
    request: HttpRequest,  # noqa: ARG001 -- called so
    type: str = "",  # noqa: A002 -- the name in the address
    object: UUID | None = None,  # noqa: A002 -- the name in the address
    cursor: str = "",
    limit: int = LIMIT,
) -> dict[str, Any]:
    """Narrow by the beginning of the type (`loop.decision`) or by an object."""
    rows = list_events_about(object) if object else list_events()
    if type:
        rows = rows.filter(type__startswith=type)
    return page_of(rows, cursor=cursor, limit=limit, shown=shown_event)
