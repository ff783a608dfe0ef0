"""What a rule says about a series: the same answer live, when tested on history, and in a replay.

Everything here is pure: a rule's terms and a series in, judgements and firings out.
"""

from collections.abc import Callable, Sequence
from typing import Final

from periplus.loop.courses import READINGS_TO_RECOVER
from periplus.loop.enums import RuleKind, Severity
from periplus.loop.findings import stage_findings, threshold_findings, time_findings
from periplus.loop.terms import Finding, Firing, Judgement, Point, Terms
from periplus.loop.trends import trend_findings

CONDITIONS: Final[dict[str, Callable[[Terms, Sequence[Point]], list[Finding]]]] = {
    RuleKind.STAGE: stage_findings,
    RuleKind.TIME: time_findings,
    RuleKind.THRESHOLD: threshold_findings,
    RuleKind.TREND: trend_findings,
}


def judge(terms: Terms, history: Sequence[Point]) -> list[Judgement]:
    """One judgement for each point, in order; each looks only at its own past."""
    findings = CONDITIONS[terms.kind](terms, history)
    needed, among = persistence_of(terms)
    judgements: list[Judgement] = []
    red, calm = False, 0
    for place, finding in enumerate(findings):
        recent = findings[max(0, place - among + 1) : place + 1]
        fires = finding.past and sum(each.past for each in recent) >= needed
        if fires:
            red, calm = True, 0
        elif finding.known and not finding.past:
            calm += 1
            red = red and calm < READINGS_TO_RECOVER
        judgements.append(Judgement(history[place], finding, fires, red))
    return judgements


def try_rule(terms: Terms, history: Sequence[Point]) -> list[Firing]:
    """The signals that a rule raises on a series, oldest first."""
    return [firing_of(terms, each) for each in judge(terms, history) if each.fires]


def firing_of(terms: Terms, judgement: Judgement) -> Firing:
    """A judgement as a signal. A surprise for the better is told, but is only a notice."""
    finding = judgement.finding
    severity = Severity.NOTICE if finding.for_the_better else terms.severity
    return Firing(judgement.point, severity, finding.course, finding.sentence, dict(finding.facts))


def persistence_of(terms: Terms) -> tuple[int, int]:
    """How many of how many readings have to be past the limit."""
    needed = int(terms.number("persistence", 1))
    return needed, max(needed, int(terms.number("of", needed)))
