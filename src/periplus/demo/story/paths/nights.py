"""What procedures do by themselves in the night: deadlines strike, people are reminded."""

import datetime as dt
from collections.abc import Iterator

from periplus.core import clock
from periplus.demo.story.diary import NIGHT
from periplus.demo.story.paths.player import Player
from periplus.demo.story.paths.procedures import TAKEN
from periplus.demo.story.world import World
from periplus.paths.services.outlooks import work_out_all_outlooks
from periplus.paths.services.reminders import remind_of_work
from periplus.paths.services.timers import strike_due_timers
from periplus.paths.services.work import pass_on_work_of_leavers

BETWEEN, LATELY = 28, 7  # days from one night that is told to the next
REMINDED = 35  # for so many days people have been reminded


def tell(world: World, player: Player) -> None:
    for day in _nights(world):
        world.diary.write(day, lambda on: _pass(player, on), NIGHT)
        if day >= world.years.ago(REMINDED):
            world.diary.write(day, lambda _on: remind_of_work(at=clock.now()), NIGHT)
    world.diary.write(world.years.today, lambda _day: work_out_all_outlooks(at=clock.now()), NIGHT)


def _nights(world: World) -> Iterator[dt.date]:
    """The last weeks more closely; the last of them is tonight."""
    for ago in (*range(TAKEN, REMINDED, -BETWEEN), *range(REMINDED, -1, -LATELY)):
        yield world.years.ago(ago)


def _pass(player: Player, day: dt.date) -> None:
    pass_on_work_of_leavers(on=day, at=clock.now())
    if strike_due_timers(at=clock.now()).struck:
        player.look()
