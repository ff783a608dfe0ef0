"""Goals that lack attention: left alone, left lying, late or soon late, in full or in wrong hands."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from periplus.loop.answering import troubled_by_goal
from periplus.loop.enums import GoalState, PackageState, PlanState, Severity, SignalKind, SignalState
from periplus.loop.foreseeing import warnings_by_goal
from periplus.loop.models import Goal, Signal, TaskPackage
from periplus.loop.queries.packages import late_of
from periplus.loop.spans import morning_of
from periplus.paths.queries.loads import loads_of_people
from periplus.people.models import Institution, Person
from periplus.people.queries.persons import is_living

MUCH_WORK: Final = 30  # open pieces of work; nobody keeps promises about more
KINDS: Final = (
    SignalKind.OWNERLESS,
    SignalKind.STALE,
    SignalKind.LATE,
    SignalKind.LOST,
    SignalKind.OVERLOAD,
    SignalKind.AHEAD,
    SignalKind.DUTIES,
)
Key = tuple[int | None, str, str]


@dataclass(frozen=True, slots=True)
class Worry:
    """What is wrong with a goal, as a signal would say it.

    `facts["about"]`: uuid of the package or person, when the goal has several of them to worry about.
    """

    goal: Goal
    kind: SignalKind
    severity: Severity
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Two worries of the same key are the same worry."""
        return (self.goal.pk, self.kind, self.facts.get("about", ""))


@dataclass(frozen=True, slots=True)
class Worries:
    """All that is wrong today, and what of it nobody has been told yet."""

    all: list[Worry]
    new: list[Worry]


def worries(institution: Institution, *, today: dt.date) -> Worries:
    """What is wrong with the active goals of an institution. Ten queries, more with warnings.

    A worry that was dismissed may come back after the goal's rhythm, not the next day.
    """
    goals = Goal.objects.filter(
        plan__institution=institution, plan__state=PlanState.IN_FORCE, state=GoalState.ACTIVE
    ).select_related("accountable", "deputy", "unit", "plan")
    active = list(goals.order_by("id"))
    found = [worry for goal in active for worry in _of_goal(goal, today=today)]
    found += _of_packages(institution, active, today=today)
    found += list(_likely_late(institution, active, today=today))
    found += list(_ill_divided(institution, active, today=today))
    told = _told({worry.goal.pk for worry in found}, today=today)
    return Worries(found, [worry for worry in found if worry.key not in told])


def _of_goal(goal: Goal, *, today: dt.date) -> Iterator[Worry]:
    if not is_living(goal.accountable, on=today):
        sentence = "owner_left" if goal.accountable else "ownerless"
        yield Worry(goal, SignalKind.OWNERLESS, Severity.SERIOUS, sentence)
    if goal.touched_on + dt.timedelta(days=goal.rhythm_days) < today:
        facts = {"since": goal.touched_on.isoformat(), "days": str(goal.rhythm_days)}
        yield Worry(goal, SignalKind.STALE, Severity.NOTICE, "stale", facts)


def _of_packages(institution: Institution, goals: list[Goal], *, today: dt.date) -> list[Worry]:
    packages = TaskPackage.objects.filter(goal__in=goals, state=PackageState.OPEN)
    of_goal: dict[int, list[TaskPackage]] = defaultdict(list)
    for package in packages.select_related("goal__plan", "accountable", "unit").order_by("id"):
        of_goal[package.goal_id].append(package)
    if not of_goal:
        return []
    several = [package for some in of_goal.values() for package in some]
    late = late_of(several, at=morning_of(institution, today))
    found = [worry for some in of_goal.values() for worry in _lost(some, today=today)]
    found += [_late(each, late[each.pk], today=today) for each in several if late[each.pk]]
    return found + list(_overloaded(institution, several, today=today))


def _lost(packages: list[TaskPackage], *, today: dt.date) -> Iterator[Worry]:
    if not any(is_living(package.accountable, on=today) for package in packages):
        facts = {"count": str(len(packages))}
        yield Worry(packages[0].goal, SignalKind.LOST, Severity.SERIOUS, "packages_lost", facts)


def _late(package: TaskPackage, number: int, *, today: dt.date) -> Worry:
    severity = Severity.SERIOUS if package.due_on < today else Severity.NOTICE
    facts = {"about": str(package.uuid), "package": str(package), "count": str(number)}
    return Worry(package.goal, SignalKind.LATE, severity, "late_cases", facts)


def _overloaded(
    institution: Institution, packages: Iterable[TaskPackage], *, today: dt.date
) -> Iterator[Worry]:
    """Told once for each person, with the first goal that has to do with them."""
    first: dict[Person, TaskPackage] = {}
    for package in packages:
        if package.accountable and is_living(package.accountable, on=today):
            first.setdefault(package.accountable, package)
    loads = loads_of_people(institution, on=today) if first else {}
    for person, package in first.items():
        load = int(loads.get(person.pk, 0))
        if load > MUCH_WORK:
            facts = {"about": str(person.uuid), "package": str(package)}
            facts |= {"count": str(load), "limit": str(MUCH_WORK)}
            yield Worry(package.goal, SignalKind.OVERLOAD, Severity.NOTICE, "overloaded", facts)


def _likely_late(institution: Institution, goals: list[Goal], *, today: dt.date) -> Iterator[Worry]:
    """Told once for each goal, while there are such cases: a hint to look, never a deviation by itself."""
    for goal, warned in warnings_by_goal(institution, goals, at=morning_of(institution, today)).items():
        yield Worry(goal, SignalKind.AHEAD, Severity.NOTICE, "likely_late", {"count": str(len(warned))})


def _ill_divided(institution: Institution, goals: list[Goal], *, today: dt.date) -> Iterator[Worry]:
    """Told once for each responsibility list of a goal's work, while there are conflicts in it."""
    for goal, troubled in troubled_by_goal(institution, goals, on=today):
        serious = any(conflict.serious for conflict in troubled.conflicts)
        facts = {"about": str(troubled.plan.uuid), "plan": troubled.plan.title}
        facts["count"] = str(len(troubled.conflicts))
        severity = Severity.SERIOUS if serious else Severity.NOTICE
        yield Worry(goal, SignalKind.DUTIES, severity, "duties", facts)


def key_of(signal: Signal) -> Key:
    """Which worry a signal tells."""
    return (signal.goal_id, signal.kind, signal.facts.get("about", ""))


def _told(goals: set[int], *, today: dt.date) -> set[Key]:
    signals = Signal.objects.filter(goal_id__in=goals, kind__in=KINDS).exclude(state=SignalState.CLEARED)
    return {
        key_of(signal)
        for signal in signals.select_related("goal", "deviation")
        if _still_counts(signal, today=today)
    }


def _still_counts(signal: Signal, *, today: dt.date) -> bool:
    if signal.state == SignalState.OPEN:
        return True
    if signal.state == SignalState.IN_DEVIATION:
        return signal.deviation is not None and signal.deviation.closed_on is None
    patience = dt.timedelta(days=signal.goal.rhythm_days if signal.goal else 0)
    return signal.settled_on is not None and signal.settled_on + patience >= today
