"""Filters that offer what may be chosen."""

from collections.abc import Callable, Sequence

from django.db.models import Q
from django.http import QueryDict

from periplus.people.types import Person
from periplus.web.lists.filters.asked import Asked, Filter, Option, Rows, Words

Choices = Sequence[tuple[str, Words]]


class ChoiceFilter(Filter):
    """One or several of known choices. `choices` is called once per page: (value, words) pairs."""

    template = "lists/filters/choice.html"

    def __init__(
        self,
        key: str,
        title: Words,
        choices: Callable[[], Choices],
        condition: Callable[[Sequence[str]], Q],
    ) -> None:
        super().__init__(key, title)
        self.choices = choices
        self.condition = condition

    def read(self, person: Person, query: QueryDict) -> Asked:
        offered = [(str(value), words) for value, words in self.offered(person)]
        known, wanted = dict(offered), dict.fromkeys(query.getlist(self.key))
        words = {value: known[value] for value in wanted if value in known}
        return Asked(self, words, [Option(value, name, value in words) for value, name in offered])

    def offered(self, _person: Person) -> Choices:
        return self.choices()

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(self.condition(values))


class OwnChoiceFilter(ChoiceFilter):
    """Choices that depend on who looks: `choices_for(person)`, for instance the units they may see."""

    def __init__(
        self,
        key: str,
        title: Words,
        choices_for: Callable[[Person], Choices],
        condition: Callable[[Sequence[str]], Q],
    ) -> None:
        super().__init__(key, title, tuple, condition)
        self.choices_for = choices_for

    def offered(self, person: Person) -> Choices:
        return self.choices_for(person)


class SelectFilter(Filter):
    """Exactly one of a few choices.

    `default` holds while the address says nothing; with "" nothing is narrowed then. `condition(value)`
    gives what a value demands; `Q()` for everything.
    """

    template = "lists/filters/select.html"

    def __init__(
        self,
        key: str,
        title: Words,
        choices: Choices,
        condition: Callable[[str], Q],
        default: str = "",
    ) -> None:
        super().__init__(key, title)
        self.choices = choices
        self.condition = condition
        self.default = default

    def read(self, _person: Person, query: QueryDict) -> Asked:
        known = dict(self.choices)
        asked = query.get(self.key, "")
        value = asked if asked in known else self.default
        words = {value: known[value]} if value in known else {}
        options = [Option(each, name, each == value) for each, name in self.choices]
        return Asked(self, words, options, frozenset({self.default}))

    def apply(self, rows: Rows, values: Sequence[str]) -> Rows:
        return rows.filter(self.condition(values[0]))
