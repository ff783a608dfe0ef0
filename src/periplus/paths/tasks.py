"""What procedures do by the clock: deadlines strike, people are reminded, outlooks are worked out."""

from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.paths.services.outlooks import work_out_all_outlooks
from periplus.paths.services.reminders import remind_of_work
from periplus.paths.services.timers import strike_due_timers
from periplus.paths.services.work import pass_on_work_of_leavers


@app.periodic(cron="*/5 * * * *")
@app.task(name="paths.strike_timers", queueing_lock="paths.strike_timers", lock="paths.strike_timers")
def strike_timers(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every five minutes: deadlines that are reached strike."""
    return strike_due_timers(at=clock.now()).struck


@app.periodic(cron="40 4 * * *")
@app.task(name="paths.remind_of_work", queueing_lock="paths.remind_of_work")
def remind(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night, before the digests are written: rules speak about work that is due."""
    return remind_of_work(at=clock.now())


@app.periodic(cron="50 2 * * *")
@app.task(name="paths.pass_on_work", queueing_lock="paths.pass_on_work")
def pass_on_work(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night, after accounts were closed: work of those who have left goes back to the role."""
    return pass_on_work_of_leavers(on=clock.today(), at=clock.now())


@app.periodic(cron="20 2 * * *")
@app.task(name="paths.work_out_outlooks", queueing_lock="paths.work_out_outlooks")
def work_out_outlooks(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night, before the loop looks for signals: what finished cases say about running ones."""
    return work_out_all_outlooks(at=clock.now())
