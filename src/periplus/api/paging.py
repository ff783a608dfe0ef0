"""Pages by cursor: stable while rows come and go, as fast at the end as at the beginning."""

import base64
import binascii
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from periplus.core.verdicts import Invalid

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
LIMIT = 100


class Page(Schema, Generic[Item]):
    """Some items and the cursor of what follows; `next` is null at the end."""

    items: list[Item]
    next: str | None = Field(None, description="Hand it back as `cursor` to go on.")


def page_of(rows: QuerySet[Row], *, cursor: str, limit: int, shown: Callable[[Row], Any]) -> dict[str, Any]:
    """The rows after `cursor`, oldest first, at most `limit` (1 to 100) of them."""
    limit = max(1, min(limit, LIMIT))
    found = list(rows.filter(pk__gt=_position(cursor)).order_by("pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    following = _cursor(found[-1].pk) if more else None
    return {"items": [shown(row) for row in found], "next": following}


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = int(base64.urlsafe_b64decode(padded.encode("ascii", "replace")))
    except (binascii.Error, ValueError):
        position = -1
    if not 0 <= position < 2**63:
        raise Invalid({"cursor": _("This cursor is not one of ours. Start without one.")})
    return position
