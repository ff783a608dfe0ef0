"""Running an import, so that it can be killed at any point and goes on where it was.

Each batch writes the register, the rows, the ledger entry and the cursor in one transaction. Two
workers on the same run cannot both write a batch: the second finds the cursor moved and leaves.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.ledger.services import System, record
from periplus.core.verdicts import Invalid
from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets.passage import Passage, store_rows
from periplus.partners.services.naming import recount_uses
from periplus.people.models import Person

# The first half of the key of the advisory lock that says "somebody is at work on this run".
_LOCK: Final = 0x7065
IMPORT: Final = System("import")


def carry_out(run: ImportRun, *, today: dt.date) -> ImportRun:
    """Import all rows that are left; gives the run as it is then.

    Returns at once when somebody else is at work on it, or when it is not running (any more).
    """
    with at_work(run) as free:
        if free and ImportRun.objects.get(pk=run.pk).state == RunState.RUNNING:
            try:
                _import_rows(run, today)
            except Exception as error:
                _fail(run, error)
                if not isinstance(error, Invalid):
                    raise
            finally:
                recount_uses()
    run.refresh_from_db()
    return run


def is_attended(run: ImportRun) -> bool:
    """Whether a worker is at work on the run at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"
            " AND classid = %s AND objid = %s AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_LOCK, run.pk],
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def at_work(run: ImportRun) -> Iterator[bool]:
    """Hold the sign that somebody is at work on a run; False when somebody else holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, run.pk])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, run.pk])


def actor_of(run: ImportRun) -> Person | System:
    return run.started_by or IMPORT


def _import_rows(run: ImportRun, today: dt.date) -> None:
    run.refresh_from_db()
    passage = Passage(run, actor=actor_of(run), today=today)
    run.rows_total = passage.survey(next_row=run.next_row)
    run.save(update_fields=["rows_total"])
    target_type = passage.kind.target._meta.label_lower
    for batch in passage.batches(run.next_row):
        with transaction.atomic():
            if not _mine(run, batch[0].number):
                return
            ended = passage.write(batch)
            store_rows(run, ended, target_type)
            _advance(run, batch[-1].number + 1, Counter(result.outcome for _draft, result in ended))
    _finish(run)


def _mine(run: ImportRun, number: int) -> bool:
    """Lock the run and see whether this batch is still the next one."""
    state, next_row = ImportRun.objects.select_for_update().values_list("state", "next_row").get(pk=run.pk)
    return state == RunState.RUNNING and next_row == number


def _advance(run: ImportRun, next_row: int, counts: Counter[Outcome]) -> None:
    run.next_row = next_row
    run.counts = {outcome.value: run.counts.get(outcome.value, 0) + counts[outcome] for outcome in Outcome}
    run.save(update_fields=["next_row", "counts"])


@transaction.atomic
def _finish(run: ImportRun) -> None:
    if not _mine(run, run.next_row):
        return
    run.state, run.finished_at, run.failure = RunState.DONE, clock.now(), ""
    run.counts = {outcome.value: run.counts.get(outcome.value, 0) for outcome in Outcome}
    run.save(update_fields=["state", "finished_at", "failure", "counts"])
    record(
        "exchange.import.finished",
        actor=IMPORT,  # so that whoever began it is told
        objects={"run": run},
        attributes={**told(run), **run.counts, "rows": run.rows_total},
    )


def told(run: ImportRun) -> dict[str, str]:
    """What every event of a run says of it."""
    return {"run": str(run.uuid), "file": run.document.name, "source": run.source.name}


@transaction.atomic
def _fail(run: ImportRun, error: Exception) -> None:
    reason = (
        str(error) if isinstance(error, Invalid) else _("The program stopped: %(error)s") % {"error": error}
    )
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.RUNNING:
        return
    run.state, run.failure = RunState.FAILED, reason
    run.save(update_fields=["state", "failure"])
    record(
        "exchange.import.stopped",
        actor=IMPORT,
        objects={"run": run},
        attributes={**told(run), "reason": reason},
    )
