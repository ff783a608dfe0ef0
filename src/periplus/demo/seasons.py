"""What the seasons after the story bring: lists of stays, students counted, places used. As in the story."""

import datetime as dt

from periplus.core.models import Event
from periplus.demo.clock import alone
from periplus.demo.story import enrolment, stays
from periplus.demo.story.agreements import use
from periplus.demo.story.care import with_care
from periplus.demo.story.diary import LONG_AGO
from periplus.demo.story.flows import flows_of
from periplus.demo.story.recall import recall


def live_on(*, until: dt.date) -> None:
    """Everything of it that is due up to a day and not there yet. Nothing where no story was told."""
    with alone():
        world = recall(on=until)
        if world is None:
            return
        flows = with_care(world, flows_of(world))
        stays.tell(world, flows, after=_last("mobility.stays.imported", stays.SOURCE))
        enrolment.tell(world, after=_last("mobility.enrolments.imported", enrolment.SOURCE))
        use.tell(world, flows, after=_last("partners.agreement_lines.imported", use.SOURCE))
        world.diary.live()


def _last(event: str, source: str) -> dt.date:
    """The day on which a list of this source came last."""
    told = Event.objects.filter(type=event, attributes__source=source).order_by("-happened_on").first()
    return told.happened_on if told else LONG_AGO
