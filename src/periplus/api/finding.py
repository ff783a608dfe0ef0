"""The visible thing of a uuid, or 404: what a caller may not see does not exist."""

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid

M = TypeVar("M", bound=Model)


def found(things: QuerySet[M], reference: uuid.UUID) -> M:
    """The thing that the address names."""
    thing = things.filter(uuid=reference).first()
    if thing is None:
        raise Http404
    return thing


def named(things: QuerySet[M], reference: uuid.UUID | None, *, field: str) -> M | None:
    """The thing that a value in the body names. Raises `Invalid` for an unknown one."""
    if reference is None:
        return None
    thing = things.filter(uuid=reference).first()
    if thing is None:
        raise Invalid({field: _("We do not know this one. Send the uuid of something you can see.")})
    return thing


def demanded(things: QuerySet[M], reference: uuid.UUID, *, field: str) -> M:
    """Like `named`, for a value that must be there."""
    thing = named(things, reference, field=field)
    assert thing is not None  # noqa: S101 -- a reference was given
    return thing
