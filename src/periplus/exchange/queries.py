"""What was imported, how each row ended, and where a thing of the register came from."""

import uuid
from collections.abc import Iterator

from django.db.models import QuerySet

from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.models import ImportRow, ImportRun, ImportSource
from periplus.exchange.policies import visible_runs
from periplus.exchange.spreadsheets import lives
from periplus.exchange.spreadsheets.running import is_attended
from periplus.people.models import Institution, Person


def list_runs(person: Person) -> QuerySet[ImportRun]:
    """The imports a person may see, newest first."""
    runs = visible_runs(person).select_related("source", "document", "started_by", "institution")
    return runs.order_by("-created_at", "-id")


def count_unfinished(person: Person) -> int:
    """Imports that wait for somebody: to be matched, looked at, or taken up again."""
    return visible_runs(person).filter(state=RunState.FAILED).count()


def list_rows(run: ImportRun, *, outcome: str = "", remarked: bool = False) -> QuerySet[ImportRow]:
    """Rows of a run in their order; `remarked`: only those about which something is to be said."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    if outcome:
        rows = rows.filter(outcome=outcome)
    return rows.exclude(errors=[]) if remarked else rows


def count_remarked(run: ImportRun) -> int:
    """Rows that came in, but with a remark."""
    return list_rows(run, remarked=True).exclude(outcome=Outcome.REFUSED).count()


def list_refused(run: ImportRun) -> Iterator[ImportRow]:
    return list_rows(run, outcome=Outcome.REFUSED).iterator(chunk_size=2_000)


def list_origins(person: Person, target: uuid.UUID) -> QuerySet[ImportRow]:
    """The rows of imports that made a thing what it is, oldest first."""
    rows = ImportRow.objects.filter(target_uuid=target, run__in=visible_runs(person))
    rows = rows.exclude(run__state=RunState.UNDONE).exclude(outcome=Outcome.UNCHANGED)
    return rows.select_related("run__source", "run__document").order_by("run__started_at", "number")


def list_sources() -> QuerySet[ImportSource]:
    """The sources whose columns are remembered."""
    return ImportSource.objects.order_by("name")


def list_institutions() -> QuerySet[Institution]:
    """Institutions served here, for which lists can be imported."""
    return Institution.objects.order_by("name")


def rows_left(run: ImportRun) -> int:
    """Rows still to be dealt with, in whichever direction the run goes."""
    if run.state == RunState.UNDOING:
        return run.next_row - 1
    return max(run.rows_total - run.next_row + 1, 0)


def is_stalled(run: ImportRun) -> bool:
    """Whether a run should be at work and nobody is."""
    return run.state in lives.AT_WORK and not is_attended(run)
