"""The register as one text: the same content always gives the same bytes, line by line.

Each line is one thing as JSON, named by uuids and never by internal ids. Two exports are equal exactly
when the register is; tests use it to show that an undone import left nothing behind.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TextIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import F, Model

from periplus.core.copying import rows_of
from periplus.mobility.models import Enrolment, Stay, StayFunding
from periplus.partners.models import (
    Agreement,
    AgreementLine,
    AgreementParty,
    Contact,
    Identifier,
    LineYear,
    Partner,
    PartnerName,
)

_AT_A_TIME: Final = 5_000
# What is exported: model, a word for its lines, and the order, which must leave no two rows equal.
PARTS: Final[tuple[tuple[type[Model], str, tuple[str, ...]], ...]] = (
    (Partner, "partner", ("uuid",)),
    (PartnerName, "name", ("partner__uuid", "kind", "language", "name")),
    (Identifier, "identifier", ("partner__uuid", "scheme", "value")),
    (Contact, "contact", ("uuid",)),
    (Agreement, "agreement", ("uuid",)),
    (AgreementParty, "party", ("agreement__uuid", "partner__uuid")),
    (AgreementLine, "line", ("uuid",)),
    (LineYear, "year", ("line__uuid", "year")),
    (Stay, "stay", ("uuid",)),
    (StayFunding, "funding", ("stay__uuid", "currency")),
    (Enrolment, "enrolment", ("partner__uuid", "unit__uuid", "year")),
)


def export_register(stream: TextIO) -> int:
    """Write the whole register; give the number of lines."""
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        # Everything is read, so tables are joined whole. Right after a large import the planner does not
        # know how large they are, and would look rows up one by one.
        cursor.execute("SET LOCAL enable_nestloop = off")
        for model, word, order in PARTS:
            for line in _lines(model, word, order):
                stream.write(line)
                count += 1
        cursor.execute("SET LOCAL enable_nestloop = on")
    return count


def _lines(model: type[Model], word: str, order: Sequence[str]) -> Iterator[str]:
    encode = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    rows = rows_of(model).order_by(*order).values(**_columns(model))
    for row in rows.iterator(chunk_size=_AT_A_TIME):
        yield f"{word} {encode(row)}\n"


def _columns(model: type[Model]) -> dict[str, Any]:
    """Every column but the internal id; what points to another thing gives that thing's uuid."""
    columns: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.is_relation:
            columns[f"{field.name}_uuid"] = F(f"{field.name}__uuid")
        elif not field.primary_key:
            columns[f"{field.name}_"] = F(field.name)
    return columns
