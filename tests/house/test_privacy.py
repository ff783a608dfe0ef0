"""Every field that says something about a person says why it is held, and for how long."""

import pytest
from django.apps import apps
from django.db import models

from periplus.core.privacy import Marks, Personal, Retention, marks_of, register
from periplus.people.models import Person
from periplus.people.privacy_words import FIELDS, RECORDS
from periplus.people.queries.privacy import list_register

OURS = [model for model in apps.get_models() if model.__module__.startswith("periplus.")]
# By their names: what almost always says something about a person.
TELLING = ("email", "phone", "birth", "gender", "nationality", "passport")


def unmarked(model: type[models.Model]) -> list[str]:
    """Fields that point at a person, or look like it, without a mark."""
    marks = marks_of(model)
    if marks is None:
        return ["the model declares no PRIVACY at all"]
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return [field.name for field in fields if field.name not in marks and looks_personal(field)]


def looks_personal(field: "models.Field[object, object]") -> bool:
    points = field.is_relation and field.related_model is Person
    names = field.name.endswith("_by_uuid") or field.name == "actor_uuid"
    return points or names or any(word in field.name for word in TELLING)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_personal_fields_are_marked(model: type[models.Model]) -> None:
    assert unmarked(model) == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_marks_stand_on_fields_that_exist(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.get_fields()}
    assert set(marks_of(model) or {}) <= names


def test_every_mark_has_a_purpose_and_a_retention_in_words() -> None:
    for model, field, mark in register():
        assert str(mark.purpose).strip(), (model, field)
        assert str(mark.retention.sentence).strip(), (model, field)


def test_every_record_and_personal_field_has_a_word_in_all_languages() -> None:
    lines = list_register()
    assert {str(line.model._meta.verbose_name) for line in lines} <= set(RECORDS)
    labels = {str(getattr(line.model._meta.get_field(line.field), "verbose_name", "")) for line in lines}
    assert labels <= set(FIELDS)


def test_it_turns_red(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = dict(marks_of(Person) or {})
    del marks["email"]
    monkeypatch.setattr(Person, "PRIVACY", marks)
    assert unmarked(Person) == ["email"]
    nothing: Marks | None = None
    monkeypatch.setattr(Person, "PRIVACY", nothing)
    assert unmarked(Person) == ["the model declares no PRIVACY at all"]


def test_the_register_reads_the_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = Personal("to test", Retention.SHORT)
    monkeypatch.setattr(Person, "PRIVACY", {"email": mark})
    assert [(field, found) for model, field, found in register() if model is Person] == [("email", mark)]
