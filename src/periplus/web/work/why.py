"""Why something is to be done: the goal that a step serves, else the procedure it belongs to."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from periplus.loop.policies_planning import visible_goals
from periplus.people.types import Person


def with_goals(rows: QuerySet[Any], person: Person) -> QuerySet[Any]:
    """Work items with the title of the goal that their step serves, as far as the reader may see it."""
    goals = visible_goals(person).filter(uuid=OuterRef("node__goal")).order_by("id")
    named = goals.annotate(name=Concat("reference", Value(" "), "title")).values("name")[:1]
    titled: QuerySet[Any] = rows.annotate(
        goal_title=Coalesce(Subquery(named), Value(""), output_field=TextField())
    )
    return titled


def goals_named(person: Person, references: Iterable[uuid.UUID]) -> list[Any]:
    """These goals, as far as a person may see them."""
    wanted = list(references)
    return list(visible_goals(person).filter(uuid__in=wanted)) if wanted else []
