"""What goals offer to procedures: cases about a goal, and what a case may do to it by itself."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.ledger.queries import list_events_about
from periplus.core.verdicts import Invalid
from periplus.loop.enums import Course, Dimension, GoalState, PlanState, Severity
from periplus.loop.models import Goal
from periplus.loop.policies import visible_goals
from periplus.loop.queries.packages import progress_of_goal, standings_of_packages
from periplus.loop.queries.standings import goal_standing
from periplus.loop.services.goals import note_on_goal
from periplus.loop.services.signals import raise_by_case
from periplus.loop.spans import morning_of
from periplus.paths.enums import ValueType
from periplus.paths.stepping import Call, Candidate, Fact, Step, Subject, Values, register
from periplus.people.models import Person, Unit


class GoalSubject(Subject):
    """Cases about one goal of a plan in force."""

    type = "loop.goal"
    title = gettext_lazy("Goal")
    facts = (
        Fact("goal_course", gettext_lazy("Where it stands"), ValueType.CHOICE, tuple(Course.choices)),
        Fact("goal_dimension", gettext_lazy("Dimension"), ValueType.CHOICE, tuple(Dimension.choices)),
        Fact("goal_priority", gettext_lazy("Priority"), ValueType.NUMBER),
        Fact("days_untouched", gettext_lazy("Days since anybody worked on it"), ValueType.NUMBER),
        Fact("work_done", gettext_lazy("Per cent of its task packages done"), ValueType.NUMBER),
    )

    def candidates(self, person: Person, *, text: str, limit: int) -> Sequence[Candidate]:
        named = Q(title__icontains=text) | Q(reference__icontains=text)
        goals = visible_goals(person).filter(named, plan__state=PlanState.IN_FORCE, state=GoalState.ACTIVE)
        return [Candidate(goal.uuid, str(goal)) for goal in goals.order_by("position", "id")[:limit]]

    def find(self, reference: uuid.UUID) -> Goal | None:
        joined = ("plan__institution", "unit", "accountable", "deputy")
        return Goal.objects.filter(uuid=reference).select_related(*joined).first()

    def may_see(self, person: Person, thing: models.Model) -> bool:
        return visible_goals(person).filter(pk=thing.pk).exists()

    def unit_of(self, thing: models.Model) -> Unit | None:
        return _goal(thing).unit

    def owner_of(self, thing: models.Model) -> Person | None:
        return _goal(thing).accountable

    def values_of(self, thing: models.Model, *, on: dt.date) -> Values:
        goal = _goal(thing)
        at = morning_of(goal.plan.institution, on)
        packages = goal.packages.select_related("goal__plan__institution", "unit").order_by("id")
        done = progress_of_goal(standings_of_packages(packages, at=at))
        return {
            "goal_course": str(goal_standing(goal, on=on).course.value),
            "goal_dimension": goal.dimension,
            "goal_priority": goal.priority,
            "days_untouched": (on - goal.touched_on).days,
            "work_done": None if done is None else int(done * 100),
        }


class NoteOnGoal(Step):
    """Writes down at the goal what the case has brought; the goal counts as worked on. Once for each case."""

    key = "loop.note_on_goal"
    title = gettext_lazy("Write down at the goal what was done")
    subject_type = "loop.goal"
    inputs = (Fact("goal_note", gettext_lazy("What was done"), ValueType.LONG_TEXT),)

    def run(self, call: Call) -> dict[str, Any]:
        text = str(call.values.get("goal_note") or "").strip()
        if not text:
            raise Invalid({"goal_note": _("Write what was done.")})
        goal, marked = _goal(call.subject), f"{text} ({call.case.reference})"
        known = list_events_about(goal.uuid).filter(type="loop.goal.noted", attributes__text=marked)
        if not known.exists():
            note_on_goal(actor=call.actor, goal=goal, text=marked, on=call.on)
        return {}


class RaiseSignal(Step):
    """Says at the goal that something is going wrong; a serious one opens a deviation. Once for each case."""

    key = "loop.raise_signal"
    title = gettext_lazy("Raise a signal at the goal")
    subject_type = "loop.goal"
    inputs = (Fact("signal_text", gettext_lazy("What goes wrong"), ValueType.LONG_TEXT),)

    def run(self, call: Call) -> dict[str, Any]:
        text = str(call.values.get("signal_text") or "").strip()
        if not text:
            raise Invalid({"signal_text": _("Say what you noticed.")})
        raise_by_case(
            actor=call.actor,
            goal=_goal(call.subject),
            case=call.case,
            text=text,
            severity=Severity.SERIOUS,
            on=call.on,
        )
        return {}


def _goal(thing: models.Model | None) -> Goal:
    if not isinstance(thing, Goal):
        raise Invalid({"subject": _("The goal of this case is no longer there.")})
    return thing


register(GoalSubject(), NoteOnGoal(), RaiseSignal())
