"""What is handed to the services of plans, goals, targets, rules and replays."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from periplus.loop.enums import Binding, Dimension, Direction, PeriodKind, RuleKind, Severity
from periplus.loop.models import Deviation, Goal, Measurement, Target
from periplus.loop.scopes import Scope
from periplus.paths.models import Procedure
from periplus.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class PlanValues:
    """`ends_on` is the last day of the plan."""

    title: str
    starts_on: dt.date
    ends_on: dt.date
    summary: str = ""


@dataclass(frozen=True, slots=True)
class GoalValues:
    """`reference` empty: the next free one. `position` orders goals under the same parent."""

    title: str
    unit: Unit
    reference: str = ""
    description: str = ""
    theme: str = ""
    dimension: Dimension = Dimension.INTERNATIONAL
    accountable: Person | None = None
    deputy: Person | None = None
    capability: str = ""
    priority: int = 3
    rhythm_days: int = 180
    parent: Goal | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class PackageValues:
    """A task package; `node`, `expected` as at `TaskPackage`. `reference` empty: the next free one."""

    title: str
    binding: Binding
    unit: Unit
    accountable: Person | None
    due_on: dt.date
    procedure: Procedure | None = None
    node: str = ""
    expected: int | None = None
    inputs: Sequence[str] = ()
    outputs: Sequence[str] = ()
    evaluation: str = ""
    share: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TargetValues:
    """`direction` None: the measure's own. Values are as measured: a share lies between 0 and 1."""

    measure: str
    scope: Scope
    value: Decimal
    tolerance: Decimal
    due_on: dt.date
    period_kind: PeriodKind = PeriodKind.CALENDAR_YEAR
    direction: Direction | None = None
    baseline: Decimal | None = None
    baseline_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RuleValues:
    """`parameters` as described at `SignalRule`."""

    title: str
    measure: str
    scope: Scope
    kind: RuleKind
    period_kind: PeriodKind = PeriodKind.CALENDAR_YEAR
    parameters: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = Severity.SERIOUS
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class ReplayValues:
    """`title` empty: made from scope and years."""

    scope: Scope
    first_year: int
    last_year: int
    title: str = ""
    period_kind: PeriodKind = PeriodKind.CALENDAR_YEAR


@dataclass(frozen=True, slots=True)
class Matter:
    """What a deviation is about. Two signals of the same matter belong to the same deviation."""

    goal: Goal | None = None
    target: Target | None = None
    measurement: Measurement | None = None
    measure: str = ""
    scope: Scope = field(default_factory=Scope)

    def is_of(self, deviation: Deviation) -> bool:
        same_goal = (self.goal and self.goal.pk) == deviation.goal_id
        return same_goal and (self.measure, self.scope.as_json()) == (deviation.measure, deviation.scope)
