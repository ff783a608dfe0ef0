import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from periplus.core.periods import calendar_year, month
from periplus.loop.courses import Path
from periplus.loop.enums import Course, Direction, RuleKind, Severity
from periplus.loop.judging import judge, try_rule
from periplus.loop.terms import Firing, Point, Terms

Levels = Sequence[float | None]


def years(levels: Levels, first: int = 2005) -> list[Point]:
    periods = [calendar_year(first + number) for number in range(len(levels))]
    return [
        Point(period.key, period.until, None if level is None else Decimal(str(level)))
        for period, level in zip(periods, levels, strict=True)
    ]


def months(levels: Levels) -> list[Point]:
    points, period = [], month(2020, 1)
    for level in levels:
        points.append(Point(period.key, period.until, None if level is None else Decimal(str(level))))
        period = period.next()
    return points


def terms(
    kind: RuleKind, direction: Direction = Direction.UP, path: Path | None = None, **parameters: Any
) -> Terms:
    return Terms(kind, parameters, Severity.SERIOUS, direction, path)


def fired(firings: Sequence[Firing]) -> list[str]:
    return [firing.point.key for firing in firings]


def test_a_threshold_fires_where_the_value_is_past_it() -> None:
    rule = terms(RuleKind.THRESHOLD, past=50)
    firings = try_rule(rule, years([60, 49, 50, None, 40]))
    assert fired(firings) == ["2006", "2009"]
    assert firings[0].sentence == "threshold_below"
    assert firings[0].facts == {"value": "49", "past": "50.0", "period": "2006"}
    assert firings[0].course is Course.OFF


def test_a_threshold_watches_the_worse_side_unless_told_otherwise() -> None:
    levels = years([60, 40])
    assert fired(try_rule(terms(RuleKind.THRESHOLD, Direction.DOWN, past=50), levels)) == ["2005"]
    assert fired(try_rule(terms(RuleKind.THRESHOLD, side="above", past=50), levels)) == ["2005"]


def test_persistence_waits_for_k_of_n() -> None:
    rule = terms(RuleKind.THRESHOLD, past=50, persistence=2, of=3)
    assert fired(try_rule(rule, years([40, 60, 60, 40, 60, 40, 60]))) == ["2010"]


def test_hysteresis_keeps_a_rule_red_until_two_calm_readings() -> None:
    rule = terms(RuleKind.THRESHOLD, past=50)
    red = [each.red for each in judge(rule, years([60, 40, 60, 40, 60, None, 60, 60]))]
    assert red == [False, True, True, True, True, True, False, False]


def test_a_stage_rule_fires_more_than_a_tolerance_behind_the_way() -> None:
    path = Path(
        Decimal(200), dt.date(2009, 12, 31), Decimal(10), Direction.UP, Decimal(100), dt.date(2004, 12, 31)
    )
    rule = terms(RuleKind.STAGE, path=path)
    firings = try_rule(rule, years([120, 131, 145, 190, None]))
    assert fired(firings) == ["2007"]  # 160 are expected, 15 are missing
    assert Decimal(firings[0].facts["expected"]).quantize(Decimal(1)) == 160


def test_a_time_rule_fires_when_no_figure_comes() -> None:
    rule = terms(RuleKind.TIME, days=400)
    firings = try_rule(rule, years([None, 5, None, None, 7]))
    assert fired(firings) == ["2008"]
    assert firings[0].facts["last"] == "2006"
    assert firings[0].course is Course.NO_DATA


def test_a_natural_range_fires_outside_the_limits_of_its_baseline() -> None:
    # Mean 10, mean moving range 1.25: limits 6.675 and 13.325.
    rule = terms(RuleKind.TREND, method="xmr", baseline=5)
    firings = try_rule(rule, years([10, 12, 10, 9, 9, 13.3, 13.4, 6.7, 6.6]))
    assert fired(firings) == ["2011", "2013"]
    assert [firing.sentence for firing in firings] == ["trend_above", "trend_below"]


def test_a_surprise_for_the_better_is_only_a_notice() -> None:
    rule = terms(RuleKind.TREND, method="xmr", baseline=5)
    better, worse = try_rule(rule, years([10, 12, 10, 9, 9, 14.1, 5.9]))
    assert (better.severity, better.course) == (Severity.NOTICE, Course.ON)
    assert (worse.severity, worse.course) == (Severity.SERIOUS, Course.OFF)
    only_worse = terms(RuleKind.TREND, method="xmr", baseline=5, side="worse")
    assert fired(try_rule(only_worse, years([10, 12, 10, 9, 9, 14.1, 5.9]))) == ["2011"]


def test_a_run_on_one_side_fires_within_the_limits() -> None:
    rule = terms(RuleKind.TREND, method="xmr", baseline=5, run=4)
    firings = try_rule(rule, years([10, 12, 10, 9, 9, 9.5, 9.5, 9.5, 9.5, 10.5]))
    assert fired(firings) == ["2013"]
    assert (firings[0].sentence, firings[0].facts["count"]) == ("run_below", "4")


def test_since_starts_a_new_baseline() -> None:
    levels = years([100, 101, 99, 10, 12, 10, 9, 9, 14.1])
    since = terms(RuleKind.TREND, method="xmr", baseline=5, since="2008-01-01")
    assert fired(try_rule(since, levels)) == ["2013"]


def test_ewma_notices_a_small_lasting_shift_that_a_natural_range_misses() -> None:
    baseline = [10, 11, 9, 10, 11, 9] * 4
    shifted = [11.5] * 12
    slow = terms(RuleKind.TREND, Direction.DOWN, method="ewma")
    sharp = terms(RuleKind.TREND, Direction.DOWN, method="xmr", baseline=24)
    cumulative = terms(RuleKind.TREND, Direction.DOWN, method="cusum")
    assert not try_rule(sharp, months([*baseline, *shifted]))
    assert fired(try_rule(slow, months([*baseline, *shifted])))[0] == "2022-07"
    assert try_rule(cumulative, months([*baseline, *shifted]))


def test_a_season_compares_with_the_same_month_a_year_before() -> None:
    wave = [10, 50, 30, 20, 10, 5, 5, 80, 90, 40, 20, 10]
    seasonal = terms(RuleKind.TREND, Direction.DOWN, method="xmr", baseline=12, season=12)
    steady = [level + (number % 5) for number, level in enumerate(wave * 3)]
    assert try_rule(seasonal, months([*steady, 60]))
    assert not try_rule(seasonal, months([*steady, 11]))


def test_nothing_is_said_before_the_baseline_is_complete() -> None:
    rule = terms(RuleKind.TREND, method="xmr", baseline=5)
    assert not any(each.finding.known for each in judge(rule, years([1, 9, 1, None, 900])))


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=25), st.integers(0, 25))
def test_a_judgement_never_changes_when_the_future_comes(levels: list[float | None], cut: int) -> None:
    """So a replay that sees the years up to one judges them as it would have been judged then."""
    history = years(levels)
    for rule in (
        terms(RuleKind.THRESHOLD, past=50, persistence=2, of=3),
        terms(RuleKind.TIME, days=400),
        terms(RuleKind.TREND, method="xmr", baseline=5, run=6),
        terms(RuleKind.TREND, method="ewma", baseline=5),
    ):
        assert judge(rule, history)[:cut] == judge(rule, history[:cut])


def test_a_stage_rule_says_nothing_of_the_time_before_its_way_begins() -> None:
    path = Path(
        Decimal(200), dt.date(2009, 12, 31), Decimal(10), Direction.UP, Decimal(100), dt.date(2006, 12, 31)
    )
    judgements = judge(terms(RuleKind.STAGE, path=path), years([1, 100, 1]))
    assert [each.finding.known for each in judgements] == [False, True, True]
    assert [each.fires for each in judgements] == [False, False, True]
