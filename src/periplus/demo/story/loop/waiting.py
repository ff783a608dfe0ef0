"""What rests until a date: Health Sciences while it reforms its courses, Brazil until the talks were over."""

import datetime as dt

from periplus.demo.story.loop.chapters import find_deviation
from periplus.demo.story.loop.meetings import Draft, decide, item_about
from periplus.demo.story.world import World
from periplus.loop.models import Review
from periplus.loop.services.deviations import note_cause
from periplus.loop.services.waivers import waive_deviation

REFORM_ENDS_IN, TALKS_ENDED = 75, 12


def tell(world: World) -> None:
    world.diary.write(dt.date(world.years.latest + 1, 2, 2), lambda day: _let_brazil_rest(world, day))
    world.diary.write(world.years.ago(11), lambda day: _explain_brazil(world, day))


def let_health_rest(world: World, review: Review, day: dt.date) -> None:
    world.deviations["health"] = find_deviation("mobility.outgoing_stays", "G1", among=world)
    draft = Draft(
        title="Health Sciences: wait for the new courses",
        reasons="The faculty has moved its clinical terms. Until the new calendar holds nobody can go"
        " abroad for a whole term. The dean reports when it does.",
        waive_until=world.years.ahead(REFORM_ENDS_IN),
    )
    item = item_about(review, world.deviations["health"])
    decide(world, item, draft, "Lídia Monteverde explains the calendar of the clinics.", day)


def _let_brazil_rest(world: World, day: dt.date) -> None:
    world.deviations["brazil"] = find_deviation("partners.use_of_places", "G3", among=world)
    waive_deviation(
        actor=world.people["vice_rector"],
        deviation=world.deviations["brazil"],
        until=world.years.ago(TALKS_ENDED),
        reason="We talk with Campinas and São Paulo about dropping the language test. Until then a"
        " decision would only repeat the last one.",
        today=day,
    )


def _explain_brazil(world: World, day: dt.date) -> None:
    world.deviations["brazil"].refresh_from_db()
    note = (
        "The test costs 140 euro and is held in Lisbon once a year. For speakers of Portuguese it is absurd."
    )
    note_cause(actor=world.people["mei"], deviation=world.deviations["brazil"], note=note, on=day)
