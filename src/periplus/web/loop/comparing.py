"""What differs between two versions of a plan, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.loop.enums import Dimension, Direction
from periplus.loop.figures import figure_of
from periplus.loop.measuring import find_measure
from periplus.loop.queries.plans import FieldChange, GoalChange
from periplus.loop.types import Goal
from periplus.web.shell.components import Difference

FIELDS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("What is to be reached"),
    "description": gettext_lazy("Why, and how it is meant"),
    "dimension": gettext_lazy("Dimension"),
    "theme": gettext_lazy("Theme"),
    "unit": gettext_lazy("Unit"),
    "accountable": gettext_lazy("Who answers for it"),
    "deputy": gettext_lazy("Deputy"),
    "capability": gettext_lazy("What the university has to be able to do for it"),
    "priority": gettext_lazy("Priority"),
    "rhythm_days": gettext_lazy("Days it may lie still"),
    "parent": gettext_lazy("Stands under"),
    "target": gettext_lazy("Target"),
    "value": gettext_lazy("Value to reach"),
    "tolerance": gettext_lazy("Tolerance"),
    "due_on": gettext_lazy("Due"),
    "baseline": gettext_lazy("Baseline"),
    "baseline_on": gettext_lazy("Baseline as of"),
    "direction": gettext_lazy("Which way is better"),
}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What became of one goal."""

    goal: Goal
    tone: str
    said: str
    differences: tuple[Difference, ...]


def tell_changes(changes: Iterable[GoalChange]) -> list[ToldChange]:
    """Added, dropped and changed goals, each with its differences."""
    return [_tell(change) for change in changes]


def _tell(change: GoalChange) -> ToldChange:
    if change.after is None and change.before is not None:
        return ToldChange(change.before, "bad", _("dropped"), ())
    goal = change.after
    if goal is None:
        message = "A change is of a goal that is there before or after."
        raise ValueError(message)
    if change.before is None:
        return ToldChange(goal, "good", _("added"), ())
    return ToldChange(goal, "warn", _("changed"), tuple(map(difference_of, change.changes)))


def difference_of(change: FieldChange) -> Difference:
    """One changed field, with the indicator when it is about a target."""
    measure = find_measure(change.measure)
    label = str(FIELDS[change.field])
    if measure:
        label = _("%(indicator)s: %(field)s") % {"indicator": measure.title, "field": label}
    return Difference(label, _said(change, change.before), _said(change, change.after))


def _said(change: FieldChange, value: object) -> object:
    measure = find_measure(change.measure)
    if measure and isinstance(value, Decimal):
        return figure_of(measure.unit, value)
    if change.field == "dimension":
        return Dimension(str(value)).label
    if change.field == "direction":
        return Direction(str(value)).label
    return str(value) if change.field in {"unit", "accountable", "deputy"} and value else value
