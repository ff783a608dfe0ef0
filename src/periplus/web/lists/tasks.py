"""Watching saved views, and making spreadsheets of long lists."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from periplus.people.queries.exports import list_left_alone
from periplus.web.lists.kept import tell_of_changed_views
from periplus.web.lists.making import make


@app.periodic(cron="*/30 * * * *")
@app.task(name="web.watch_saved_views", queueing_lock="web.watch_saved_views")
def watch_saved_views(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Tell people whose watched views hold other rows than half an hour ago."""
    return tell_of_changed_views()


@app.task(name="web.make_export")
def make_export(export_id: int) -> None:
    """Write the spreadsheet that somebody asked for."""
    make(export_id)


@app.periodic(cron="*/2 * * * *")
@app.task(name="web.resume_exports", queueing_lock="web.resume_exports")
def resume_exports(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every two minutes: begin again those whose worker was killed."""
    left = list(list_left_alone().values_list("pk", flat=True))
    for pk in left:
        send(pk)
    return len(left)


def send(export_id: int) -> None:
    """Have the worker make it. That two do not make the same one, the export itself sees to."""
    try:
        with transaction.atomic():  # so that a refusal leaves the caller's transaction whole
            make_export.configure(queueing_lock=f"web.export.{export_id}").defer(export_id=export_id)
    except AlreadyEnqueued:
        return
