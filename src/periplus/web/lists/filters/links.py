"""Filters that come with a link from another page and are not offered as fields."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from periplus.people.types import Person
from periplus.web.lists.filters.asked import Asked, Filter, Rows, Words


class ReferenceFilter(Filter):
    """One value that a link names. `title_of(value)` gives its words, or None when there is no such value.

    For things that not everybody may see take `ThingFilter`.
    """

    template = "lists/filters/hidden.html"

    def __init__(
        self,
        key: str,
        title: Words,
        title_of: Callable[[str], Words | None],
        condition: Callable[[str], Q],
    ) -> None:
        super().__init__(key, title)
        self.title_of = title_of
        self.condition = condition

    def read(self, _person: Person, query: QueryDict) -> Asked:
        titles = {value: self.title_of(value) for value in query.getlist(self.key)}
        return Asked(self, {value: title for value, title in titles.items() if title is not None})

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(_any(self.condition, values))


class ThingFilter(Filter):
    """Things named by their uuid (a partner, a goal). What the person may not see does not narrow.

    `visible(person)` gives the things; `condition(uuid)` what a row of one must fulfil.
    """

    template = "lists/filters/hidden.html"

    def __init__(
        self,
        key: str,
        title: Words,
        visible: Callable[[Person], QuerySet[Any]],
        condition: Callable[[uuid.UUID], Q],
        title_of: Callable[[Any], Words] = str,
    ) -> None:
        super().__init__(key, title)
        self.visible = visible
        self.condition = condition
        self.title_of = title_of

    def read(self, person: Person, query: QueryDict) -> Asked:
        wanted = [found for found in map(_uuid, query.getlist(self.key)) if found]
        if not wanted:
            return Asked(self, {})
        things = self.visible(person).filter(uuid__in=wanted)
        return Asked(self, {str(thing.uuid): self.title_of(thing) for thing in things})

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(_any(self.condition, [uuid.UUID(value) for value in values]))


def _any(condition: Callable[[Any], Q], values: Sequence[Any]) -> Q:
    whole = condition(values[0])
    for value in values[1:]:
        whole |= condition(value)
    return whole


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
