"""What happens to agreements by itself."""

from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.partners import services


@app.periodic(cron="10 3 * * *")
@app.task(name="partners.expire_agreements", queueing_lock="partners.expire_agreements")
def expire_agreements(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night: what has reached its end runs out or renews itself."""
    return services.expire_agreements(today=clock.today())
