"""Where targets and goals stand: readings against the way, as lights."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from periplus.core.periods import Period
from periplus.loop.courses import Path, distance, expected_on, follow, worst
from periplus.loop.enums import Course, Direction, PeriodKind
from periplus.loop.measuring import Measure, find_measure
from periplus.loop.models import Goal, Target
from periplus.loop.queries.series import Track, get_tracks
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.spans import calendar_of, last_complete
from periplus.people.models import Institution


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target and what its indicator says; `distance` in tolerances, below nought is behind."""

    target: Target
    measure: Measure | None
    track: Track
    lights: Sequence[Course]
    expected: Decimal | None
    distance: Decimal | None

    @property
    def course(self) -> Course:
        return self.lights[-1] if self.lights else Course.NO_DATA

    @property
    def value(self) -> Decimal | None:
        latest = self.track.latest
        return latest.value if latest else None

    @property
    def period_key(self) -> str:
        latest = self.track.latest
        return latest.key if latest else ""

    @property
    def count(self) -> int:
        """How many records stand behind the latest reading."""
        row = self.track.row_of.get(self.period_key)
        return row.count if row else 0

    @property
    def scope(self) -> Scope:
        return scope_from(self.target.scope)


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """A goal's light is that of its worst target."""

    goal: Goal
    targets: tuple[TargetStanding, ...]

    @property
    def course(self) -> Course:
        return worst([each.course for each in self.targets])

    @property
    def headline(self) -> TargetStanding | None:
        """The target that decides the goal's light."""
        return next((each for each in self.targets if each.course == self.course), None)


def path_of(target: Target) -> Path:
    """The way of a target."""
    return Path(
        value=target.value,
        due_on=target.due_on,
        tolerance=target.tolerance,
        direction=Direction(target.direction),
        baseline=target.baseline,
        baseline_on=target.baseline_on,
    )


def last_periods(institution: Institution, on: dt.date) -> dict[str, Period]:
    """The latest period of each kind that is over on a day."""
    calendar = calendar_of(institution)
    return {kind.value: last_complete(kind.value, on, calendar) for kind in PeriodKind}


def standing_of_targets(
    targets: Iterable[Target], institution: Institution, *, on: dt.date
) -> dict[int, TargetStanding]:
    """Where each target stands, by its id. One query for all of them."""
    listed = list(targets)
    slots = {target.pk: (target.measure, target.scope_key, target.period_kind) for target in listed}
    tracks = get_tracks(slots.values(), last=last_periods(institution, on))
    return {target.pk: _standing(target, tracks[slots[target.pk]]) for target in listed}


def goal_standing(goal: Goal, *, on: dt.date) -> GoalStanding:
    """Where a goal stands. Two queries."""
    targets = list(goal.targets.order_by("id"))
    standings = standing_of_targets(targets, goal.plan.institution, on=on)
    return GoalStanding(goal, tuple(standings[target.pk] for target in targets))


def _standing(target: Target, track: Track) -> TargetStanding:
    path = path_of(target)
    distances = [distance(path, point.value, point.last_day) for point in track.points]
    latest = track.latest
    return TargetStanding(
        target=target,
        measure=find_measure(target.measure),
        track=track,
        lights=follow(distances),
        expected=expected_on(path, latest.last_day) if latest else None,
        distance=distances[-1] if distances else None,
    )
