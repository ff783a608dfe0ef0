"""What happens to people's accounts and spreadsheets by itself."""

from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.people.services.exports import forget_exports
from periplus.people.services.leaving import close_accounts


@app.periodic(cron="20 2 * * *")
@app.task(name="people.close_accounts", queueing_lock="people.close_accounts")
def close_accounts_of_leavers(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night: those whose day of leaving has come no longer come in."""
    return close_accounts(today=clock.today())


@app.periodic(cron="50 2 * * *")
@app.task(name="people.forget_exports", queueing_lock="people.forget_exports")
def forget_old_exports(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night: spreadsheets that were made a week ago are deleted."""
    return forget_exports(now=clock.now())
