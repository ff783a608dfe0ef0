"""The condition of trend rules: outside the natural range, by XmR, EWMA or CUSUM.

The range is learnt from the first `baseline` readings (after `since`, when a change was accepted and
the rule re-based) and then stands still: a slow drift cannot hide in limits that drift with it.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from periplus.loop.enums import Direction
from periplus.loop.findings import course_when
from periplus.loop.methods.natural_range import NaturalRange, natural_range, runs
from periplus.loop.methods.weighted import cusum, ewma
from periplus.loop.parameters import USUAL, USUAL_BASELINE
from periplus.loop.terms import ABOVE, BELOW, CUSUM, EWMA, UNKNOWN, WORSE, XMR, Finding, Point, Terms


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chart says of one reading after the baseline: which side it leaves by, if any."""

    side: str
    level: float
    lower: float
    upper: float
    sentence: str = ""
    count: int = 0


def trend_findings(terms: Terms, history: Sequence[Point]) -> list[Finding]:
    """One finding for each point; nothing is known before the baseline is complete."""
    method = terms.word("method", XMR)
    values = _values(terms, history)
    known = [place for place, value in enumerate(values) if value is not None]
    size = int(terms.number("baseline", USUAL_BASELINE[method]))
    findings = [UNKNOWN] * len(history)
    if len(known) <= size:
        return findings
    series = [float(values[place] or 0) for place in known]
    usual = natural_range(series[:size])
    readings = CHARTS[method](terms, usual, series[size:])
    for place, reading in zip(known[size:], readings, strict=True):
        findings[place] = _finding(terms, usual, history[place], reading)
    return findings


def _values(terms: Terms, history: Sequence[Point]) -> list[float | None]:
    """The readings from `since` on; with `season`, each as its change on the same period before."""
    since = dt.date.fromisoformat(terms.word("since", "0001-01-01"))
    season = int(terms.number("season", 0))
    raw = [None if p.value is None or p.until <= since else float(p.value) for p in history]
    if not season:
        return raw
    before = [*[None] * season, *raw]
    return [None if a is None or b is None else a - b for a, b in zip(raw, before, strict=False)]


def _xmr(terms: Terms, usual: NaturalRange, series: Sequence[float]) -> list[Reading]:
    longest = int(terms.number("run", 0))
    readings = []
    for value, run in zip(series, runs(series, usual.centre), strict=True):
        side = _outside(value, usual.lower, usual.upper)
        if not side and longest and abs(run) >= longest:
            side = ABOVE if run > 0 else BELOW
            readings.append(Reading(side, value, usual.lower, usual.upper, f"run_{side}", abs(run)))
        else:
            readings.append(Reading(side, value, usual.lower, usual.upper))
    return readings


def _ewma(terms: Terms, usual: NaturalRange, series: Sequence[float]) -> list[Reading]:
    steps = ewma(
        series,
        mean=usual.centre,
        sigma=usual.sigma,
        weight=terms.number("weight", USUAL["weight"]),
        width=terms.number("width", USUAL["width"]),
    )
    return [Reading(_outside(s.level, s.lower, s.upper), s.level, s.lower, s.upper) for s in steps]


def _cusum(terms: Terms, usual: NaturalRange, series: Sequence[float]) -> list[Reading]:
    """Sums are shown in the unit of the values, around the centre, so that one chart serves all."""
    steps = cusum(series, mean=usual.centre, sigma=usual.sigma, slack=terms.number("slack", USUAL["slack"]))
    interval = terms.number("interval", USUAL["interval"])
    lower, upper = (usual.centre + sign * interval * usual.sigma for sign in (-1, 1))
    readings = []
    for step in steps:
        side = ABOVE if step.above > interval else BELOW if step.below > interval else ""
        farthest = step.above if step.above >= step.below else -step.below
        readings.append(Reading(side, usual.centre + farthest * usual.sigma, lower, upper))
    return readings


Chart = Callable[[Terms, NaturalRange, Sequence[float]], list[Reading]]
CHARTS: Final[dict[str, Chart]] = {XMR: _xmr, EWMA: _ewma, CUSUM: _cusum}


def _outside(level: float, lower: float, upper: float) -> str:
    if level > upper:
        return ABOVE
    return BELOW if level < lower else ""


def _finding(terms: Terms, usual: NaturalRange, point: Point, reading: Reading) -> Finding:
    better = {Direction.UP: ABOVE, Direction.DOWN: BELOW}.get(terms.direction, "")
    for_the_better = bool(reading.side) and reading.side == better
    past = bool(reading.side) and not (for_the_better and terms.word("side", "") == WORSE)
    facts = {
        "value": str(point.value),
        "period": point.key,
        "centre": repr(usual.centre),
        "lower": repr(reading.lower),
        "upper": repr(reading.upper),
        "count": str(reading.count),
    }
    return Finding(
        known=True,
        past=past,
        for_the_better=for_the_better,
        course=course_when(terms, past=past and not for_the_better),
        sentence=reading.sentence or f"trend_{reading.side or ABOVE}",
        facts=facts,
        level=reading.level,
        centre=usual.centre,
        lower=reading.lower,
        upper=reading.upper,
    )
