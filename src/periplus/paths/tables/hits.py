"""What follows from the rules that match: the hit policies of DMN 1.3.

Of nothing collected, the sum and the count are 0, the list is empty, the smallest and largest missing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from periplus.paths.enums import HitPolicy
from periplus.paths.feel.reading import EXACT, stored
from periplus.paths.tables.deciding import Decided, Output, Rule

Outputs: TypeAlias = tuple[Output, ...]
Rules: TypeAlias = list[Rule]
Answer: TypeAlias = Callable[[Outputs, Rules], Decided]


def _one(outputs: Outputs, rule: Rule, applied: Iterable[Rule]) -> Decided:
    results = {output.column.key: stored(value) for output, value in zip(outputs, rule.results, strict=True)}
    return Decided(results, _numbers(applied))


def _numbers(rules: Iterable[Rule]) -> tuple[int, ...]:
    return tuple(rule.number for rule in rules)


def numbers_said(numbers: Iterable[int]) -> str:
    """Numbers of rules for a sentence: "2, 4 and 5"."""
    *most, last = [str(number) for number in numbers]
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _unique(outputs: Outputs, matched: Rules) -> Decided:
    if len(matched) > 1:
        problem = _("Rules %(rules)s apply, but only one may.")
        return Decided({}, _numbers(matched), problem % {"rules": numbers_said(r.number for r in matched)})
    return _one(outputs, matched[0], matched)


def _any(outputs: Outputs, matched: Rules) -> Decided:
    if any(rule.results != matched[0].results for rule in matched):
        problem = _("Rules %(rules)s apply and disagree about the result.")
        return Decided({}, _numbers(matched), problem % {"rules": numbers_said(r.number for r in matched)})
    return _one(outputs, matched[0], matched)


def _first(outputs: Outputs, matched: Rules) -> Decided:
    return _one(outputs, matched[0], matched[:1])


def _priority(outputs: Outputs, matched: Rules) -> Decided:
    best = _by_priority(outputs, matched)[0]
    return _one(outputs, best, [best])


def _by_priority(outputs: Outputs, matched: Rules) -> Rules:
    """Highest first; the first output counts most, equal ones stay in the order of the rules."""

    def rank(rule: Rule) -> list[int]:
        pairs = zip(outputs, rule.results, strict=True)
        return [output.ranks.get(value, len(output.ranks)) for output, value in pairs]

    return sorted(matched, key=rank)


def _all(outputs: Outputs, matched: Rules) -> Decided:
    results = {
        output.column.key: [stored(rule.results[at]) for rule in matched] for at, output in enumerate(outputs)
    }
    return Decided(results, _numbers(matched))


def _all_by_priority(outputs: Outputs, matched: Rules) -> Decided:
    return _all(outputs, _by_priority(outputs, matched))


def _collected(reckon: Callable[[list[Any]], Any]) -> Answer:
    """A policy that makes one value of the only output; empty cells do not count."""

    def answer(outputs: Outputs, matched: Rules) -> Decided:
        found = [rule.results[0] for rule in matched if rule.results[0] is not None]
        return Decided({outputs[0].column.key: stored(reckon(found))}, _numbers(matched))

    return answer


def _sum(found: list[Any]) -> Any:
    total: Any = 0
    for value in found:
        total = EXACT.add(total, value)
    return total


ANSWERS: Final[Mapping[HitPolicy, Answer]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.FIRST: _first,
    HitPolicy.RULE_ORDER: _all,
    HitPolicy.OUTPUT_ORDER: _all_by_priority,
    HitPolicy.COLLECT: _all,
    HitPolicy.SUM: _collected(_sum),
    HitPolicy.LEAST: _collected(lambda found: min(found, default=None)),
    HitPolicy.GREATEST: _collected(lambda found: max(found, default=None)),
    HitPolicy.COUNT: _collected(len),
}
COLLECTING: Final = frozenset(
    {HitPolicy.COLLECT, HitPolicy.SUM, HitPolicy.LEAST, HitPolicy.GREATEST, HitPolicy.COUNT}
)
RANKED: Final = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
RECKONED: Final = COLLECTING - {HitPolicy.COLLECT}
