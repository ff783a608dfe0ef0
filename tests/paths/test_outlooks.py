"""What is expected of running cases, learnt from finished ones whose times are set by hand."""

import datetime as dt
import math

import numpy as np
import pytest

from periplus.paths.facts import Prefixes, State, chance_of_late, judge, learn
from periplus.paths.facts.outlooks import area_under_curve
from periplus.paths.models import Case, Outlook, OutlookQuality
from periplus.paths.queries.outlooks import find_forecast, list_warnings, list_warnings_of
from periplus.paths.services.outlooks import work_out_all_outlooks, work_out_outlooks
from periplus.paths.services.work import complete_work
from tests.paths.past import many_finished
from tests.paths.scene import AT, Scene, chain, task, work

DAY = dt.timedelta(days=1)
TWO = chain("two", task("ask"), task("check"))


def prefixes(*rows: tuple[str, int, float, float, float]) -> Prefixes:
    """Rows of state, case, and days: reached, begun, ended."""
    columns = list(zip(*rows, strict=True))
    at, began, ended = (np.array(c, dtype=np.float64) * 86_400 for c in columns[2:])
    return Prefixes(
        np.array(columns[0]),
        np.array(columns[1], dtype=np.float64),
        at,
        began,
        ended,
        np.full(len(at), math.nan),
    )


def test_a_table_by_hand() -> None:
    known = prefixes(("ask", 1, 0, 0, 10), ("check", 1, 8, 0, 10), ("ask", 2, 1, 1, 5), ("ask", 3, 2, 2, 22))
    table = learn(known)
    assert (table["ask"].cases, table["ask"].median_days) == (3, 10)
    assert (table["check"].cases, table["check"].median_days) == (1, 2)
    assert table[""].cases == 3
    assert table[""].late_after_days == pytest.approx(16)  # 80 per cent between 10 and 20
    assert table["ask"].late_share == pytest.approx(1 / 3)


def test_nothing_is_known_beforehand() -> None:
    """Cases that ended after the day of the split teach nothing, those begun before it test nothing."""
    rows = [("ask", n, float(n), float(n), n + 4.0) for n in range(10)]
    quality = judge(prefixes(*rows))
    assert (quality.learnt_from, quality.tested_on) == (
        3,
        3,
    )  # the split is at 6.3: 0–2 had ended, 7–9 began later
    assert quality.error_days == 0


def test_chances() -> None:
    state = State("ask", 50, median_days=4, late_after_days=10, late_share=0.3)
    assert chance_of_late(state, days_until_limit=4) == pytest.approx(0.5)
    assert chance_of_late(state, days_until_limit=10) == pytest.approx(0.2)
    assert chance_of_late(state, days_until_limit=10, days_there=4) == pytest.approx(0.4)
    assert chance_of_late(state, days_until_limit=3, days_there=5) == 1


def test_hit_rates() -> None:
    late = np.array([True, False, True, False])
    assert area_under_curve(np.array([0.9, 0.1, 0.8, 0.2]), late) == 1
    assert area_under_curve(np.array([0.5, 0.5, 0.5, 0.5]), late) == 0.5
    assert area_under_curve(np.array([0.1, 0.9, 0.2, 0.8]), late) == 0
    assert area_under_curve(np.array([0.5]), np.array([True])) is None


def test_worked_out_from_the_ledger(scene: Scene) -> None:
    version = many_finished(scene, TWO, {"ask": 2, "check": 6}, number=40)
    quality = work_out_outlooks(procedure=version.procedure, at=AT)
    table = {row.state_key: row for row in Outlook.objects.filter(procedure=version.procedure)}
    assert set(table) == {"", "ask", "check"}
    assert table["ask"].median_days == pytest.approx(8, abs=0.01)
    assert table["check"].median_days == pytest.approx(6, abs=0.01)
    assert quality.learnt_from + quality.tested_on <= 40
    assert quality.error_days == pytest.approx(0, abs=0.01)
    assert work_out_all_outlooks(at=AT) == 1
    assert OutlookQuality.objects.count() == 1


def test_a_running_case(scene: Scene) -> None:
    version = many_finished(scene, TWO, {"ask": 2, "check": 6}, number=20)
    work_out_outlooks(procedure=version.procedure, at=AT)
    case = scene.case_of(version, due_on=(AT + 30 * DAY).date())
    forecast = find_forecast(case, at=AT)
    assert forecast is not None
    assert forecast.expected_at == pytest.approx(AT + 8 * DAY, abs=dt.timedelta(minutes=20))
    assert forecast.promised
    assert forecast.chance == pytest.approx(0, abs=0.01)
    complete_work(actor=scene.alice, item=work(case, "ask"), outputs={}, at=AT + DAY)
    later = find_forecast(Case.objects.get(pk=case.pk), at=AT + DAY)
    assert later is not None
    assert later.expected_at == pytest.approx(AT + 7 * DAY, abs=dt.timedelta(minutes=20))


def test_too_few_say_nothing(scene: Scene) -> None:
    version = many_finished(scene, TWO, {"ask": 2, "check": 6}, number=3)
    work_out_outlooks(procedure=version.procedure, at=AT)
    assert find_forecast(scene.case_of(version), at=AT) is None


def test_warnings(scene: Scene) -> None:
    version = many_finished(scene, TWO, {"ask": 2, "check": 6}, number=20)
    quality = work_out_outlooks(procedure=version.procedure, at=AT)
    tight = scene.case_of(version, due_on=(AT + 5 * DAY).date())
    scene.case_of(version, due_on=(AT + 50 * DAY).date())
    assert [each.case for each in list_warnings_of(scene.alice, version.procedure, at=AT)] == [tight.uuid]
    assert quality.hit_rate is None  # all took the same time, so nothing could be told apart
    assert list_warnings(scene.institution, AT) == []
    OutlookQuality.objects.update(hit_rate=0.7)
    assert [each.case for each in list_warnings(scene.institution, AT)] == [tight.uuid]
    assert list_warnings(scene.institution, AT + 10 * DAY) == []  # late is no longer a warning
