"""What happens to files by itself."""

from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.core.documents.services import discard_withdrawn


@app.periodic(cron="40 2 * * *")
@app.task(name="core.discard_withdrawn_files", queueing_lock="core.discard_withdrawn_files")
def discard_withdrawn_files(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night: the content of files withdrawn weeks ago is deleted."""
    return discard_withdrawn(now=clock.now())
