"""Statements that people wait for at every step: planned once for a connection, and read without the ORM.

They go through Django's cursor like all others, with its wrappers, its errors and its log of queries.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Self, TypeVar

import psycopg
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

M = TypeVar("M", bound=models.Model)


class _PreparedCursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Self:
        super().execute(query, params, prepare=True)
        if connection.queries_logged:
            said = psycopg.ClientCursor(self.connection).mogrify(query, params)
            self._query = SimpleNamespace(query=said.encode())  # type: ignore[assignment]  # where Django looks
        return self


def prepared_cursor() -> CursorWrapper:
    """A cursor whose statements are prepared at their first run.

    Values are bound by the server, so that each `%s` needs a type where none follows from its place.
    Nothing is prepared where `prepare_threshold` is `None`, as behind an old pooler.
    """
    connection.ensure_connection()
    raw = _PreparedCursor(connection.connection)
    wrapped: CursorWrapper = connection._prepare_cursor(raw)  # type: ignore[attr-defined]  # noqa: SLF001
    return wrapped  # by the same call `connection.cursor()` wraps its own


def columns_of(model: type[models.Model], alias: str) -> str:
    """All columns of a model, for a SELECT whose rows `from_row` reads."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


def from_row(model: type[M], row: Sequence[Any]) -> M:
    """An instance from a row that begins with `columns_of` its model."""
    names, converters = _shape(model)
    values = list(row[: len(names)])
    for place, convert in converters:
        values[place] = convert(values[place])
    return model.from_db(connection.alias, names, values)


@lru_cache(maxsize=64)
def _shape(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    fields: Sequence[Any] = model._meta.concrete_fields
    converters = [
        (place, _converter(field, convert))
        for place, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], converters


def _converter(field: Any, convert: Callable[..., Any]) -> Callable[[Any], Any]:
    column = field.get_col(field.model._meta.db_table)
    return lambda value: convert(value, column, connection)
