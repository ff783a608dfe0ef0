"""Jobs of the loop, run by the worker."""

from procrastinate.contrib.django import app

from periplus.core import clock
from periplus.loop.models import Replay
from periplus.loop.services import replays
from periplus.loop.services.rounds import run_daily_round


@app.periodic(cron="0 3 * * *")
@app.task(name="loop.daily_round", queueing_lock="loop.daily_round", lock="loop.daily_round")
def daily_round(timestamp: int) -> dict[str, int]:  # noqa: ARG001 -- given by the schedule
    """Run the daily round of the loop at three in the night."""
    return run_daily_round(today=clock.today()).counts


@app.task(name="loop.run_replay")
def run_replay(replay_id: int) -> None:
    """Do the work of a replay, or go on with it."""
    replays.run_replay(replay=Replay.objects.get(pk=replay_id))
