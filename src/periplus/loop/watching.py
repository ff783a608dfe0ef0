"""Rules in force put to the readings that are kept: what each says of the latest one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from periplus.loop.enums import Direction, GoalState, PlanState, RuleKind, RuleState, Severity
from periplus.loop.judging import judge
from periplus.loop.measuring import find_measure
from periplus.loop.models import SignalRule, Target
from periplus.loop.queries.series import Track, get_tracks
from periplus.loop.queries.standings import last_periods, path_of
from periplus.loop.terms import Judgement, Terms
from periplus.people.models import Institution

Slot = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Watch:
    """A rule, what it looks at, and its judgements, oldest first."""

    rule: SignalRule
    target: Target | None
    terms: Terms
    track: Track
    judgements: Sequence[Judgement]


def watch_all(institution: Institution, *, today: dt.date) -> list[Watch]:
    """Every rule in force with its judgements. Three queries."""
    active = SignalRule.objects.filter(
        institution=institution, state=RuleState.ACTIVE, effective_on__lte=today
    )
    rules = list(active.select_related("goal__accountable", "goal__deputy", "goal__unit").order_by("id"))
    targets = targets_in_force(institution)
    tracks = get_tracks({slot_of(rule) for rule in rules}, last=last_periods(institution, today))
    watches = []
    for rule in rules:
        target = target_of(rule, targets)
        terms = terms_of(rule, target)
        track = tracks[slot_of(rule)]
        watches.append(Watch(rule, target, terms, track, judge(terms, track.points)))
    return watches


def targets_in_force(institution: Institution) -> list[Target]:
    targets = Target.objects.filter(
        goal__plan__institution=institution,
        goal__plan__state=PlanState.IN_FORCE,
        goal__state=GoalState.ACTIVE,
    )
    joined = ("goal__plan__institution", "goal__accountable", "goal__deputy", "goal__unit")
    return list(targets.select_related(*joined).order_by("id"))


def target_of(rule: SignalRule, targets: Sequence[Target]) -> Target | None:
    """The target that a rule watches: of its own goal, or of any goal that has one on the same series."""
    same = [each for each in targets if _slot_of_target(each) == slot_of(rule)]
    own = [each for each in same if each.goal_id == rule.goal_id]
    return next(iter(own if rule.goal_id else same), None)


def terms_of(rule: SignalRule, target: Target | None) -> Terms:
    """A stored rule as it is applied."""
    measure = find_measure(rule.measure)
    direction = Direction(target.direction) if target else measure and measure.direction
    return Terms(
        kind=RuleKind(rule.kind),
        parameters=rule.parameters,
        severity=Severity(rule.severity),
        direction=direction or Direction.BAND,
        path=path_of(target) if target else None,
    )


def slot_of(rule: SignalRule) -> Slot:
    return (rule.measure, rule.scope_key, rule.period_kind)


def _slot_of_target(target: Target) -> Slot:
    return (target.measure, target.scope_key, target.period_kind)
