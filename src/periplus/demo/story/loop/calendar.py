"""The meetings since the last spring, and those to come."""

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

from periplus.demo.story.diary import Act
from periplus.demo.story.loop import gathering
from periplus.demo.story.loop.bodies import BOARD, COMMITTEE, COUNCIL
from periplus.demo.story.loop.meetings import INVITED_BEFORE, bring, invite, meet, workday
from periplus.demo.story.world import World
from periplus.loop.models import Review
from periplus.loop.services import reviews
from periplus.loop.services.agenda import withdraw_item

LAST_MEETING, NEXT_MEETING = 33, 10  # days before and after today
BETWEEN = 112
QUIET = (
    ("Common dates of the call", "All faculties open the call on the first Monday of December."),
    ("Visit of four partners in May", "The programme is noted. Each faculty names two hosts."),
    ("What guests said in the survey", "Housing is the worry of six in ten. The council is to hear it."),
)
NOTED = dict(QUIET)


def tell(world: World) -> None:
    _quiet_meetings(world)
    _autumn_meeting(world)
    _meetings_to_come(world)


def _quiet_meetings(world: World) -> None:
    """Between spring and today the committee meets as its rhythm says, without much to decide."""
    for day, (title, said) in zip(quiet_days(world), cycle(QUIET), strict=False):
        bring(world, COMMITTEE, title, "", day - dt.timedelta(days=16), who="humanities")
        meet(world, COMMITTEE, day, said, _note_all)


def quiet_days(world: World) -> Iterator[dt.date]:
    day = dt.date(world.years.latest + 1, 6, 15)
    while day < world.years.ago(LAST_MEETING + 2 * INVITED_BEFORE):
        yield day
        day += dt.timedelta(days=BETWEEN)


def _note_all(world: World, review: Review, day: dt.date) -> None:
    """Proposals that are talked about and leave the agenda, since nothing has to be decided."""
    office = world.people["office"]
    reason = "Agreed in the meeting; it needs no decision."
    for item in review.items.filter(state="scheduled").select_related("body"):
        reviews.note_item(actor=office, item=item, note=NOTED[item.title], today=day)
        withdraw_item(actor=office, item=item, reason=reason, today=day)


def _autumn_meeting(world: World) -> None:
    meet(
        world,
        COMMITTEE,
        world.years.ago(LAST_MEETING),
        "More places in Finland and Poland did not help. The committee now cuts where most go, from the"
        " next academic year on.",
        gathering.decide_second,
    )


def _meetings_to_come(world: World) -> None:
    years, diary = world.years, world.diary
    coming = ((COMMITTEE, NEXT_MEETING, 20), (BOARD, 24, 15), (COUNCIL, 31, 13))
    for key, ahead, ago in coming:
        diary.write(years.ago(ago), _inviting(world, key, workday(years.ahead(ahead))))
    text = "Housing near the campus is full. Either fewer guests, or rooms in the old school of navigation."
    bring(world, COMMITTEE, "Where guests are to live", text, years.ago(8), who="management")
    bring(world, BOARD, "Two more places in Torino", "Torino offers them.", years.ago(5), who="teacher")
    bring(world, COUNCIL, "Half-way report on the plan", "As of today.", years.ago(4), who="office")


def _inviting(world: World, key: str, day: dt.date) -> Act:
    return lambda on: invite(world, key, day, on)
