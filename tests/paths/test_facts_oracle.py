"""Facts read in SQL equal those of another tool, on small logs by hand and on two real ones."""

import gzip
import io
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # comes with the oracle, without types
import pm4py
import pytest

from periplus.paths.facts import from_log, judge
from periplus.paths.facts.outlooks import prefixes_from
from periplus.paths.models import EventLog
from periplus.paths.queries import facts
from periplus.paths.services.logs import import_log
from tests.paths.foreign import HARBOUR, Event, xes_of
from tests.paths.scene import AT, Scene
from tests.real_inputs import real_input

DAY = 86_400
ORACLE = "ignore:.*r4pm.*:UserWarning"
pytestmark = [pytest.mark.filterwarnings(ORACLE), pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def frame_of(events: list[Event]) -> pd.DataFrame:
    rows = [
        (case, activity, pd.Timestamp("2026-01-01", tz="UTC") + pd.Timedelta(days=days), who)
        for case, activity, days, who in events
    ]
    names = ["case:concept:name", "concept:name", "time:timestamp", "org:resource"]
    frame = pd.DataFrame(rows, columns=names)
    return pm4py.format_dataframe(frame, case_id=names[0], activity_key=names[1], timestamp_key=names[2])


def brought(scene: Scene, content: bytes, name: str = "Harbour") -> EventLog:
    return import_log(actor=scene.alice, name=name, file=io.BytesIO(content), at=AT)


def assert_equal(log: EventLog, frame: Any) -> None:
    """Graph, starts, ends, performance, paths, rework and throughput, figure by figure."""
    source = from_log(log.pk)
    edges = facts.list_edges(source)
    graph, starts, ends = pm4py.discover_dfg(frame)
    assert {(e.before, e.after): e.number for e in edges if e.before and e.after} == dict(graph)
    assert {e.after: e.number for e in edges if not e.before} == dict(starts)
    assert {e.before: e.number for e in edges if not e.after} == dict(ends)

    speeds, _starts, _ends = pm4py.discover_performance_dfg(frame)
    for edge in edges:
        if edge.before and edge.after:
            theirs = speeds[edge.before, edge.after]
            assert edge.median_days == pytest.approx(theirs["median"] / DAY, abs=1e-9)
            assert edge.mean_days == pytest.approx(theirs["mean"] / DAY, rel=1e-9, abs=1e-9)

    took = sorted(each.days for each in facts.list_durations(source))
    assert took == pytest.approx(sorted(d / DAY for d in pm4py.get_all_case_durations(frame)), abs=1e-9)

    paths = {each.path: each.cases for each in facts.list_variants(source, limit=100_000)}
    assert paths == dict(pm4py.get_variants(frame))

    again = {s.activity: s.cases_again for s in facts.list_steps(source) if s.cases_again}
    assert again == pm4py.get_rework_cases_per_activity(frame)


def test_a_log_by_hand(scene: Scene) -> None:
    log = brought(scene, xes_of(HARBOUR))
    assert (log.cases, log.events, log.format) == (4, 11, "xes")
    assert_equal(log, frame_of(HARBOUR))


def test_other_order_same_figures(scene: Scene) -> None:
    """Events of equal times keep the order of the file; a packed file is the same log."""
    turned = [*HARBOUR[5:], *HARBOUR[:5]]
    assert_equal(brought(scene, gzip.compress(xes_of(turned))), frame_of(turned))


REAL = ("bpic2020_DomesticDeclarations", "bpic2020_InternationalDeclarations")


def real_log(name: str) -> Path:
    return real_input(f"process/{name}.xes.gz")


@pytest.mark.parametrize(
    ("name", "plain", "by_step", "hit_rate"), [(REAL[0], 4.16, 3.54, 0.68), (REAL[1], 21.1, 13.95, 0.70)]
)
def test_a_real_log(scene: Scene, name: str, plain: float, by_step: float, hit_rate: float) -> None:
    """The same figures as the other tool; and outlooks as good as was found before, by other means."""
    path = real_log(name)
    with path.open("rb") as file:
        log = import_log(actor=scene.alice, name=name, file=file, at=AT)
    assert_equal(log, pm4py.read_xes(str(path)))
    quality = judge(facts.get_prefixes(from_log(log.pk)))
    assert quality.plain_error_days == pytest.approx(plain, rel=0.01)
    assert quality.error_days == pytest.approx(by_step, rel=0.01)
    assert quality.hit_rate is not None
    assert quality.hit_rate > hit_rate


def test_nothing_to_learn_from() -> None:
    assert judge(prefixes_from([])).error_days is None
