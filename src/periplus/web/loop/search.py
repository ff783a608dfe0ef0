"""Finding goals, plans and indicators."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core.text import normalise
from periplus.loop.enums import PlanState
from periplus.loop.measuring import list_measures
from periplus.loop.policies import may_see_goals, visible_goals, visible_plans
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source


def find_goals(person: Person, words: str, limit: int) -> list[Hit]:
    """Goals of plans that are drafted or in force; they are few enough to be compared here."""
    goals = visible_goals(person).filter(~Q(plan__state__in=[PlanState.REPLACED, PlanState.CLOSED]))
    fitting = [goal for goal in goals.select_related("plan", "unit") if words in normalise(str(goal))]
    return [
        Hit(str(goal), reverse("loop:goal", args=[goal.uuid]), note=goal.unit.name, names=(goal.title,))
        for goal in fitting[:limit]
    ]


def find_plans(person: Person, words: str, limit: int) -> list[Hit]:
    fitting = [plan for plan in visible_plans(person).order_by("-id") if words in normalise(plan.title)]
    return [
        Hit(plan.title, reverse("loop:plan", args=[plan.uuid]), note=plan.get_state_display())
        for plan in fitting[:limit]
    ]


def find_indicators(person: Person, words: str, limit: int) -> list[Hit]:
    if not may_see_goals(person):
        return []
    fitting = [
        one for one in list_measures() if words in normalise(f"{one.code} {one.title} {one.definition}")
    ]
    return [
        Hit(one.title, reverse("loop:indicator", args=[one.key]), note=one.code, names=(one.code,))
        for one in fitting[:limit]
    ]


SOURCES = [
    Source("goals", _("Goals"), "flag", find_goals, order=5),
    Source("plans", _("Plans"), "route", find_plans, order=40),
    Source("indicators", _("Indicators"), "chart", find_indicators, order=45),
]
