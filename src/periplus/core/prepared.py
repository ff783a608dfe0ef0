"""Statements that people wait for at every step: planned once for a connection, and read without the ORM.

They go through Django's cursor like all others, with its wrappers, its errors and its log of queries.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Self, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.utils import CursorWrapper
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Self:
        return super().execute(query, params, prepare=True)


class _PreparedAndLogged(_Prepared):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Self:
        super().execute(query, params)
        said = psycopg.ClientCursor(self.connection).mogrify(query, params)
        self._query = SimpleNamespace(query=said.encode())  # type: ignore[assignment]  # where Django looks
        return self


def prepared_cursor() -> CursorWrapper:
    """A cursor whose statements are prepared at their first run.

    Values are bound by the server, so that each `%s` needs a type where none follows from its place.
    Nothing is prepared where `prepare_threshold` is `None`, as behind an old pooler.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    kind = _PreparedAndLogged if here.queries_logged else _Prepared
    wrapped: CursorWrapper = here._prepare_cursor(kind(here.connection))  # noqa: SLF001
    return wrapped  # by the same call `connection.cursor()` wraps its own


def columns_of(model: type[models.Model], alias: str) -> str:
    """All columns of a model, for a SELECT whose rows `from_row` reads."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def from_row(model: type[M], row: Sequence[Any]) -> M:
    """An instance from a row that begins with `columns_of` its model: Django's own, without its signals."""
    names, converters = _shape(model)
    thing = model.__new__(model)
    values = thing.__dict__
    values["_state"] = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    values.update(zip(names, row, strict=False))
    for name, convert in converters:
        values[name] = convert(values[name])
    return thing


@lru_cache(maxsize=64)
def _shape(model: type[models.Model]) -> tuple[list[str], list[tuple[str, Callable[[Any], Any]]]]:
    fields: Sequence[Any] = model._meta.concrete_fields
    converters = [
        (field.attname, _converter(field, convert))
        for field in fields
        for convert in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], converters


def _converter(field: Any, convert: Callable[..., Any]) -> Callable[[Any], Any]:
    column = field.get_col(field.model._meta.db_table)
    return lambda value: convert(value, column, connection)
