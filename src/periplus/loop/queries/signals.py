"""Reading signals and rules."""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When

from periplus.loop.enums import DeviationState, Direction, PlanState, SignalState
from periplus.loop.judging import judge
from periplus.loop.measuring import Measure, Reading
from periplus.loop.models import Deviation, Goal, Signal, SignalRule, Target
from periplus.loop.policies import visible_goals, visible_rules, visible_signals
from periplus.loop.queries.standings import path_of
from periplus.loop.terms import Judgement, Point, Terms
from periplus.loop.values import RuleValues
from periplus.people.models import Institution, Person


def list_signals(person: Person) -> QuerySet[Signal]:
    """All signals a person may see: open ones first, the worst first, then the newest."""
    openness = Case(
        When(state=SignalState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return visible_signals(person).annotate(openness=openness)


def count_open_signals(person: Person) -> int:
    return visible_signals(person).filter(state=SignalState.OPEN).count()


def list_open_deviations_like(signal: Signal) -> list[Deviation]:
    """The deviations a signal may join: open ones of its institution, those of its goal first."""
    found = Deviation.objects.filter(institution=signal.institution).exclude(state=DeviationState.CLOSED)
    same = Case(When(goal=signal.goal, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(found.annotate(same=same).order_by("same", "-id")[:50])


def list_rules(person: Person) -> QuerySet[SignalRule]:
    """The newest version of every rule."""
    return visible_rules(person).filter(replaced_by__isnull=True)


def list_rule_versions(rule: SignalRule) -> list[SignalRule]:
    """All versions of a rule, the newest first."""
    found = SignalRule.objects.filter(institution=rule.institution, reference=rule.reference)
    return list(found.select_related("goal", "replaces").order_by("-version"))


def list_rule_goals(person: Person, institution: Institution) -> QuerySet[Goal]:
    """The goals that a rule may be about."""
    goals = visible_goals(person).filter(plan__institution=institution, plan__state=PlanState.IN_FORCE)
    return goals.order_by("reference")


def find_target_of(values: RuleValues) -> Target | None:
    """The target that a rule with these values would watch."""
    if values.goal is None:
        return None
    same = values.goal.targets.filter(
        measure=values.measure, scope_key=values.scope.key, period_kind=values.period_kind
    )
    return same.order_by("id").first()


def try_on(values: RuleValues, measure: Measure, readings: Sequence[Reading]) -> list[Judgement]:
    """What a rule with these values says of a series: the very function that raises live signals."""
    target = find_target_of(values)
    terms = Terms(
        kind=values.kind,
        parameters=values.parameters,
        severity=values.severity,
        direction=Direction(target.direction) if target else measure.direction,
        path=path_of(target) if target else None,
    )
    return judge(terms, [Point(r.period.key, r.period.until, r.value) for r in readings])
