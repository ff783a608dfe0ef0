"""Who may answer for agreements."""

import datetime as dt

from django.db.models import Q, QuerySet

from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from periplus.people.queries.persons import holds_role, list_living_persons

ANSWERING = (Role.OFFICE, Role.COORDINATOR, Role.TEACHER)


def list_possible_coordinators(institution: Institution, *, on: dt.date) -> QuerySet[Person]:
    """Living people of an institution whose role lets them draft agreements, by name."""
    holding = Q()
    for role in ANSWERING:
        holding |= Q(holds_role(role, on=on))
    return list_living_persons(on=on).filter(holding, institution=institution)
