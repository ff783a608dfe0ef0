"""Many rows at once, past the ORM: PostgreSQL's COPY, with ids taken from the table's own sequence."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, models

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


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
    columns = ", ".join(f'"{model._meta.get_field(_name(model, each)).column}"' for each in fields)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def json_text(value: Any) -> str:
    """Give `value` as text for a JSON column; dates, decimals and uuids become strings."""
    return json.dumps(value, default=str, ensure_ascii=False)


def array_text(values: Iterable[str]) -> str:
    """Give texts as one literal for a column that is an array of texts."""
    return "{" + ",".join([f'"{value.translate(_ESCAPES)}"' for value in values]) + "}"


def _name(model: type[models.Model], attribute: str) -> str:
    known = {field.attname: field.name for field in model._meta.concrete_fields}
    return known[attribute]
