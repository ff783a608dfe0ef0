"""Cases of SpiffWorkflow in tables of the same database, for comparison.

The state of a case stands in one row, locked while a task is completed, in two forms: as its documentation
stores it (`serialize_json`, text), and packed by hand as small as it gets (without the specification,
compressed with zlib). Beside the state stands what ours does too, so that people have lists, deadlines are
found and a ledger is kept: open and closed work, deadlines by date, an entry in the same ledger. All of it
is written twice: in models, as a product on Django does, and in plain SQL, as fast as it gets.
"""

import json
import zlib
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from bench import crowd
from periplus.core.ledger.services import record
from periplus.people.models import Person
from tests.paths.oracle import SpiffCase

FORMS = {"documented": "text", "packed": "bytea"}
_TABLES = """
    DROP TABLE IF EXISTS spiff_timer, spiff_work, spiff_documented, spiff_packed;
    CREATE TABLE spiff_documented (id bigserial PRIMARY KEY, state text NOT NULL);
    CREATE TABLE spiff_packed (id bigserial PRIMARY KEY, state bytea NOT NULL);
    CREATE TABLE spiff_work (id bigserial PRIMARY KEY, case_id bigint NOT NULL, node text NOT NULL,
      role text NOT NULL, opened_at timestamptz NOT NULL, due_at timestamptz, closed_at timestamptz,
      closed_by bigint);
    CREATE INDEX ON spiff_work (role, due_at) WHERE closed_at IS NULL;
    CREATE INDEX ON spiff_work (node, due_at) WHERE closed_at IS NULL;
    CREATE INDEX ON spiff_work (case_id);
    CREATE TABLE spiff_timer (id bigserial PRIMARY KEY, work_id bigint NOT NULL, due_at timestamptz NOT NULL);
    CREATE INDEX ON spiff_timer (work_id);
    CREATE INDEX ON spiff_timer (due_at);
"""
# The same spread of dates as among ours. `node`: where it stands or stood; `closed`: when that was done.
_WORK = """
    INSERT INTO spiff_work (case_id, node, role, opened_at, due_at, closed_at, closed_by)
    SELECT c.id, w.node, 'office', %(at)s, %(at)s + (c.id %% 40 - 10) * interval '1 day',
      w.closed_at::timestamptz, %(who)s
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) c(id),
      unnest(%(nodes)s::text[], %(closed)s::timestamptz[]) w(node, closed_at)
"""
_TIMERS = """
    INSERT INTO spiff_timer (work_id, due_at) SELECT id, due_at FROM spiff_work
    WHERE node = 'faculty' AND closed_at IS NULL
"""


_CLOSE = """
    WITH done AS (
      UPDATE spiff_work SET closed_at = now(), closed_by = %s
      WHERE case_id = %s AND node = %s AND closed_at IS NULL RETURNING id
    ) DELETE FROM spiff_timer WHERE work_id IN (SELECT id FROM done)
"""
_OPEN = "INSERT INTO spiff_work (case_id, node, role, opened_at, due_at) VALUES {} RETURNING id, node"
_HANG = "INSERT INTO spiff_timer (work_id, due_at) VALUES (%s, %s)"


class OtherEngine:
    """A hundred thousand cases, in as many kinds of progress as `progress` has, as many of each."""

    def __init__(self, progress: list[list[tuple[str, dict[str, Any]]]], cases: int, person: Person) -> None:
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.specification: Any = None
        self.person = person
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            each = cases // len(progress)
            for number, steps in enumerate(progress):
                self._fill(cursor, steps, number * each + 1, (number + 1) * each)
            cursor.execute(_TIMERS)
            for table in ("spiff_documented", "spiff_packed", "spiff_work", "spiff_timer"):
                cursor.execute(f"VACUUM ANALYZE {table}")

    def _fill(self, cursor: Any, steps: list[tuple[str, dict[str, Any]]], first: int, last: int) -> None:
        case = SpiffCase(crowd.twelve_nodes())
        for node, values in steps:
            case.complete(node, values)
        for form in FORMS:
            statement = f"INSERT INTO spiff_{form} (state) SELECT %s FROM generate_series(%s, %s)"
            cursor.execute(statement, [self.pack(form, case.workflow), first, last])
        done = [node for node, _values in steps]
        nodes, closed = done + case.enabled, [crowd.AT] * len(done) + [None] * len(case.enabled)
        facts = {"at": crowd.AT, "who": self.person.pk, "nodes": nodes, "closed": closed}
        cursor.execute(_WORK, {"first": first, "last": last, **facts})

    def pack(self, form: str, workflow: Any) -> str | bytes:
        if form == "documented":
            return str(self.serializer.serialize_json(workflow))
        stored = self.serializer.to_dict(workflow)
        self.specification = stored.pop("spec")
        return zlib.compress(json.dumps(stored).encode())

    def unpack(self, form: str, state: Any) -> Any:
        if form == "documented":
            return self.serializer.deserialize_json(state)
        return self.serializer.from_dict(json.loads(zlib.decompress(state)) | {"spec": self.specification})

    def _move(
        self, form: str, state: Any, node: str, values: dict[str, Any]
    ) -> tuple[str | bytes, list[str]]:
        """The new state, and the tasks that came up."""
        case = SpiffCase.__new__(SpiffCase)
        case.workflow = self.unpack(form, state)
        before = set(case.enabled)
        case.complete(node, values)
        return self.pack(form, case.workflow), [key for key in case.enabled if key not in before]

    @transaction.atomic
    def complete_bare(self, form: str, pk: int, node: str, values: dict[str, Any]) -> list[str]:
        """The least it needs: the state of the case, and nothing beside it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT state FROM spiff_{form} WHERE id = %s FOR UPDATE", [pk])
            state, new = self._move(form, cursor.fetchone()[0], node, values)
            cursor.execute(f"UPDATE spiff_{form} SET state = %s WHERE id = %s", [state, pk])
        return new

    @transaction.atomic
    def complete_in_sql(self, form: str, pk: int, node: str, values: dict[str, Any]) -> None:
        """With open and closed work and deadlines in tables of their own and a ledger entry, in plain SQL."""
        new = self.complete_bare(form, pk, node, values)
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE, [self.person.pk, pk, node])
            if new:
                rows = [(pk, key, crowd.AT) for key in new]
                cursor.execute(
                    _OPEN.format(", ".join(["(%s, %s, 'office', now(), %s)"] * len(rows))), sum(rows, ())
                )
                for work, key in cursor.fetchall():
                    if key == "faculty":
                        cursor.execute(_HANG, [work, crowd.AT])
        self._tell(node)

    @transaction.atomic
    def complete_in_models(self, form: str, pk: int, node: str, values: dict[str, Any]) -> None:
        """The same in models of Django."""
        row = _STATES[form].objects.select_for_update().get(pk=pk)
        row.state, new = self._move(form, row.state, node, values)
        row.save(update_fields=["state"])
        done = SpiffWork.objects.get(case_id=pk, node=node, closed_at=None)
        done.closed_at, done.closed_by = timezone.now(), self.person.pk
        done.save(update_fields=["closed_at", "closed_by"])
        SpiffTimer.objects.filter(work=done).delete()
        works = SpiffWork.objects.bulk_create(
            [
                SpiffWork(case_id=pk, node=key, role="office", opened_at=timezone.now(), due_at=crowd.AT)
                for key in new
            ]
        )
        SpiffTimer.objects.bulk_create(
            [SpiffTimer(work=work, due_at=crowd.AT) for work in works if work.node == "faculty"]
        )
        self._tell(node)

    def _tell(self, node: str) -> None:
        facts = {"node": node, "procedure": "approval", "version": 1, "role": "office"}
        touched = {"case": self.person, "work": self.person}
        record("paths.work.done", actor=self.person, objects=touched, attributes=facts)


class SpiffDocumented(models.Model):
    state = models.TextField()

    class Meta:
        managed, app_label, db_table = False, "paths", "spiff_documented"


class SpiffPacked(models.Model):
    state = models.BinaryField()

    class Meta:
        managed, app_label, db_table = False, "paths", "spiff_packed"


_STATES: dict[str, Any] = {"documented": SpiffDocumented, "packed": SpiffPacked}


class SpiffWork(models.Model):
    case_id = models.BigIntegerField()
    node = models.TextField()
    role = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        managed, app_label, db_table = False, "paths", "spiff_work"


class SpiffTimer(models.Model):
    work = models.ForeignKey(SpiffWork, models.CASCADE)
    due_at = models.DateTimeField()

    class Meta:
        managed, app_label, db_table = False, "paths", "spiff_timer"
