"""Watching saved views."""

from procrastinate.contrib.django import app

from periplus.web.lists.kept import tell_of_changed_views


@app.periodic(cron="*/30 * * * *")
@app.task(name="web.watch_saved_views", queueing_lock="web.watch_saved_views")
def watch_saved_views(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Tell people whose watched views hold other rows than half an hour ago."""
    return tell_of_changed_views()
