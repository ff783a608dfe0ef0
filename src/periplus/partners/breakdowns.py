"""Splitting a number into parts by country, partner, field, programme or unit, with names people read.

Used by the measures of this stretch and of those above it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from periplus.core.codes import code_list
from periplus.core.languages import active_language
from periplus.loop.measuring import Contribution
from periplus.partners.models import Partner
from periplus.people.models import Unit

_CODES: Final = {"country": "country", "field": "isced_f"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number: `key` as the axis of a scope takes it, empty when it is not known."""

    key: str
    value: Decimal
    count: int


def contributions_of(axis: str, parts: Iterable[Part]) -> list[Contribution]:
    """The parts with their titles and their share of the whole, largest first. One query at most."""
    kept = [part for part in parts if part.value]
    whole = sum((part.value for part in kept), Decimal(0))
    titles = _titles(axis, {part.key for part in kept if part.key})
    return [
        Contribution(
            axis=axis,
            key=part.key,
            title=titles.get(part.key, part.key) if part.key else _("Not known"),
            value=part.value,
            share=part.value / whole,
            count=part.count,
        )
        for part in sorted(kept, key=lambda part: (-part.value, part.key))
    ]


def _titles(axis: str, keys: set[str]) -> dict[str, str]:
    if axis in _CODES:
        codes = code_list(_CODES[axis])
        return {key: codes.name(key, active_language()) for key in keys}
    if axis == "partner":
        return _names(Partner.objects.filter(uuid__in=_uuids(keys)).values_list("uuid", "name"))
    if axis == "unit":
        return _names(Unit.objects.filter(uuid__in=_uuids(keys)).values_list("uuid", "name"))
    return {}


def _uuids(keys: set[str]) -> list[uuid.UUID]:
    return [uuid.UUID(key) for key in keys]


def _names(pairs: Iterable[tuple[uuid.UUID, str]]) -> dict[str, str]:
    return {str(reference): name for reference, name in pairs}
