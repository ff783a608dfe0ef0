"""Give and take fall apart, partner by partner. A decision was taken; its effect is to be checked now."""

import datetime as dt

from periplus.demo.story.agreements.use import find_line
from periplus.demo.story.flows import IN
from periplus.demo.story.loop.chapters import find_deviation, places
from periplus.demo.story.loop.meetings import Draft, decide, item_about
from periplus.demo.story.world import World
from periplus.demo.story.years import SEPTEMBER
from periplus.loop.models import EffectCheck, Review
from periplus.loop.services.effects import Hope

MEASURE, GOAL = "mobility.reciprocity", "G4"
DUE_BEFORE = 4  # days before today


def decide_on_it(world: World, review: Review, day: dt.date) -> None:
    world.deviations["balance"] = find_deviation(MEASURE, GOAL, among=world)
    effective_on = dt.date(day.year, SEPTEMBER, 1)
    hope = Hope(
        measure=MEASURE,
        scope=world.whole,
        before_period=str(day.year - 1),
        after_period=str(day.year + 1),
        check_on=world.years.ago(DUE_BEFORE),
    )
    keys = (("gdansk", "FEN", IN), ("krakow", "FLH", IN))
    orders = [places(world, key, max(2, find_line(world, *key).places // 2), effective_on) for key in keys]
    draft = Draft(
        title="Halve the incoming places of Gdańsk and Kraków",
        reasons="Eighteen come from the two for eleven who go, and more each year. We host well where we"
        " also send.",
        orders=orders,
        hopes=(hope,),
    )
    item = item_about(review, world.deviations["balance"])
    decision = decide(world, item, draft, "Both partners were told before. Gdańsk regrets it.", day)
    world.checks["balance"] = EffectCheck.objects.get(decision=decision)
