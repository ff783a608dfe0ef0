"""How plans, goals, targets, signals, rules and replays are named and opened."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.loop import policies
from periplus.loop.measuring import find_measure
from periplus.loop.sentences import sentence_of
from periplus.people.types import Person
from periplus.web.shell.links import Link


def _targets(person: Person) -> QuerySet[Any]:
    return policies.visible_targets(person).select_related("goal")


def _target_title(target: Any) -> str:
    measure = find_measure(target.measure)
    return f"{target.goal.reference}: {measure.title if measure else target.measure}"


LINKS = [
    Link("loop.plan", _("plan"), policies.visible_plans, "loop:plan", joined=()),
    Link("loop.goal", _("goal"), policies.visible_goals, "loop:goal", joined=()),
    Link("loop.taskpackage", _("task package"), policies.visible_packages, "loop:package", joined=()),
    Link(
        "loop.target",
        _("target"),
        _targets,
        title=_target_title,
        address=lambda target: reverse("loop:goal", args=[target.goal.uuid]),
    ),
    Link(
        "loop.signal",
        _("signal"),
        policies.visible_signals,
        "loop:signal",
        title=sentence_of,
        joined=["rule", "goal__deputy"],
    ),
    Link("loop.signalrule", _("signal rule"), policies.visible_rules, "loop:rule", joined=()),
    Link("loop.replay", _("replay"), policies.visible_replays, "loop:replay", joined=()),
]
