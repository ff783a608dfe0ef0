"""A replay: what the rules would have raised, had they been there from the first year on."""

import datetime as dt

from periplus.demo.story.world import World
from periplus.loop.models import Replay
from periplus.loop.services.replays import prepare_replay, run_replay
from periplus.loop.values import ReplayValues

WHEN = 14  # days before today


def tell(world: World) -> None:
    world.diary.write(world.years.ago(WHEN), lambda day: _replay(world, day))


def _replay(world: World, day: dt.date) -> Replay:
    years = world.years
    values = ReplayValues(
        scope=world.whole,
        first_year=years.first,
        last_year=years.latest,
        title=f"Had we watched since {years.first}",
    )
    return run_replay(replay=prepare_replay(actor=world.people["reviewer"], values=values, on=day))
