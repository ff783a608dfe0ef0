"""Lists of deviations."""

from django.db.models import F, OuterRef, QuerySet, Subquery

from periplus.loop.enums import DeviationState
from periplus.loop.models import AgendaItem, Deviation
from periplus.loop.policies import visible_deviations
from periplus.loop.queries.agenda import OPEN_STATES
from periplus.people.models import Person


def list_deviations(person: Person) -> QuerySet[Deviation]:
    """Everything off its way that the person may see, with `body_name`, `body_uuid`, `due_on`.

    `due_on` is the day of its meeting, else the deadline of its agenda item, else the end of its waiver.
    """
    item = AgendaItem.objects.filter(deviation=OuterRef("pk"), state__in=OPEN_STATES).order_by("pk")
    return visible_deviations(person).annotate(
        body_name=Subquery(item.values("body__name")[:1]),
        body_uuid=Subquery(item.values("body__uuid")[:1]),
        meets_at=Subquery(item.values("review__held_at")[:1]),
        deadline_on=Subquery(item.values("deadline_on")[:1]),
        place=F("severity"),
    )


def count_open(person: Person) -> int:
    """How many ask for something: not waived, not decided, not closed."""
    asking = (DeviationState.OPEN, DeviationState.ON_AGENDA)
    return visible_deviations(person).filter(state__in=asking).count()
