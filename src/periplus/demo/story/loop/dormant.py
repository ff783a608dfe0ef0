"""Agreements that lie still: looked through, ended where nobody goes, and it helped."""

import datetime as dt

from periplus.demo.story.loop.chapters import find_deviation
from periplus.demo.story.loop.meetings import Draft, decide, item_about
from periplus.demo.story.world import World
from periplus.loop.models import EffectCheck, Review
from periplus.loop.services.closing import close_loop
from periplus.loop.services.effects import Hope, check_effect
from periplus.loop.services.pulls import Order

MEASURE, GOAL = "mobility.agreement_activity", "G5"
STILL = ("halvoya-FEM", "vadstena-FEN", "karst-FEN")


def decide_on_it(world: World, review: Review, day: dt.date) -> None:
    world.deviations["dormant"] = find_deviation(MEASURE, GOAL, among=world)
    until = dt.date(day.year, 7, 31)
    orders = [
        Order(
            lever="partners.agreement_watch",
            subject=world.agreements[key].uuid,
            change={"watch": "close", "until": until.isoformat()},
            effective_on=day,
        )
        for key in STILL
    ]
    hope = Hope(
        measure=MEASURE,
        scope=world.whole,
        before_period=str(day.year - 1),
        after_period=str(day.year + 1),
        check_on=dt.date(day.year + 2, 1, 18),
    )
    draft = Draft(
        title="Close what has lain still for five years, partner by partner",
        reasons="One agreement in six has seen nobody in two years. Each costs a page in every report"
        " and a promise to every student who reads it.",
        orders=orders,
        hopes=(hope,),
    )
    item = item_about(review, world.deviations["dormant"])
    decision = decide(world, item, draft, "The office writes to the partners first.", day)
    world.checks["dormant"] = EffectCheck.objects.get(decision=decision)


def check_it(world: World, _review: Review, day: dt.date) -> None:
    office = world.people["office"]
    note = "Ten agreements ended by notice. Nine in ten of the others are alive."
    check_effect(actor=office, check=world.checks["dormant"], note=note, today=day)
    close_loop(actor=office, deviation=world.deviations["dormant"], today=day)
