"""Telling the demo's story into an empty database."""

from django.db import transaction

from periplus.core import clock
from periplus.demo.story import enrolment, partners, people, stays, university
from periplus.demo.story.agreements import lives, use
from periplus.demo.story.diary import Diary
from periplus.demo.story.flows import flows_of
from periplus.demo.story.world import World
from periplus.demo.story.years import years_from
from periplus.people.models import Person


@transaction.atomic
def tell_story() -> None:
    """Live through the story up to today: all of it, or nothing. A database with people is left alone."""
    if Person.objects.exists():
        return
    years = years_from(clock.today())
    world = World(years, Diary(years.today))
    flows = flows_of(world)
    university.tell(world)
    people.tell(world)
    partners.tell(world)
    enrolment.tell(world)
    stays.tell(world, flows)
    lives.tell(world, flows)
    use.tell(world, flows)
    world.diary.live()
