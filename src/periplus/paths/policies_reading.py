"""What of a case somebody reads: its staff all of it, guests and students their own part."""

from functools import reduce
from operator import or_
from typing import Any

from periplus.paths.models import Case, WorkItem
from periplus.paths.policies import branches_of_work, works_here
from periplus.paths.queries.charts import get_chart
from periplus.people.models import Person


def is_staff_of(person: Person, case: Case) -> bool:
    """Whether somebody works at the university of the case, as no student or guest."""
    return person.institution_id == case.institution_id and bool(works_here(person))


def shown_values(person: Person, case: Case) -> dict[str, Any]:
    """What was produced, as far as somebody may know it: staff and the owner of the case all of it."""
    if is_staff_of(person, case) or person.pk == case.owner_id:
        return dict(case.values)
    return values_of_own_steps(person, case)


def values_of_own_steps(person: Person, case: Case) -> dict[str, Any]:
    """What the steps read and produce that are or were somebody's work."""
    nodes = get_chart(case.version).node
    works = WorkItem.objects.filter(reduce(or_, branches_of_work(person)), case=case)
    own = set(works.values_list("node__key", flat=True)) & nodes.keys()
    keys = {item.key for key in own for item in nodes[key].items}
    return {key: value for key, value in case.values.items() if key in keys}
