"""What of the loop touches one thing of a stretch: asked from the page of that thing."""

import uuid
from typing import Final

from django.db.models import Q, QuerySet

from periplus.loop.enums import DeviationState
from periplus.loop.models import Deviation, Goal, LeverPull
from periplus.loop.policies import visible_deviations, visible_pulls
from periplus.loop.policies_planning import visible_goals
from periplus.people.models import Person

_MOST: Final = 10


def list_goals_about(person: Person, axis: str, reference: uuid.UUID) -> QuerySet[Goal]:
    """Goals one of whose targets speaks of this thing: `axis` of a scope, such as `partner`."""
    speaking = Q(targets__scope__contains={axis: str(reference)})
    return visible_goals(person).filter(speaking).distinct().order_by("reference", "id")[:_MOST]


def list_deviations_about(person: Person, axis: str, reference: uuid.UUID) -> QuerySet[Deviation]:
    """Deviations not yet closed that speak of this thing, or of which it is a cause; the newest first."""
    scope = Q(scope__contains={axis: str(reference)})
    cause = Q(causes__contains=[{"axis": axis, "key": str(reference)}])
    alive = visible_deviations(person).exclude(state=DeviationState.CLOSED)
    return alive.filter(scope | cause).order_by("-opened_on", "-id")[:_MOST]


def list_pulls_on(person: Person, *references: uuid.UUID) -> QuerySet[LeverPull]:
    """What decisions changed, or are going to change, on these things; the newest first."""
    pulls = visible_pulls(person).filter(subject_uuid__in=references).select_related("decision")
    return pulls.order_by("-effective_on", "-id")[:_MOST]
