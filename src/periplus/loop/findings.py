"""Conditions of rules by stage, time and threshold. Each gives one finding for each point."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from periplus.loop.courses import course_of, distance, expected_on
from periplus.loop.enums import Course, Direction, Severity
from periplus.loop.terms import ABOVE, BELOW, UNKNOWN, Finding, Point, Terms

DAYS_WITHOUT_FIGURE = 400


def stage_findings(terms: Terms, history: Sequence[Point]) -> list[Finding]:
    """Behind the way from baseline to target by more than `at` tolerances (default 1)."""
    return [_stage(terms, point) for point in history]


def _stage(terms: Terms, point: Point) -> Finding:
    if terms.path is None or point.value is None:
        return UNKNOWN
    day = point.last_day
    if terms.path.baseline_on and day < terms.path.baseline_on:
        return UNKNOWN  # the way had not begun
    apart = distance(terms.path, point.value, day)
    expected = expected_on(terms.path, day)
    past = apart is not None and apart < -Decimal(str(terms.number("at", 1)))
    facts = {"value": str(point.value), "expected": str(expected), "period": point.key}
    return Finding(
        known=True,
        past=past,
        course=course_of(apart),
        sentence="stage",
        facts=facts,
        level=float(point.value),
        centre=float(expected),
    )


def time_findings(terms: Terms, history: Sequence[Point]) -> list[Finding]:
    """No new figure for more than `days` days, seen from the end of each period."""
    patience = dt.timedelta(days=terms.number("days", DAYS_WITHOUT_FIGURE))
    findings: list[Finding] = []
    last: Point | None = None
    for point in history:
        last = point if point.value is not None else last
        silent = last is not None and point.until - last.until > patience
        facts = {"last": last.key, "days": str((point.until - last.until).days)} if last else {}
        course = Course.NO_DATA if point.value is None else Course.ON
        findings.append(
            Finding(
                known=last is not None,
                past=silent,
                course=course,
                sentence="time",
                facts=facts | {"period": point.key},
            )
        )
    return findings


def threshold_findings(terms: Terms, history: Sequence[Point]) -> list[Finding]:
    """Past a fixed value, on the side that the rule names or that is worse."""
    side = terms.word("side", ABOVE if terms.direction is Direction.DOWN else BELOW)
    limit = Decimal(str(terms.number("past", 0)))
    return [_threshold(terms, point, side, limit) for point in history]


def _threshold(terms: Terms, point: Point, side: str, limit: Decimal) -> Finding:
    if point.value is None:
        return UNKNOWN
    past = point.value > limit if side == ABOVE else point.value < limit
    facts = {"value": str(point.value), "past": str(limit), "period": point.key}
    return Finding(
        known=True,
        past=past,
        course=course_when(terms, past=past),
        sentence=f"threshold_{side}",
        facts=facts,
        level=float(point.value),
        lower=float(limit) if side == BELOW else None,
        upper=float(limit) if side == ABOVE else None,
    )


def course_when(terms: Terms, *, past: bool) -> Course:
    """The light of a condition that knows only “past” or “not past”."""
    if not past:
        return Course.ON
    return Course.OFF if terms.severity >= Severity.SERIOUS else Course.DRIFTING
