"""Everything that is held about one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from periplus.core.privacy import Marks, Personal, marks_of, register
from periplus.people.models import Person
from periplus.people.outside_records import OUTSIDE_MARKS, outside_register

SECRET_FIELDS = {"password", "digest", "calendar_key", "extra_data", "data"}
ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class Registered:
    """One line of the register of personal data."""

    model: type[models.Model]
    field: str
    mark: Personal

    @property
    def thing(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def label(self) -> str:
        return _label_of(self.model, self.field)


@dataclass(frozen=True, slots=True)
class Held:
    """What one kind of record holds about a person."""

    model: type[models.Model]
    rows: list[dict[str, str]]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural).capitalize()

    @property
    def fields(self) -> list[str]:
        return [_label_of(self.model, name) for name in self.rows[0]]

    @property
    def shown(self) -> list[dict[str, str]]:
        return self.rows[:ON_PAGE]

    @property
    def more(self) -> int:
        return max(len(self.rows) - ON_PAGE, 0)


def list_register() -> list[Registered]:
    """Every personal field of the product, and of the sign-in that it relies on."""
    lines = [Registered(*line) for line in (*register(), *outside_register())]
    return sorted(lines, key=lambda line: (line.model._meta.label_lower, line.field))


def gather_personal_data(person: Person) -> list[Held]:
    """All records that name this person, in a stable order. Secrets are left out; nobody can read them."""
    found = [Held(model, rows) for model in _models() if (rows := list(_rows(model, person)))]
    return sorted(found, key=lambda held: held.label)


def _label_of(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if _marks(model))


def _marks(model: type[models.Model]) -> Marks:
    return marks_of(model) or OUTSIDE_MARKS.get(model._meta.label_lower, {})


def _rows(model: type[models.Model], person: Person) -> Iterator[dict[str, str]]:
    condition = _about(model, person)
    if condition is None:
        return
    rows = model._base_manager  # noqa: SLF001 -- every record, also those a manager would leave out
    for row in rows.filter(condition).distinct().order_by("pk").iterator(chunk_size=500):
        yield {field.name: _value(field, row) for field in model._meta.fields if _is_told(field)}


def _about(model: type[models.Model], person: Person) -> Q | None:
    """How records of a model point at a person: they are the person, a key, a list, or a uuid."""
    if model is Person:
        return Q(pk=person.pk)
    condition = Q()
    for name in _marks(model):
        field = model._meta.get_field(name)
        if field.is_relation and field.related_model is Person:
            condition |= Q(**{name: person})
        elif isinstance(field, models.UUIDField):
            condition |= Q(**{name: person.uuid})
    return condition or None


def _is_told(field: "models.Field[Any, Any]") -> bool:
    return field.name not in SECRET_FIELDS and not field.primary_key


def _value(field: "models.Field[Any, Any]", row: models.Model) -> str:
    value = field.value_from_object(row)
    return "" if value is None else str(value)
