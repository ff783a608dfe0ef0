"""What was imported, how each row ended, and where a thing of the register came from."""

import uuid
from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, QuerySet

from periplus.exchange.enums import Outcome, RunState
from periplus.exchange.models import ImportRow, ImportRun, ImportSource
from periplus.exchange.policies import visible_runs
from periplus.exchange.spreadsheets import lives
from periplus.exchange.spreadsheets.passage import table_of
from periplus.exchange.spreadsheets.running import is_attended
from periplus.people.models import Institution, Person


def list_runs(person: Person) -> QuerySet[ImportRun]:
    """The imports a person may see, newest first."""
    runs = visible_runs(person).select_related("source", "document", "started_by", "institution")
    return runs.order_by("-created_at", "-id")


def list_stopped(person: Person) -> QuerySet[ImportRun]:
    """Imports that stopped on an error, the last ones first."""
    return list_runs(person).filter(state=RunState.FAILED)


def count_unfinished(person: Person) -> int:
    """Imports that wait for somebody to take them up again."""
    return visible_runs(person).filter(state=RunState.FAILED).count()


def count_outcomes(run: ImportRun) -> dict[str, int]:
    """How many stored rows ended how; unlike `counts`, also while the run is at work."""
    rows = ImportRow.objects.filter(run=run).values_list("outcome").annotate(Count("id")).order_by()
    return dict(rows)


def list_rows(run: ImportRun, *, outcome: str = "") -> QuerySet[ImportRow]:
    """Rows of a run in their order, all or those that ended in one way."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return rows.filter(outcome=outcome) if outcome else rows


def list_remarked(run: ImportRun) -> QuerySet[ImportRow]:
    """Rows that came in, but with a remark."""
    return list_rows(run).exclude(outcome=Outcome.REFUSED).exclude(errors=[])


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


def only_institution() -> Institution | None:
    """The one institution served here, when there is just one."""
    several = list(Institution.objects.order_by("id")[:2])
    return several[0] if len(several) == 1 else None


def list_samples(run: ImportRun, rows: int = 40) -> dict[str, str]:
    """The first thing that each column of the file says, by heading."""
    samples: dict[str, str] = {}
    for _number, cells in islice(table_of(run).rows(), rows):
        for heading, cell in zip(run.headings, cells, strict=False):
            if cell.strip():
                samples.setdefault(heading, cell.strip())
    return samples


def rows_left(run: ImportRun) -> int:
    """Rows still to be dealt with, in whichever direction the run goes."""
    if run.state in {RunState.UNDOING, RunState.UNDONE}:
        return run.next_row - 1
    return max(run.rows_total - run.next_row + 1, 0)


def is_stalled(run: ImportRun) -> bool:
    """Whether a run should be at work and nobody is."""
    return run.state in lives.AT_WORK and not is_attended(run)
