"""What happens by itself in the night: agreements run out, accounts of those who left are closed."""

import datetime as dt
from collections.abc import Iterator

from periplus.demo.story.diary import NIGHT
from periplus.demo.story.world import World
from periplus.partners.services import expire_agreements
from periplus.people.services.leaving import close_accounts

BETWEEN = 30
LATELY = (17, 0)  # days before today on which something is due


def tell(world: World) -> None:
    for day in _nights(world):
        world.diary.write(day, _pass, NIGHT)


def _nights(world: World) -> Iterator[dt.date]:
    day = world.years.opening
    while day < world.years.ago(max(LATELY)):
        day += dt.timedelta(days=BETWEEN)
        yield day
    yield from (world.years.ago(days) for days in LATELY)


def _pass(day: dt.date) -> None:
    close_accounts(today=day)
    expire_agreements(today=day)
