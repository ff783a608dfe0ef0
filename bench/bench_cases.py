"""A hundred thousand live cases of a twelve-node procedure, beside SpiffWorkflow on the same database.

The other engine keeps each case as its own serializer writes it (JSON without the specification,
compressed with zlib) in one row, locked while a task is completed. Both complete the same task of the same
procedure, each completion in a transaction of its own, in turn, with commits flushed to disk. It is
measured twice: bare, which is the least it needs, and with the duties that ours has too: open work in a
table by role and date, so that people have lists, and an entry in the same ledger.
"""

import json
import statistics
import zlib
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from bench import crowd
from bench.figures import Figure, machine, say, seconds
from periplus.core.ledger.services import record
from periplus.paths.models import ProcedureVersion, WorkItem
from periplus.paths.queries.charts import get_stored
from periplus.paths.queries.work_lists import list_first_work
from periplus.paths.services.switching import preview_switch, switch_cases
from periplus.paths.services.timers import find_due_timers
from periplus.paths.services.work import complete_work
from periplus.people.enums import Role, UnitKind
from periplus.people.models import Institution, Person, RoleAssignment, Unit
from tests.paths.oracle import SpiffCase

CASES, RUNS = 100_000, 300
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
    templates = [crowd.moved(person, unit, version.procedure, STEPS[:n]) for n in range(5)]
    crowd.multiply(templates, CASES // len(templates))
    spiff = SpiffTable()
    spiff.fill()
    sizes = {"cases": CASES, "nodes": 12, "runs": RUNS, **machine()}
    _say_completion(person, spiff, sizes)
    _say_size(sizes)
    _say_lists(person, version, sizes)
    _say_switch(person, unit, version, sizes)


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


class SpiffTable:
    """Cases of the other engine in one table of the same database."""

    def __init__(self) -> None:
        self.registry = BpmnWorkflowSerializer.configure()
        self.serializer = BpmnWorkflowSerializer(self.registry)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS spiff_case")
            cursor.execute("CREATE TABLE spiff_case (id bigserial PRIMARY KEY, state bytea NOT NULL)")
            cursor.execute("DROP TABLE IF EXISTS spiff_work")
            cursor.execute(
                "CREATE TABLE spiff_work (id bigserial PRIMARY KEY, case_id bigint NOT NULL,"
                " node text NOT NULL, role text NOT NULL, due_at timestamptz,"
                " open bool NOT NULL DEFAULT true, closed_at timestamptz)"
            )
            for columns in ("role, due_at", "node, due_at", "case_id"):
                cursor.execute(f"CREATE INDEX ON spiff_work ({columns}) WHERE open")

    def fill(self) -> None:
        """The same five kinds of progress, as many of each. Only the state, without the specification."""
        self.specs: dict[str, Any] = {}
        blobs = []
        for n in range(5):
            case = SpiffCase(crowd.twelve_nodes())
            for node, values in STEPS[:n]:
                case.complete(node, values)
            blobs.append(self.pack(case.workflow))
        with connection.cursor() as cursor:
            for blob in blobs:
                cursor.execute(
                    "INSERT INTO spiff_case (state) SELECT %s FROM generate_series(1, %s)", [blob, CASES // 5]
                )
            cursor.execute(
                "INSERT INTO spiff_work (case_id, node, role, due_at) SELECT id, 'check', 'office',"
                " now() + (id % 40 - 20) * interval '1 day' FROM spiff_case"
            )
            cursor.execute("VACUUM ANALYZE spiff_case")
            cursor.execute("VACUUM ANALYZE spiff_work")

    def pack(self, workflow: Any) -> bytes:
        stored = self.serializer.to_dict(workflow)
        spec = stored.pop("spec", None)
        if spec is not None:
            self.specs["approval"] = spec
        return zlib.compress(json.dumps(stored).encode())

    def unpack(self, blob: bytes) -> Any:
        stored = json.loads(zlib.decompress(blob))
        stored["spec"] = self.specs["approval"]
        return self.serializer.from_dict(stored)

    @transaction.atomic
    def complete_with_duties(self, pk: int, person: Person) -> None:
        """The same, with open work kept in a table of its own, and a ledger entry."""
        self.complete(pk)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE spiff_work SET open = false, closed_at = now() WHERE case_id = %s AND open", [pk]
            )
            cursor.execute(
                "INSERT INTO spiff_work (case_id, node, role, due_at)"
                " VALUES (%s, %s, %s, %s), (%s, %s, %s, %s)",
                [pk, "faculty", "office", crowd.AT, pk, "finance", "office", crowd.AT],
            )
        facts = {"node": "check", "procedure": "approval", "version": 1, "role": "office"}
        record("paths.work.done", actor=person, objects={"case": person, "work": person}, attributes=facts)

    @transaction.atomic
    def complete(self, pk: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM spiff_case WHERE id = %s FOR UPDATE", [pk])
            case = SpiffCase.__new__(SpiffCase)
            case.workflow = self.unpack(bytes(cursor.fetchone()[0]))
            case.complete("check", {"remark": "as last year"})
            cursor.execute("UPDATE spiff_case SET state = %s WHERE id = %s", [self.pack(case.workflow), pk])


def _say_completion(person: Person, spiff: SpiffTable, sizes: dict[str, object]) -> None:
    waiting = WorkItem.objects.filter(state="open", node__key="check").order_by("id")
    ours = iter(list(waiting[: RUNS + 20]))
    theirs = iter(range(CASES // 5 + 1, CASES // 5 + 2 * RUNS + 41))

    def here() -> None:
        complete_work(actor=person, item=next(ours), outputs={"remark": "as last year"}, at=crowd.AT)

    def there() -> None:
        spiff.complete_with_duties(next(theirs), person)

    def bare() -> None:
        spiff.complete(next(theirs))

    rounds = [(seconds(here), seconds(there), seconds(bare)) for _ in range(RUNS + 20)][20:]
    mine, other, least = (statistics.median(side) * 1000 for side in zip(*rounds, strict=True))
    late = sorted(each[0] for each in rounds)[int(RUNS * 0.95)] * 1000
    name = "complete a task, beside the bare state of the other"
    _figure(name, mine, "ms", sizes, "at least 3 times faster", least, mine * 3 <= least)
    _figure(
        "complete a task",
        mine,
        "ms",
        sizes | {"p95_ms": round(late, 2)},
        "at least 3 times faster",
        other,
        mine * 3 <= other,
    )


def _say_size(sizes: dict[str, object]) -> None:
    mine = sum(_megabytes(table) for table in ("paths_case", "paths_workitem", "paths_timer"))
    other = _megabytes("spiff_case") + _megabytes("spiff_work")
    _figure("state of all cases", mine, "MB", sizes, "at most a quarter", other, mine * 4 <= other)


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

    nodes = list(get_stored(version).keys)

    def panel() -> list[Any]:
        standing = WorkItem.objects.filter(state="open", node__in=nodes).order_by()
        return list(standing.values("node").annotate(n=Count("*")))

    works: list[tuple[str, Callable[[], Any], float]] = [
        ("list my work", my_work, 25),
        ("count per node", panel, 25),
        ("find due timers", lambda: find_due_timers(at=crowd.AT), 5),
    ]
    for name, deed, target in works:
        deed()
        took = statistics.median(seconds(deed) for _ in range(30)) * 1000
        _figure(name, took, "ms", sizes, f"at most {target:g} ms", None, took <= target)


def _say_switch(person: Person, unit: Unit, version: ProcedureVersion, sizes: dict[str, object]) -> None:
    target = crowd.enacted(unit, crowd.twelve_nodes(), 2)
    asked = seconds(lambda: preview_switch(version, target, {}))
    took = seconds(lambda: switch_cases(actor=person, source=version, target=target, mapping={}, at=crowd.AT))
    more = sizes | {"preview_s": round(asked, 2)}
    _figure("switch all to another version", took, "s", more, "at most 2 s", None, took <= 2)


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
