"""One passage through a file: read, surveyed, then written batch by batch. Preview and run share it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from periplus.core.copying import array_text, copy_rows, json_text
from periplus.core.documents.services import path_of
from periplus.core.ledger.services import System
from periplus.exchange.enums import Outcome
from periplus.exchange.models import ImportRow, ImportRun
from periplus.exchange.spreadsheets.fields import Draft
from periplus.exchange.spreadsheets.kinds import Importer, Kind, Result, Setting, kind_of
from periplus.exchange.spreadsheets.mapping import reader_for
from periplus.exchange.spreadsheets.reading import Table, open_table
from periplus.people.models import Person

BATCH: Final = 2_000
Ended = tuple[Draft, Result]
_REFUSED: Final = Result(Outcome.REFUSED)
_COPIED: Final = (
    *("run_id", "number", "cells", "outcome", "errors"),
    *("target_type", "target_uuid", "before"),
)


def table_of(run: ImportRun) -> Table:
    """Open the file of a run. Raises `Invalid` when it cannot be read."""
    return open_table(path_of(run.document), run.document.name)


class Passage:
    """A file on its way in. `survey` first, then `write` for each batch of `batches`, in a transaction."""

    def __init__(self, run: ImportRun, *, actor: Person | System, today: dt.date) -> None:
        self.run = run
        self.kind: Kind = kind_of(run.source.kind)
        self._table = table_of(run)
        self._reader = reader_for(self.kind, self._table.headings, run.mapping, run.options)
        setting = Setting(run=run, actor=actor, institution=run.institution, today=today)
        self._importer: Importer = self.kind.importer(setting)

    def survey(self, *, first: int | None = None, next_row: int = 1) -> int:
        """Learn what the file (or its first rows) names; give how many rows there are."""
        count = 0
        for draft in self._drafts(first):
            count += 1
            if not draft.refused:
                self._importer.survey(draft)
        self._importer.prepare()
        if self._importer.tallies:
            for draft in self._drafts(first):
                if not draft.refused:
                    self._importer.tally(draft)
        if next_row > 1:
            self._importer.resume(next_row)
        return count

    def batches(self, next_row: int, *, first: int | None = None) -> Iterator[list[Draft]]:
        """The rows from `next_row` on, some thousands at a time."""
        drafts = self._drafts(first, next_row)
        while batch := list(islice(drafts, BATCH)):
            yield batch

    def write(self, batch: Sequence[Draft]) -> list[Ended]:
        """Bring in a batch; give how each row ended. Must run inside a transaction."""
        accepted = [draft for draft in batch if not draft.refused]
        results: dict[int, Result] = {}
        if accepted:
            attributes = {
                "run": str(self.run.uuid),
                "source": self.run.source.name,
                "rows": [batch[0].number, batch[-1].number],
            }
            applied = self._importer.apply(accepted, attributes)
            results = {draft.number: each for draft, each in zip(accepted, applied, strict=True)}
        return [(draft, results.get(draft.number, _REFUSED)) for draft in batch]

    def count_rows(self) -> int:
        return sum(1 for _row in self._table.rows())

    def _drafts(self, first: int | None = None, start: int = 1) -> Iterator[Draft]:
        read, examine = self._reader.read, self.kind.examine
        for number, cells in self._table.rows(start):
            if first is not None and number > first:
                return
            draft = read(number, cells)
            if not draft.refused:
                examine(draft)
            yield draft


def store_rows(run: ImportRun, ended: Sequence[Ended], target_type: str) -> None:
    """Keep every row with its cells, how it ended, and what it became."""
    copy_rows(ImportRow, _COPIED, (_row(run.pk, draft, result, target_type) for draft, result in ended))


def _row(run_id: int, draft: Draft, result: Result, target_type: str) -> tuple[Any, ...]:
    return (
        run_id,
        draft.number,
        array_text(draft.cells),
        result.outcome.value,
        json_text([each.as_json() for each in draft.problems]) if draft.problems else "[]",
        target_type if result.target else "",
        result.target,
        json_text(result.before) if result.before else None,
    )
