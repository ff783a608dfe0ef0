"""A hundred thousand live cases of a twelve-node procedure, beside SpiffWorkflow on the same database.

Both complete the same tasks of the same procedure, each completion in a transaction of its own, with
commits flushed to disk; a figure is the mean, over the five tasks on the way, of their medians. They take
turns in blocks of twenty cases, as each would work in a process of its own: case by case in turn, what the
other leaves in the processor's caches costs ours a fifth and the other a twentieth. The first five blocks are
to warm up: after a checkpoint, whoever touches a page first writes all of it.
`bench/other_engine.py` says how the cases of the other engine are kept. The version to which all are switched
has one step more and one that is called otherwise; then they are switched to one that says all otherwise.
"""

import itertools
import statistics
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection

from bench import crowd
from bench.figures import Figure, machine, say, seconds
from bench.other_engine import FORMS, OtherEngine
from periplus.paths.models import ProcedureVersion, WorkItem
from periplus.paths.queries.panel import Chosen, Load, loads_of
from periplus.paths.queries.work_lists import list_first_work
from periplus.paths.services.switching import preview_switch, switch_cases
from periplus.paths.services.timers import find_due_timers
from periplus.paths.services.work import complete_work
from periplus.people.enums import Role, UnitKind
from periplus.people.models import Institution, Person, RoleAssignment, Unit

CASES, RUNS, BLOCK, WARM_UP = 100_000, 500, 20, 5
OURS = "ours"
# For a task of one case, and what comes out of it: what does it.
Deed = Callable[[str, dict[str, Any]], Callable[[], Any]]
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("ask", {"amount": 1250}),
    ("check", {"remark": "as last year"}),
    ("faculty", {"faculty_says": "agreed"}),
    ("finance", {"finance_says": "covered"}),
]


def run() -> None:
    person, unit = _people()
    chart = crowd.twelve_nodes()
    version = crowd.enacted(unit, chart, 1)
    progress = [STEPS[:number] for number in range(len(STEPS) + 1)]
    templates = [crowd.moved(person, unit, version.procedure, steps) for steps in progress]
    crowd.multiply(templates, CASES // len(templates))
    other = OtherEngine(progress, CASES, person)
    sizes = {"cases": CASES, "nodes": 12, "runs": RUNS, **machine()}
    _say_completion(person, other, sizes)
    _say_lists(person, version, sizes)
    _say_switches(person, unit, version, sizes)
    _say_size(sizes)  # last, since tables are packed for it as no table stands in real life


def _people() -> tuple[Person, Unit]:
    institution = Institution.objects.create(name="University of Port", short_name="Port", country="PT")
    unit = Unit.objects.create(
        institution=institution, kind=UnitKind.UNIVERSITY, name="University", code="U", path="/"
    )
    unit.path = f"/{unit.pk}/"
    unit.save()
    person = Person.objects.create(
        email="a@port.example", name="Alice", sort_key="alice", institution=institution
    )
    RoleAssignment.objects.create(person=person, role=Role.OFFICE, valid_from=crowd.AT.date())
    return person, unit


def _say_completion(person: Person, other: OtherEngine, sizes: dict[str, object]) -> None:
    """Whole cases from the first task to the last, a block in each way, in turn; the first few to warm up."""
    tasks = [*STEPS, ("sign", {"signed_on": "today"})]
    ways = _ways(person, other)
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for block in range(WARM_UP + RUNS // BLOCK):
        for name, begin in ways.items():
            for deed in [begin() for _number in range(BLOCK)]:
                for node, values in tasks:
                    milliseconds = seconds(deed(node, values)) * 1000
                    took[name, node] += [milliseconds] if block >= WARM_UP else []
    usual = {
        name: statistics.mean(statistics.median(took[name, node]) for node, _values in tasks) for name in ways
    }
    every = sorted(each for (name, _node), several in took.items() if name == OURS for each in several)
    more = sizes | {"p95_ms": round(every[int(len(every) * 0.95)], 2)}
    for name, theirs in usual.items():
        if name != OURS:
            title, mine = f"complete a task, beside the other {name}", usual[OURS]
            _figure(title, mine, "ms", more, "at least 3 times faster", theirs, mine * 3 <= theirs)


def _ways(person: Person, other: OtherEngine) -> dict[str, Callable[[], Deed]]:
    """How a task is completed: each gives another case every time, with what completes a task of it."""
    first = WorkItem.objects.filter(state="open", node__key="ask").order_by("id")
    cases, rows = iter(first.values_list("case", flat=True)), itertools.count(1)

    def ours() -> Deed:
        case = next(cases)
        return lambda node, values: partial(
            complete_work,
            actor=person,
            item=WorkItem.objects.get(case=case, node__key=node, state="open"),
            outputs=values,
            at=crowd.AT,
        )

    def theirs(complete: Callable[..., Any], form: str) -> Deed:
        return partial(partial, complete, form, next(rows))

    return {
        OURS: ours,
        "in models": partial(theirs, other.complete_in_models, "packed"),
        "in models, as documented": partial(theirs, other.complete_in_models, "documented"),
        "in plain SQL": partial(theirs, other.complete_in_sql, "packed"),
        "bare": partial(theirs, other.complete_bare, "packed"),
    }


def _say_size(sizes: dict[str, object]) -> None:
    mine = sum(_megabytes(table) for table in ("paths_case", "paths_workitem", "paths_timer"))
    beside = _megabytes("spiff_work") + _megabytes("spiff_timer")
    for form in FORMS:
        theirs = _megabytes(f"spiff_{form}") + beside
        name = f"state of all cases, beside the other {form}"
        _figure(name, mine, "MB", sizes, "at most a quarter", theirs, mine * 4 <= theirs)


def _megabytes(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM FULL {table}")
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        return float(cursor.fetchone()[0]) / 1e6


def _say_lists(person: Person, version: ProcedureVersion, sizes: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")

    def my_work() -> list[WorkItem]:
        return list(list_first_work(person, 50))

    def panel() -> dict[str, Load]:
        return loads_of(person, version.procedure, Chosen(), at=crowd.AT)

    works: list[tuple[str, Callable[[], Any], float]] = [
        ("list my work", my_work, 25),
        ("panel: count, late and oldest per node", panel, 25),
        ("find due timers", lambda: find_due_timers(at=crowd.AT), 5),
    ]
    for name, deed, target in works:
        deed()
        took = statistics.median(seconds(deed) for _ in range(30)) * 1000
        _figure(name, took, "ms", sizes, f"at most {target:g} ms", None, took <= target)


def _say_switches(person: Person, unit: Unit, version: ProcedureVersion, sizes: dict[str, object]) -> None:
    """First to a version as offices change them, then to one in which every step says something else."""
    for number, chart, name in (
        (2, crowd.a_step_more(crowd.twelve_nodes()), "switch all to a changed version"),
        (3, crowd.said_otherwise(crowd.a_step_more(crowd.twelve_nodes())), "switch all, every step changed"),
    ):
        target = crowd.enacted(unit, chart, number)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        asked = seconds(lambda: preview_switch(version, target, {}))  # noqa: B023 -- called at once
        took = seconds(
            lambda: switch_cases(actor=person, source=version, target=target, mapping={}, at=crowd.AT)  # noqa: B023
        )
        more = sizes | {"preview_s": round(asked, 2)}
        _figure(name, took, "s", more, "at most 2 s", None, took <= 2)
        version = target


def _figure(
    name: str,
    value: float,
    unit: str,
    sizes: dict[str, object],
    target: str,
    versus: float | None,
    holds: bool,  # noqa: FBT001 -- one of the parts of a figure
) -> None:
    ratio = round(value / versus, 3) if versus else None
    beside = round(versus, 3) if versus else None
    say(Figure(f"cases: {name}", round(value, 3), unit, beside, ratio, sizes, target, holds))
