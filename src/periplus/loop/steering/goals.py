"""What a goal demands, and who answers for it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.verdicts import Verdict, no
from periplus.loop import lives
from periplus.loop.enums import GoalState
from periplus.loop.levering import Change, Choice, Difference, Input, Lever
from periplus.loop.models import Goal
from periplus.loop.services.goals import PRIORITIES, change_goal, hand_over_goal, settle_goal
from periplus.loop.steering.common import DECISIONS, demand_unchanged, goals_in_force, matching, plain
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.queries.persons import is_living, list_living_persons
from periplus.people.standing import in_force

STAFF = (Role.VICE_RECTOR, Role.OFFICE, Role.COORDINATOR, Role.TEACHER, Role.REVIEWER)
TITLES = {
    "title": gettext_lazy("Title"),
    "priority": gettext_lazy("Priority"),
    "state": gettext_lazy("State"),
    "accountable": gettext_lazy("Accountable"),
    "deputy": gettext_lazy("Deputy"),
}


class OfGoal(Lever):
    """Changes a goal of a plan in force."""

    subject_type = "loop.goal"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        return matching(goals_in_force().order_by("plan_id", "position", "id"), str, text, limit)

    def subject(self, reference: uuid.UUID) -> Goal | None:
        goal: Goal | None = goals_in_force().filter(uuid=reference).first()
        return goal


class GoalDemand(OfGoal):
    """Its priority, its words, or that it is reached or given up."""

    key = "loop.goal"
    title = gettext_lazy("Change a goal")

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        goal = cast("Goal", subject)
        keep = _("Leave empty to keep it.")
        states = [state for state in GoalState if lives.GOAL.may_become(goal.state, state)]
        return [
            Input(
                "priority",
                TITLES["priority"],
                "choice",
                required=False,
                choices=tuple(Choice(str(each), str(each)) for each in PRIORITIES if each != goal.priority),
                hint=_("Now %(priority)s; 1 is the highest.") % {"priority": goal.priority},
            ),
            Input("title", TITLES["title"], "text", required=False, hint=keep),
            Input(
                "state",
                TITLES["state"],
                "choice",
                required=False,
                choices=tuple(Choice(state.value, str(state.label)) for state in states),
            ),
        ]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        goal = cast("Goal", subject)
        if not change:
            return no(_("Fill in what is to change."))
        state = change.get("state")
        return lives.GOAL.may_become(goal.state, GoalState(state)) if state else Verdict(allowed=True)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        goal = cast("Goal", subject)
        return [
            Difference(TITLES[name], _shown(name, getattr(goal, name)), _shown(name, change[name]))
            for name in ("priority", "title", "state")
            if name in change
        ]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        goal = cast("Goal", subject)
        was = {name: plain(getattr(goal, name)) for name in change}
        _write(goal, change, actor, on)
        return {"was": was, "set": {name: plain(getattr(goal, name)) for name in change}}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        goal = cast("Goal", subject)
        demand_unchanged({name: plain(getattr(goal, name)) for name in before["set"]}, before["set"])
        _write(goal, before["was"], actor, on)


class Responsibility(OfGoal):
    """Who answers for a goal, and who stands in."""

    key = "loop.responsibility"
    title = gettext_lazy("Give a goal to other hands")

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        goal = cast("Goal", subject)
        people = _candidates(goal)
        now = _("Now %(name)s.")
        nobody = _("nobody")
        return [
            Input(
                "accountable",
                TITLES["accountable"],
                "person",
                choices=people,
                hint=now % {"name": goal.accountable or nobody},
            ),
            Input(
                "deputy",
                TITLES["deputy"],
                "person",
                required=False,
                choices=people,
                hint=now % {"name": goal.deputy or nobody},
            ),
        ]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:  # noqa: ARG002
        accountable, deputy = _people(change)
        if not is_living(accountable, on=on) or (deputy and not is_living(deputy, on=on)):
            return no(_("Choose somebody who is here on that day."))
        if accountable == deputy:
            return no(_("The deputy has to be somebody else."))
        return Verdict(allowed=True)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        goal = cast("Goal", subject)
        accountable, deputy = _people(change)
        return [
            Difference(TITLES["accountable"], _name(goal.accountable), _name(accountable)),
            Difference(TITLES["deputy"], _name(goal.deputy), _name(deputy)),
        ]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        goal = cast("Goal", subject)
        was = _holders(goal)
        self._give(goal, change, actor, on)
        return {"was": was, "set": _holders(goal)}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        goal = cast("Goal", subject)
        demand_unchanged(_holders(goal), before["set"])
        self._give(goal, before["was"], actor, on)

    def _give(self, goal: Goal, change: Change, actor: Person | None, on: dt.date) -> None:
        accountable, deputy = _people(change)
        hand_over_goal(
            actor=actor or DECISIONS,
            goal=goal,
            accountable=accountable,
            deputy=deputy,
            reason=_("By decision."),
            on=on,
        )


def _write(goal: Goal, change: Change, actor: Person | None, on: dt.date) -> None:
    doer = actor or DECISIONS
    plain_changes = {name: change[name] for name in ("title",) if name in change}
    if "priority" in change:
        plain_changes["priority"] = int(change["priority"])
    if plain_changes:
        change_goal(actor=doer, goal=goal, changes=plain_changes, on=on)
    if "state" in change:
        settle_goal(actor=doer, goal=goal, state=GoalState(change["state"]), reason=_("By decision."), on=on)


def _candidates(goal: Goal) -> tuple[Choice, ...]:
    """Staff of the institution who are here."""
    today = clock.today()
    staff = list_living_persons(on=today).filter(
        in_force(today, "role_assignments__"),
        institution=goal.plan.institution,
        role_assignments__role__in=STAFF,
    )
    return tuple(Choice(str(person.uuid), person.name) for person in staff.distinct())


def _people(change: Change) -> tuple[Person | None, Person | None]:
    references = [change.get("accountable"), change.get("deputy")]
    known = {str(p.uuid): p for p in Person.objects.filter(uuid__in=[each for each in references if each])}
    return known.get(str(references[0])), known.get(str(references[1]))


def _holders(goal: Goal) -> dict[str, str | None]:
    return {"accountable": plain(goal.accountable), "deputy": plain(goal.deputy)}


def _name(person: Person | None) -> str:
    return person.name if person else _("nobody")


def _shown(name: str, value: object) -> str:
    return str(GoalState(str(value)).label) if name == "state" else str(value)
