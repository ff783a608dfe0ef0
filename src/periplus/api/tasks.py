"""What the API forgets by itself."""

import datetime as dt

from procrastinate.contrib.django import app

from periplus.api.models import KeptAnswer
from periplus.core import clock

KEPT_FOR = dt.timedelta(days=2)


@app.periodic(cron="40 2 * * *")
@app.task(name="api.forget_answers", queueing_lock="api.forget_answers")
def forget_answers(timestamp: int) -> int:  # noqa: ARG001 -- given by the schedule
    """Every night: answers kept for repeated requests are no longer needed after two days."""
    forgotten, _by_model = KeptAnswer.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()
    return forgotten
