"""Lists of deviations."""

from django.db.models import OuterRef, QuerySet, Subquery

from periplus.loop.enums import DecisionState, DeviationState, EffectState
from periplus.loop.models import AgendaItem, Deviation, EffectCheck
from periplus.loop.policies import visible_deviations
from periplus.loop.queries.agenda import OPEN_STATES
from periplus.people.models import Person


def list_deviations(person: Person) -> QuerySet[Deviation]:
    """Everything off its way that the person may see, with what comes next.

    `body_name`, `body_uuid`: on whose agenda it stands. `meets_at`: when that body meets. `deadline_on`:
    until when it has to be treated. `check_on`: when the next effect is checked.
    """
    item = AgendaItem.objects.filter(deviation=OuterRef("pk"), state__in=OPEN_STATES).order_by("pk")
    taken = EffectCheck.objects.filter(
        decision__deviation=OuterRef("pk"), decision__state=DecisionState.TAKEN, state=EffectState.DUE
    ).order_by("check_on")
    return visible_deviations(person).annotate(
        body_name=Subquery(item.values("body__name")[:1]),
        body_uuid=Subquery(item.values("body__uuid")[:1]),
        meets_at=Subquery(item.values("review__held_at")[:1]),
        deadline_on=Subquery(item.values("deadline_on")[:1]),
        check_on=Subquery(taken.values("check_on")[:1]),
    )


def count_open(person: Person) -> int:
    """How many ask for something: not waived, not decided, not closed."""
    asking = (DeviationState.OPEN, DeviationState.ON_AGENDA)
    return visible_deviations(person).filter(state__in=asking).count()
