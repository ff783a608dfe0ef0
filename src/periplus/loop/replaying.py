"""What a replay applies: the rules of the installation for its scope, or rules of its own."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from periplus.core.periods import Period, period_at
from periplus.core.periods import PeriodKind as Kind
from periplus.core.periods import series as periods_between
from periplus.core.periods.calendars import NORTHERN, AcademicCalendar
from periplus.loop.courses import Path
from periplus.loop.enums import Direction, PlanState, RuleKind, RuleState, Severity
from periplus.loop.measuring import find_measure, list_measures
from periplus.loop.models import Replay, SignalRule, Target
from periplus.loop.queries.standings import path_of
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.spans import calendar_of
from periplus.loop.terms import BOTH, XMR, Terms
from periplus.loop.watching import target_of, terms_of
from periplus.people.models import Institution

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReplayRule:
    """A rule as it was when the replay began; it is kept with the replay."""

    title: str
    measure: str
    terms: Terms

    def as_json(self) -> Json:
        return {
            "title": self.title,
            "measure": self.measure,
            "kind": str(self.terms.kind.value),
            "parameters": dict(self.terms.parameters),
            "severity": int(self.terms.severity),
            "direction": str(self.terms.direction.value),
            "path": _path_as_json(self.terms.path) if self.terms.path else None,
        }


def rule_from(stored: Json) -> ReplayRule:
    """The inverse of `as_json`."""
    terms = Terms(
        kind=RuleKind(stored["kind"]),
        parameters=stored["parameters"],
        severity=Severity(stored["severity"]),
        direction=Direction(stored["direction"]),
        path=_path_from(stored["path"]) if stored["path"] else None,
    )
    return ReplayRule(stored["title"], stored["measure"], terms)


def rules_for(scope: Scope, kind: str) -> list[ReplayRule]:
    """The rules switched on for this scope; without any, the natural range of every indicator.

    Targets in force for the same scope are always watched by stage.
    """
    targets = list(
        Target.objects.filter(
            goal__plan__state=PlanState.IN_FORCE, scope_key=scope.key, period_kind=kind
        ).select_related("goal")
    )
    active = SignalRule.objects.filter(scope_key=scope.key, period_kind=kind, state=RuleState.ACTIVE)
    own = [
        ReplayRule(rule.title, rule.measure, terms_of(rule, target_of(rule, targets)))
        for rule in active.order_by("reference", "version")
    ]
    others = [rule for rule in own if rule.terms.kind != RuleKind.STAGE]
    return [_stage_rule(target) for target in targets] + (others or _natural_ranges(scope))


def periods_of(replay: Replay) -> list[Period]:
    """The years of a replay, in the academic calendar of its institution if it is served here."""
    calendar = _calendar(scope_from(replay.scope))
    kind = Kind(replay.period_kind)
    first, last = (_year(kind, year, calendar) for year in (replay.first_year, replay.last_year))
    return list(periods_between(first, last))


def _year(kind: Kind, year: int, calendar: AcademicCalendar) -> Period:
    day = calendar.begin(year) if kind is Kind.ACADEMIC_YEAR else dt.date(year, 1, 1)
    return period_at(kind, day, calendar)


def _calendar(scope: Scope) -> AcademicCalendar:
    found = Institution.objects.filter(uuid=scope.institution) if scope.institution else None
    institution = found.first() if found is not None else None
    return calendar_of(institution) if institution else NORTHERN


def _natural_ranges(scope: Scope) -> list[ReplayRule]:
    return [
        ReplayRule(
            title=str(measure.title),
            measure=measure.key,
            terms=Terms(
                kind=RuleKind.TREND,
                parameters={"method": XMR, "side": BOTH, "run": 8},
                severity=Severity.SERIOUS,
                direction=measure.direction,
            ),
        )
        for measure in list_measures()
        if scope.axes <= measure.axes
    ]


def _stage_rule(target: Target) -> ReplayRule:
    terms = Terms(
        kind=RuleKind.STAGE,
        parameters={"at": 1},
        severity=Severity.SERIOUS,
        direction=Direction(target.direction),
        path=path_of(target),
    )
    measure = find_measure(target.measure)
    title = f"{target.goal.reference} · {measure.title if measure else target.measure}"
    return ReplayRule(title, target.measure, terms)


def _path_as_json(path: Path) -> Json:
    return {
        "value": str(path.value),
        "due_on": path.due_on.isoformat(),
        "tolerance": str(path.tolerance),
        "direction": str(path.direction.value),
        "baseline": None if path.baseline is None else str(path.baseline),
        "baseline_on": path.baseline_on.isoformat() if path.baseline_on else None,
    }


def _path_from(stored: Json) -> Path:
    baseline, since = stored["baseline"], stored["baseline_on"]
    return Path(
        value=Decimal(stored["value"]),
        due_on=dt.date.fromisoformat(stored["due_on"]),
        tolerance=Decimal(stored["tolerance"]),
        direction=Direction(stored["direction"]),
        baseline=None if baseline is None else Decimal(baseline),
        baseline_on=dt.date.fromisoformat(since) if since else None,
    )
