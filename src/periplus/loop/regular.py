"""What is kept measured: everything that a target or a rule in force looks at, and every indicator."""

from collections import defaultdict
from collections.abc import Iterator

from periplus.loop.enums import GoalState, PeriodKind, PlanState, RuleState
from periplus.loop.measuring import Measure, find_measure, list_measures
from periplus.loop.models import SignalRule, Target
from periplus.loop.scopes import Scope, scope_from
from periplus.people.models import Institution

STANDARD_KIND = PeriodKind.CALENDAR_YEAR


def regular_series(institution: Institution) -> dict[tuple[Scope, str], list[Measure]]:
    """The measures to ask, by scope and kind of period; each combination once."""
    whole = Scope(institution=institution.uuid)
    wanted: dict[tuple[Scope, str], dict[str, Measure]] = defaultdict(dict)
    for measure in list_measures():
        wanted[whole, STANDARD_KIND.value][measure.key] = measure
    for key, scope, kind in _watched(institution):
        measure_found = find_measure(key)
        if measure_found:
            wanted[scope_from(scope), kind][key] = measure_found
    return {place: list(measures.values()) for place, measures in wanted.items()}


def _watched(institution: Institution) -> Iterator[tuple[str, dict[str, str], str]]:
    targets = Target.objects.filter(
        goal__plan__institution=institution,
        goal__plan__state=PlanState.IN_FORCE,
        goal__state=GoalState.ACTIVE,
    )
    rules = SignalRule.objects.filter(institution=institution, state=RuleState.ACTIVE)
    yield from targets.order_by("id").values_list("measure", "scope", "period_kind")
    yield from rules.order_by("id").values_list("measure", "scope", "period_kind")
