"""What agreements in force give from one side to the other, counted for the map of collaboration."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, Sum

from periplus.partners import lives
from periplus.partners.enums import LineDirection
from periplus.partners.policies import visible_lines
from periplus.people.models import Person
from periplus.people.standing import in_force


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Places that a partner and a unit of ours give each other; without a unit, the whole university.

    `giving`: whether the partner gives them to us. `agreements`: how many agreements say so.
    """

    partner: uuid.UUID
    unit: uuid.UUID
    unit_name: str
    giving: bool
    places: int
    agreements: int


def list_exchanged(person: Person, *, on: dt.date) -> list[Exchanged]:
    """By partner, unit and direction, as far as this person may see the agreements. One query."""
    lines = visible_lines(person).filter(
        in_force(on, "agreement__"), agreement__state__in=lives.EFFECTIVE_STATES, places__gt=0
    )
    told = lines.order_by().values_list(
        "partner__uuid",
        "agreement__unit__uuid",
        "agreement__unit__name",
        "agreement__institution__uuid",
        "agreement__institution__name",
        "direction",
    )
    counted = told.annotate(total=Sum("places"), several=Count("agreement", distinct=True))
    return [
        Exchanged(
            partner, unit or home, name or home_name, direction == LineDirection.OUTGOING, total, several
        )
        for partner, unit, name, home, home_name, direction, total, several in counted
    ]
