"""Process facts of two real logs (BPI Challenge 2020, a university's travel requests), beside pm4py.

Both give the same directly-follows graph with its counts and median times, and the same throughput times;
that is asserted figure by figure. Ours are asked of the stored table, by one statement each. pm4py is timed
twice: on the data frame it holds in memory, and with reading the file, which is what it has to do before it
can answer at all, for it keeps nothing. The target is about the second: what somebody waits for who asks.
"""

import os
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from bench.figures import Figure, machine, say, seconds
from periplus.core import clock
from periplus.paths.facts import Source, from_log
from periplus.paths.models import EventLog
from periplus.paths.queries import facts
from periplus.paths.services.logs import import_log
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, RoleAssignment

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
LOGS = ("bpic2020_DomesticDeclarations", "bpic2020_InternationalDeclarations")
DAY = 86_400
RUNS = 9
FASTER = 20


def run() -> None:
    warnings.simplefilter("ignore")
    person = _person()
    for name in LOGS:
        path = Path(os.environ.get("PERIPLUS_REAL_DATA", BESIDE)) / "process" / f"{name}.xes.gz"
        if not path.exists():
            print(f"facts: the real log {name} is not here, so it is left out.")
            continue
        _compare(person, name, path)


def _person() -> Person:
    institution = Institution.objects.create(name="University of Port", short_name="Port", country="PT")
    person = Person.objects.create(
        email="a@port.example", name="Alice", sort_key="alice", institution=institution
    )
    RoleAssignment.objects.create(person=person, role=Role.OFFICE, valid_from=clock.today())
    return person


def _compare(person: Person, name: str, path: Path) -> None:
    import pm4py  # noqa: PLC0415 -- a tool of tests, slow to import

    began = time.perf_counter()
    with path.open("rb") as file:
        log = import_log(actor=person, name=name, file=file, at=clock.now())
    brought = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE paths_logevent")
    began = time.perf_counter()
    frame = pm4py.read_xes(str(path))
    read = time.perf_counter() - began
    source = from_log(log.pk)
    _assert_equal(pm4py, frame, source)
    sizes = {"events": log.events, "cases": log.cases, "import_s": round(brought, 2), **machine()}
    sizes |= {"pm4py": pm4py.__version__, "pm4py_read_s": round(read, 2)}
    _say(name, log, "graph", _graph_of(pm4py, frame), lambda: facts.list_edges(source), read, sizes)
    _say(
        name,
        log,
        "throughput",
        lambda: statistics.median(pm4py.get_all_case_durations(frame)),
        lambda: facts.get_throughput(source),
        read,
        sizes,
    )


def _graph_of(pm4py: Any, frame: Any) -> Callable[[], Any]:
    """Counts and median times, as one row of ours has both."""
    return lambda: (pm4py.discover_dfg(frame), pm4py.discover_performance_dfg(frame))


def _say(
    name: str,
    log: EventLog,
    what: str,
    theirs: Callable[[], Any],
    ours: Callable[[], Any],
    read: float,
    sizes: dict[str, object],
) -> None:
    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    title = f"facts: {what} of {name.rsplit('_', maxsplit=1)[-1]}, {log.events:,} events"
    for beside, took, target in (
        ("data frame in memory", other, ""),
        ("file read first", other + read, f"at least {FASTER} times faster"),
    ):
        holds = mine * FASTER <= took if target else None
        figure = Figure(
            f"{title}, beside pm4py with its {beside}",
            round(mine * 1000, 1),
            "ms",
            round(took * 1000, 1),
            round(mine / took, 4),
            sizes,
            target,
            holds,
        )
        say(figure)


def _assert_equal(pm4py: Any, frame: Any, source: Source) -> None:
    edges = [edge for edge in facts.list_edges(source) if edge.before and edge.after]
    graph, _starts, _ends = pm4py.discover_dfg(frame)
    speeds, _starts, _ends = pm4py.discover_performance_dfg(frame)
    _demand({(e.before, e.after): e.number for e in edges} == dict(graph), "the graph")
    medians = {(e.before, e.after): e.median_days or 0 for e in edges}
    _demand(all(_near(medians[key], value["median"] / DAY) for key, value in speeds.items()), "the times")
    took = pm4py.get_all_case_durations(frame)
    found = facts.get_throughput(source)
    _demand(found.ended == len(took), "the number of cases")
    _demand(_near(found.median_days or 0, statistics.median(took) / DAY), "the throughput time")


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 1e-6


def _demand(fact: bool, what: str) -> None:  # noqa: FBT001 -- what is demanded
    if not fact:
        message = f"Ours and the other tool do not agree on {what}."
        raise AssertionError(message)
