"""Effect checks: due ones, what a new one might compare, and the figures around one."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, QuerySet

from periplus.core.periods import Period, parse, period_at
from periplus.core.periods import PeriodKind as Kind
from periplus.loop.enums import EffectState, PeriodKind, PullState
from periplus.loop.measuring import Reading
from periplus.loop.models import Decision, EffectCheck, Target
from periplus.loop.policies import visible_effect_checks
from periplus.loop.queries.series import get_series
from periplus.loop.scopes import Scope, scope_from
from periplus.loop.spans import calendar_of, last_complete, periods_back
from periplus.people.models import Person

YEARS_BEFORE = 5
MONTHS_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A comparison that makes sense for a decision: the last figure before it, the first full one after."""

    measure: str
    scope: Scope
    before: Period
    after: Period
    hoped_value: Decimal | None
    tolerance: Decimal | None

    @property
    def check_on(self) -> dt.date:
        return self.after.until


def list_checks(person: Person) -> QuerySet[EffectCheck]:
    """Effect checks of decisions that stand or stood; drafts have none yet."""
    return visible_effect_checks(person).exclude(decision__taken_on=None)


def list_due_checks(person: Person, *, today: dt.date) -> QuerySet[EffectCheck]:
    """What can be checked now."""
    due = list_checks(person).filter(state=EffectState.DUE, check_on__lte=today)
    return due.order_by("check_on", "pk")


def suggest_check(decision: Decision, *, today: dt.date) -> Suggestion:
    """What to compare, from the deviation's target or indicator, and the dates of the levers."""
    target = _target_of(decision)
    deviation = decision.deviation
    institution = decision.institution
    measure = target.measure if target else deviation.measure if deviation else ""
    stored = target.scope if target else deviation.scope if deviation else {}
    kind = target.period_kind if target else PeriodKind.CALENDAR_YEAR
    pulls = decision.pulls.exclude(state=PullState.UNDONE)
    effective = pulls.aggregate(last=Max("effective_on"))["last"] or today
    calendar = calendar_of(institution)
    running = period_at(Kind(kind), effective, calendar)
    return Suggestion(
        measure=measure,
        scope=scope_from(stored) if stored else Scope(institution=institution.uuid),
        before=last_complete(kind, min(today, effective), calendar),
        after=running if running.start == effective else running.next(),
        hoped_value=target.value if target else None,
        tolerance=target.tolerance if target else None,
    )


def list_readings_around(check: EffectCheck) -> list[Reading]:
    """The stored figures from some years before a comparison to its end; gaps stay gaps."""
    before, after = parse(check.before_period), parse(check.after_period)
    back = MONTHS_BEFORE if check.period_kind == PeriodKind.MONTH else YEARS_BEFORE
    first = periods_back(before, back)[0]
    return get_series(check.measure, scope_from(check.scope), check.period_kind, first, after)


def effective_between(decision: Decision) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which the changes of a decision take effect."""
    dates = sorted(decision.pulls.exclude(state=PullState.UNDONE).values_list("effective_on", flat=True))
    return (dates[0], dates[-1]) if dates else (None, None)


def _target_of(decision: Decision) -> Target | None:
    if decision.deviation and decision.deviation.target:
        return decision.deviation.target
    return Target.objects.filter(goal=decision.goal).order_by("pk").first() if decision.goal else None
