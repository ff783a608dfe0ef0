"""For which unit a case is begun, where its subject does not say."""

import datetime as dt

from django.db.models import QuerySet

from periplus.paths.chart import Chart
from periplus.paths.enums import HUMAN, UnitRule
from periplus.paths.policies import START
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.permissions import Reach, reach_of
from periplus.people.queries.units import list_units
from periplus.people.standing import standing_of

OF_A_UNIT = (Role.COORDINATOR, Role.TEACHER)  # roles that are held for a unit


def find_own_unit(person: Person, *, on: dt.date) -> Unit | None:
    """The unit for which somebody begins cases, where their posts leave no doubt."""
    standing = standing_of(person, on=on)
    if standing.reach(START) == Reach.ALL:
        return None
    paths = {h.unit_path for h in standing.holdings if h.unit_path and reach_of((h.role,), START)}
    return Unit.objects.filter(path=paths.pop()).first() if len(paths) == 1 else None


def seeks_unit(chart: Chart) -> bool:
    """Whether somebody of the unit of the case has to do something in it."""
    return any(
        node.kind in HUMAN and node.role in OF_A_UNIT and node.unit_rule == UnitRule.SUBJECT
        for node in chart.nodes
    )


def list_units_to_choose(person: Person) -> QuerySet[Unit]:
    """The units of one's university for which a case may be begun."""
    return list_units(person).filter(institution=person.institution_id, valid_until=None)
