"""Stays gather in three countries. The first decision did not help; the second takes effect in autumn."""

import datetime as dt
from decimal import Decimal

from periplus.demo.story.agreements.use import find_line
from periplus.demo.story.flows import OUT
from periplus.demo.story.loop.chapters import find_deviation, places
from periplus.demo.story.loop.meetings import Draft, decide, item_about
from periplus.demo.story.world import World
from periplus.demo.story.years import SEPTEMBER
from periplus.loop.models import EffectCheck, Review
from periplus.loop.services.closing import reopen_deviation
from periplus.loop.services.deviations import note_cause
from periplus.loop.services.effects import Hope, check_effect

MEASURE, GOAL = "mobility.country_concentration", "G2"
CHECKED_BEFORE = 40  # days before today


def tell(world: World) -> None:
    world.diary.write(dt.date(world.years.plan, 2, 12), lambda day: _explain(world, day))


def _explain(world: World, day: dt.date) -> None:
    world.deviations["gathering"] = find_deviation(MEASURE, GOAL, among=world)
    note = (
        "Tutors advise what they know. In Engineering and Management most students ask for Valencia,"
        " Granada or Bologna, and nobody tells them of the others."
    )
    note_cause(actor=world.people["office"], deviation=world.deviations["gathering"], note=note, on=day)


def decide_first(world: World, review: Review, day: dt.date) -> None:
    """More places in Finland and Poland, in the hope that they will be taken."""
    item, effective_on = item_about(review, world.deviations["gathering"]), dt.date(day.year, SEPTEMBER, 1)
    hope = Hope(
        measure="mobility.outgoing_stays",
        scope=world.whole.narrowed("country", "FI"),
        before_period=str(day.year - 1),
        after_period=str(day.year + 1),
        check_on=world.years.ago(CHECKED_BEFORE),
        hoped_value=Decimal(20),
        tolerance=Decimal(3),
    )
    draft = Draft(
        title="Twelve more places in Turku and Kraków",
        reasons="Both partners offer courses in English in all our fields and asked for more of our"
        " students. More places there should draw some of those who now go to Spain.",
        orders=(
            places(world, ("turku", "FLH", OUT), 12, effective_on),
            places(world, ("krakow", "FLH", OUT), 10, effective_on),
        ),
        hopes=(hope,),
    )
    note = "Health Sciences doubts that places alone will do. The committee wants to try and to see."
    decision = decide(world, item, draft, note, day)
    world.checks["gathering"] = EffectCheck.objects.get(decision=decision)


def decide_second(world: World, review: Review, day: dt.date) -> None:
    """It did not move. The same meeting goes on with it and cuts where most go."""
    office, deviation = world.people["office"], world.deviations["gathering"]
    note = "Ten instead of nine: places alone change nothing when nobody hears of them."
    check_effect(actor=office, check=world.checks["gathering"], note=note, today=day)
    deviation.refresh_from_db()
    why = "Twelve places more, one student more. The cause lies with us and not with the partners."
    reopen_deviation(actor=office, deviation=deviation, reason=why, today=day)
    autumn = world.years.next_september
    hope = Hope(
        measure=MEASURE,
        scope=world.whole,
        before_period=str(world.years.today.year - 1),
        after_period=str(autumn.year + 1),
        check_on=dt.date(autumn.year + 2, 1, 25),
        hoped_value=Decimal("0.14"),
    )
    keys = (("valencia", "FEN", OUT), ("granada", "FLH", OUT))
    orders = [places(world, key, find_line(world, *key).places * 6 // 10, autumn) for key in keys]
    draft = Draft(
        title="Cut the places in Valencia and Granada by four in ten",
        reasons="Whoever does not find a place there will be shown three others by the tutor. The places"
        " stay open for those whose course exists nowhere else.",
        orders=orders,
        hopes=(hope,),
    )
    said = "Two votes against. The tutors get a list of partners with free places before the call."
    decide(world, item_about(review, deviation), draft, said, day)
