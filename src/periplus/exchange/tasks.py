"""Jobs of imports, run by the worker. Killed ones are taken up again."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from periplus.core import clock
from periplus.exchange.enums import RunState
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets import lives
from periplus.exchange.spreadsheets.running import carry_out, is_attended
from periplus.exchange.spreadsheets.undoing import carry_out_undo


@app.task(name="exchange.run_import")
def run_import(run_id: int) -> None:
    """Do what is left of an import, or of its undoing."""
    run = ImportRun.objects.select_related("source", "document").get(pk=run_id)
    if run.state == RunState.UNDOING:
        carry_out_undo(run, today=clock.today())
    else:
        carry_out(run, today=clock.today())


@app.periodic(cron="*/2 * * * *")
@app.task(name="exchange.resume_imports", queueing_lock="exchange.resume_imports")
def resume_imports(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every two minutes: take up imports whose worker was killed."""
    orphans = [run for run in ImportRun.objects.filter(state__in=lives.AT_WORK) if not is_attended(run)]
    for run in orphans:
        send(run)
    return len(orphans)


def send(run: ImportRun) -> None:
    """Have the worker carry out a run.

    That two do not work on it at a time the run itself sees to; a lock of the job would outlive a
    killed worker.
    """
    try:
        with transaction.atomic():  # so that a refusal leaves the caller's transaction whole
            run_import.configure(queueing_lock=f"exchange.run.{run.pk}").defer(run_id=run.pk)
    except AlreadyEnqueued:
        return
