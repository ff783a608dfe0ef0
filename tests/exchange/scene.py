"""An import from beginning to end, for tests."""

import datetime as dt
import io
from typing import Any

from periplus.core.ledger.services import System
from periplus.exchange import services
from periplus.exchange.enums import ImportKind
from periplus.exchange.models import ImportRun
from periplus.exchange.policies import Actor
from periplus.exchange.spreadsheets.export import export_register
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.exchange.spreadsheets.running import carry_out
from periplus.exchange.spreadsheets.sentences import sentence_of
from periplus.exchange.spreadsheets.undoing import carry_out_undo
from periplus.people.models import Institution

TODAY = dt.date(2026, 1, 15)
TEST = System("test")


def hand_in(
    kind: ImportKind,
    content: str | bytes,
    *,
    source: str = "List",
    name: str = "list.csv",
    institution: Institution | None = None,
    actor: Actor = TEST,
) -> ImportRun:
    """A spreadsheet handed in, its columns guessed."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return services.start_import(
        actor=actor, kind=kind, source=source, institution=institution, file=file, name=name
    )


def previewed(run: ImportRun, *, actor: Actor = TEST, **mapping: Any) -> ImportRun:
    """Its columns matched as guessed, but for those named here."""
    return services.map_columns(actor=actor, run=run, mapping={**run.mapping, **mapping}, today=TODAY)


def imported(kind: ImportKind, content: str | bytes, **options: Any) -> ImportRun:
    """A spreadsheet brought in, whole."""
    mapping = options.pop("mapping", {})
    run = previewed(hand_in(kind, content, **options), **mapping)
    return carry_out(services.begin_import(actor=TEST, run=run), today=TODAY)


def undone(run: ImportRun) -> ImportRun:
    return carry_out_undo(services.begin_undo(actor=TEST, run=run), today=TODAY)


def outcomes(run: ImportRun) -> dict[str, int]:
    """How many rows ended how, without those that did not occur."""
    return {outcome: rows for outcome, rows in run.counts.items() if rows}


def remarks(run: ImportRun) -> dict[int, list[str]]:
    """What is said about rows, by number."""
    labels = kind_of(run.source.kind).labels()
    rows = run.rows.exclude(errors=[]).order_by("number")
    return {row.number: [sentence_of(each, labels) for each in row.errors] for row in rows}


def register_text() -> str:
    """The whole register as its export."""
    stream = io.StringIO()
    export_register(stream)
    return stream.getvalue()
