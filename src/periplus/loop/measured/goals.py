"""Counting goals for which nobody living answers, on any day gone by."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from periplus.core.models import Event, EventObject
from periplus.core.periods import Period
from periplus.loop.measured.units import in_scope, split_by_unit
from periplus.loop.measuring import Contribution, Reading, SourceRecord
from periplus.loop.models import Goal
from periplus.loop.scopes import Scope
from periplus.people.models import Person

HANDOVERS = ("loop.goal.handed_over", "loop.goal.changed")
SETTLED = "loop.goal.settled"
ENDED = "loop.plan.closed"


@dataclass(frozen=True, slots=True)
class Past:
    """What the ledger remembers of goals and plans: by uuid, changes as (day, before), oldest first."""

    owners: dict[uuid.UUID, list[tuple[dt.date, str]]]
    settled: dict[uuid.UUID, list[tuple[dt.date, str]]]
    left: dict[str, dt.date | None]
    ended: dict[int, dt.date]


def ownerless_readings(scope: Scope, periods: Sequence[Period]) -> list[Reading]:
    """One count per period, on its last day; nothing to tell for days before the first plan in force."""
    goals = goals_in(scope)
    past = past_of(goals)
    readings = []
    for period in periods:
        there = [goal for goal in goals if was_in_force(goal, past, period.last_day)]
        ownerless = [goal for goal in there if _is_ownerless(goal, past, period.last_day)]
        value = Decimal(len(ownerless)) if there else None
        readings.append(Reading(period, value, value, Decimal(len(there)), count=len(ownerless)))
    return readings


def ownerless_records(scope: Scope, period: Period, limit: int, offset: int) -> list[SourceRecord]:
    found = _ownerless(scope, period)[offset : offset + limit]
    return [
        SourceRecord("loop.goal", goal.uuid, str(goal), detail=goal.unit.name, on=goal.touched_on)
        for goal in found
    ]


def ownerless_contributions(scope: Scope, period: Period, axis: str) -> list[Contribution]:
    units = [goal.unit for goal in _ownerless(scope, period)]
    return split_by_unit(units, axis)


def _ownerless(scope: Scope, period: Period) -> list[Goal]:
    goals = goals_in(scope)
    past, day = past_of(goals), period.last_day
    return [g for g in goals if was_in_force(g, past, day) and _is_ownerless(g, past, day)]


def goals_in(scope: Scope) -> list[Goal]:
    goals = Goal.objects.filter(in_scope(scope, "plan__institution", "unit"), plan__enacted_on__isnull=False)
    joined = ("plan", "plan__replaced_by", "unit", "accountable")
    return list(goals.select_related(*joined).order_by("plan_id", "position", "id"))


def past_of(goals: Sequence[Goal]) -> Past:
    owners: dict[uuid.UUID, list[tuple[dt.date, str]]] = defaultdict(list)
    settled: dict[uuid.UUID, list[tuple[dt.date, str]]] = defaultdict(list)
    for reference, event in _events([goal.uuid for goal in goals], (*HANDOVERS, SETTLED)):
        if "accountable_before" in event.attributes:
            owners[reference].append((event.happened_on, event.attributes["accountable_before"]))
        if event.type == SETTLED:
            settled[reference].append((event.happened_on, event.attributes["state"]))
    names = {before for changes in owners.values() for _day, before in changes if before}
    left = {str(u): day for u, day in Person.objects.filter(uuid__in=names).values_list("uuid", "left_on")}
    plans = {goal.plan.uuid: goal.plan_id for goal in goals}
    ended = {plans[ref]: event.happened_on for ref, event in _events(list(plans), (ENDED,))}
    return Past(owners, settled, left, ended)


def _events(about: Sequence[uuid.UUID], types: Sequence[str]) -> list[tuple[uuid.UUID, Event]]:
    touching = EventObject.objects.filter(object_uuid__in=about, event__type__in=types)
    known = set(about)
    return [
        (link.object_uuid, link.event)
        for link in touching.select_related("event").order_by("event__happened_on", "event_id")
        if link.object_uuid in known
    ]


def was_in_force(goal: Goal, past: Past, day: dt.date) -> bool:
    """Whether the goal bound somebody on a day: its plan in force, itself neither reached nor given up."""
    plan = goal.plan
    successor = getattr(plan, "replaced_by", None)
    ends = [past.ended.get(plan.pk), successor.enacted_on if successor else None]
    begun = plan.enacted_on is not None and plan.enacted_on <= day
    over = any(end is not None and end <= day for end in ends)
    states = [state for on, state in past.settled.get(goal.uuid, []) if on <= day]
    return begun and not over and (not states or states[-1] == "active")


def _is_ownerless(goal: Goal, past: Past, day: dt.date) -> bool:
    before = next((owner for on, owner in past.owners.get(goal.uuid, []) if on > day), None)
    if before is not None:  # somebody else answered on that day
        gone = past.left.get(before)
        return not before or (gone is not None and gone <= day)
    owner = goal.accountable
    return owner is None or (owner.left_on is not None and owner.left_on <= day)
