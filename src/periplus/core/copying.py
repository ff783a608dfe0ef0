"""Many rows at once, past the ORM: PostgreSQL's COPY, with ids taken from the table's own sequence."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
_JSON: Final = json.JSONEncoder(default=str, ensure_ascii=False)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


def rows_of(model: type[M]) -> "models.QuerySet[M]":
    """All rows of a table, whichever model it is."""
    return model._default_manager.all()  # noqa: SLF001 -- what Django gives for models not known by name


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` ids from the sequence of `model`; they are nobody else's, used or not."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of plain values, in the order of `fields` (attribute names, as 'line_id').

    Database defaults apply to columns left out; defaults of the model do not. JSON and arrays come
    as `json_text` and `array_text` write them.
    """
    known = {field.attname: field.column for field in model._meta.concrete_fields}
    columns = ", ".join(f'"{known[each]}"' for each in fields)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def json_text(value: Any) -> str:
    """Give `value` as text for a JSON column; dates, decimals and uuids become strings."""
    return _JSON.encode(value)


def array_text(values: Sequence[str]) -> str:
    """Give texts as one literal for a column that is an array of texts."""
    joined = '","'.join(values)
    if joined.count('"') != 2 * max(len(values) - 1, 0) or "\\" in joined:
        joined = '","'.join([value.translate(_ESCAPES) for value in values])
    return f'{{"{joined}"}}' if values else "{}"
