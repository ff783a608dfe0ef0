"""Everything that is held about one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from periplus.core.privacy import Marks, Personal, marks_of, register
from periplus.people.models import Person
from periplus.people.outside_records import OUTSIDE_MARKS, outside_register
from periplus.people.privacy_words import FIELDS, RECORDS

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
        return _name_of(self.model)

    @property
    def label(self) -> str:
        return _label_of(self.model, self.field)


@dataclass(frozen=True, slots=True)
class Held:
    """What one kind of record holds about a person: all of it, and for the first few what makes it so."""

    model: type[models.Model]
    rows: list[dict[str, str]]
    shown: list[tuple[str, list[str]]]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        return capfirst(_name_of(self.model))

    @property
    def fields(self) -> list[str]:
        return [_label_of(self.model, name) for name in _telling(self.model)]

    @property
    def more(self) -> int:
        return max(len(self.rows) - ON_PAGE, 0)


def list_register() -> list[Registered]:
    """Every personal field of the product, and of the sign-in that it relies on."""
    lines = [Registered(*line) for line in (*register(), *outside_register())]
    return sorted(lines, key=lambda line: (line.model._meta.label_lower, line.field))


def gather_personal_data(person: Person) -> list[Held]:
    """All records that name this person, in a stable order. Secrets are left out; nobody can read them."""
    found = [held for model in _models() if (held := _held(model, person)).rows]
    return sorted(found, key=lambda held: held.label)


def _name_of(model: type[models.Model]) -> str:
    name = str(model._meta.verbose_name)
    return str(RECORDS.get(name, name))


def _label_of(model: type[models.Model], name: str) -> str:
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return str(FIELDS.get(label, label))


def _models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if _marks(model))


def _marks(model: type[models.Model]) -> Marks:
    return marks_of(model) or OUTSIDE_MARKS.get(model._meta.label_lower, {})


def _held(model: type[models.Model], person: Person) -> Held:
    held, told = Held(model, [], []), [field for field in model._meta.fields if _is_told(field)]
    for row in _about_rows(model, person):
        held.rows.append({field.name: _value(field, row) for field in told})
        if len(held.shown) < ON_PAGE:
            held.shown.append((str(row), [_in_words(row, name, person) for name in _telling(model)]))
    return held


def _about_rows(model: type[models.Model], person: Person) -> Iterator[models.Model]:
    condition = _about(model, person)
    if condition is None:
        return
    rows = model._base_manager  # noqa: SLF001 -- every record, also those a manager would leave out
    yield from rows.filter(condition).distinct().order_by("pk").iterator(chunk_size=500)


def _telling(model: type[models.Model]) -> list[str]:
    """The fields that say something about a person, without secrets."""
    return [name for name in _marks(model) if name not in SECRET_FIELDS]


def _in_words(row: models.Model, name: str, person: Person) -> str:
    """The person is "you"; who else stands there is not told here."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return _("you") if getattr(row, name).filter(pk=person.pk).exists() else "–"
    value = getattr(row, getattr(field, "attname", name))
    if field.is_relation or isinstance(field, models.UUIDField):
        return _("you") if value in {person.pk, person.uuid} else "–"
    return str(value) if value else "–"


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
