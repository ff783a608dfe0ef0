"""Telling the demo's story into an empty database."""

from django.db import transaction

from periplus.core import clock
from periplus.demo.story import (
    attention,
    budget,
    enrolment,
    nights,
    nominations,
    papers,
    partners,
    people,
    stays,
    travellers,
    university,
)
from periplus.demo.story.agreements import lives, newcomers, use
from periplus.demo.story.counting import Told, count
from periplus.demo.story.diary import Diary
from periplus.demo.story.flows import flows_of
from periplus.demo.story.loop import (
    bodies,
    calendar,
    engineering,
    gathering,
    lookback,
    noticed,
    plan,
    rules,
    spring,
    waiting,
)
from periplus.demo.story.paths import agreements, desks, others, packages, procedures, workplans
from periplus.demo.story.paths import nights as worked_nights
from periplus.demo.story.paths.player import Player
from periplus.demo.story.world import World
from periplus.demo.story.years import years_from
from periplus.people.models import Person

PATH = (university, people, partners, enrolment, budget, travellers, papers, attention, nominations)
OF_AGREEMENTS = (newcomers, nights)
LOOP = (plan, bodies, rules, engineering, gathering, waiting, noticed, spring, calendar, lookback)


def tell_story() -> Told | None:
    """Live through the story up to today: all of it, or nothing. None where there are people already."""
    if Person.objects.exists():
        return None
    world = _live()
    attention.read_old_news(world)
    return count(world)


@transaction.atomic
def _live() -> World:
    years = years_from(clock.today())
    world = World(years, Diary(years.today))
    flows = flows_of(world)
    for part in (*PATH, *OF_AGREEMENTS):
        part.tell(world)
    for part_of_flows in (stays, lives, use):
        part_of_flows.tell(world, flows)
    for chapter in LOOP:
        chapter.tell(world)
    for part_of_procedures in (procedures, desks, workplans):
        part_of_procedures.tell(world)
    player = Player(world)
    agreements.tell(world, player, flows)
    for cases in (others, packages, worked_nights):
        cases.tell(world, player)
    world.diary.live()
    return world
