"""Another value, date or tolerance for a target."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.verdicts import Verdict, no
from periplus.loop.enums import GoalState, PlanState
from periplus.loop.figures import figure_of, from_unit
from periplus.loop.levering import Change, Choice, Difference, Input, Lever
from periplus.loop.measuring import Unit, get_measure
from periplus.loop.models import Target
from periplus.loop.services.targets import change_target, check_target, values_of
from periplus.loop.steering.common import (
    DECISIONS,
    day,
    demand_unchanged,
    in_words,
    matching,
    plain,
    title_of_target,
    verdict_of,
)
from periplus.people.models import Person

FIELDS = ("value", "tolerance", "due_on")


class TargetValue(Lever):
    """What an indicator is to reach, until when, and how far off is still near enough."""

    key = "loop.target_value"
    title = gettext_lazy("Change a target")
    subject_type = "loop.target"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        ordered = _targets().order_by("goal__plan_id", "goal__position", "id")
        return matching(ordered, title_of_target, text, limit)

    def subject(self, reference: uuid.UUID) -> Target | None:
        return _targets().filter(uuid=reference).first()

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        target = cast("Target", subject)
        unit = _unit(target)
        now = _("Now %(value)s. Leave empty to keep it.")
        hints = {name: now % {"value": _shown(target, name, getattr(target, name))} for name in FIELDS}
        named = {"unit": unit.title}
        return [
            Input("value", _("Value in %(unit)s") % named, "decimal", required=False, hint=hints["value"]),
            Input(
                "tolerance",
                _("Tolerance in %(unit)s") % named,
                "decimal",
                required=False,
                hint=hints["tolerance"],
            ),
            Input("due_on", gettext_lazy("Due on"), "date", required=False, hint=hints["due_on"]),
        ]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:
        target = cast("Target", subject)
        changes = _changes(target, change)
        if not changes:
            return no(_("Fill in what is to change."))
        if changes.get("due_on", target.due_on) <= on:
            return no(_("The due date has to lie after the day on which the change takes effect."))
        return verdict_of(lambda: check_target(replace(values_of(target), **changes)))

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        target = cast("Target", subject)
        titles = {
            "value": gettext_lazy("Value"),
            "tolerance": gettext_lazy("Tolerance"),
            "due_on": gettext_lazy("Due on"),
        }
        return [
            Difference(titles[name], _shown(target, name, getattr(target, name)), _shown(target, name, value))
            for name, value in _changes(target, change).items()
        ]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        target = cast("Target", subject)
        changes = _changes(target, change)
        was = change_target(actor=actor or DECISIONS, target=target, changes=changes, on=on)
        return {
            "was": {name: plain(value) for name, value in was.items()},
            "set": {name: plain(changes[name]) for name in was},
        }

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        target = cast("Target", subject)
        demand_unchanged({name: plain(getattr(target, name)) for name in before["set"]}, before["set"])
        was = {name: _read(name, str(text)) for name, text in before["was"].items()}
        change_target(actor=actor or DECISIONS, target=target, changes=was, on=on)


def _targets() -> models.QuerySet[Target]:
    in_force = Target.objects.filter(goal__plan__state=PlanState.IN_FORCE, goal__state=GoalState.ACTIVE)
    return in_force.select_related("goal__plan__institution")


def _unit(target: Target) -> Unit:
    return get_measure(target.measure).unit


def _changes(target: Target, change: Change) -> dict[str, Any]:
    """As the service takes them: values as measured, not as shown."""
    unit = _unit(target)
    changes: dict[str, Any] = {
        name: from_unit(unit, Decimal(change[name])) for name in ("value", "tolerance") if change.get(name)
    }
    due_on = day(change.get("due_on"))
    return changes | ({"due_on": due_on} if due_on else {})


def _shown(target: Target, name: str, value: Any) -> str:
    return in_words(value) if name == "due_on" else figure_of(_unit(target), value)


def _read(name: str, text: str) -> object:
    return dt.date.fromisoformat(text) if name == "due_on" else Decimal(text)
