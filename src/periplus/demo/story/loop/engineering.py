"""The loop that is closed: Engineering gives up places nobody takes, and uses those it keeps."""

import datetime as dt
from decimal import Decimal

from periplus.demo.story.flows import OUT
from periplus.demo.story.loop.bodies import BOARD
from periplus.demo.story.loop.chapters import find_deviation, places
from periplus.demo.story.loop.meetings import Draft, decide, item_about, meet
from periplus.demo.story.world import World
from periplus.demo.story.years import SEPTEMBER, academic
from periplus.loop.models import EffectCheck, Review
from periplus.loop.services.closing import close_loop
from periplus.loop.services.deviations import note_cause
from periplus.loop.services.effects import Hope, check_effect

MEASURE, GOAL = "partners.use_of_places", "G7"


def tell(world: World) -> None:
    year = world.years.plan
    world.diary.write(dt.date(year, 2, 6), lambda day: _explain(world, day))
    meet(
        world,
        BOARD,
        dt.date(year, 2, 22),
        "The board went through the list of places line by line. Two lines in Germany hold a third of all"
        " places and hardly anybody goes. The board keeps what is used.",
        _decide,
    )
    meet(
        world,
        BOARD,
        dt.date(year + 1, 10, 9),
        "The figures of the first year after the change are in. Half of the places were used; before it was"
        " four in ten.",
        _check,
    )


def _explain(world: World, day: dt.date) -> None:
    world.deviations["engineering"] = find_deviation(MEASURE, GOAL, among=world)
    note = "Dresden and Aachen were agreed in 2009 for a joint degree that ended. The places were never cut."
    note_cause(
        actor=world.people["engineering"], deviation=world.deviations["engineering"], note=note, on=day
    )


def _decide(world: World, review: Review, day: dt.date) -> None:
    item = item_about(review, world.deviations["engineering"])
    effective_on, scope = dt.date(day.year, SEPTEMBER, 1), world.within("FEN")
    hope = Hope(
        measure=MEASURE,
        scope=scope,
        before_period=academic(day.year - 2),
        after_period=academic(day.year),
        check_on=dt.date(day.year + 1, 10, 1),
        hoped_value=Decimal("0.5"),
        tolerance=Decimal("0.05"),
    )
    draft = Draft(
        title="Cut the places in Dresden and Aachen to what is used",
        reasons="Sixty-four places, nine students a year. A list that promises what nobody takes hides"
        " where places are really missing.",
        orders=(
            places(world, ("dresden", "FEN", OUT), 9, effective_on),
            places(world, ("aachen", "FEN", OUT), 8, effective_on),
        ),
        hopes=(hope,),
    )
    decision = decide(world, item, draft, "Nobody objects. Dresden was asked and agrees.", day)
    world.checks["engineering"] = EffectCheck.objects.get(decision=decision)


def _check(world: World, _review: Review, day: dt.date) -> None:
    chair = world.people["engineering"]
    note = "As hoped. The partners have fewer places with us too, and thank us for the clear word."
    check_effect(actor=chair, check=world.checks["engineering"], note=note, today=day)
    close_loop(actor=chair, deviation=world.deviations["engineering"], today=day)
