"""What happens to stays by itself."""

from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.mobility import services


@app.periodic(cron="20 3 * * *")
@app.task(name="mobility.bring_states_up_to_date", queueing_lock="mobility.bring_states_up_to_date")
def bring_states_up_to_date(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night: planned stays begin, those under way end."""
    return services.bring_states_up_to_date(today=clock.today())
