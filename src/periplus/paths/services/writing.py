"""What a move changes, written in one statement: one round trip, however much moves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from periplus.core.copying import json_text
from periplus.core.prepared import prepared_cursor
from periplus.paths.engine import Token
from periplus.paths.enums import WorkState
from periplus.paths.models import Case, Timer, WorkItem

_WRITE = """
    WITH closed AS (
        UPDATE paths_workitem w
        SET state = c.state, closed_at = %s, closed_by_id = %s, draft = NULL, trouble = '', note = %s
        FROM jsonb_to_recordset(%s::jsonb) c(id bigint, state text) WHERE w.id = c.id
    ), forgotten AS (
        DELETE FROM paths_timer
        WHERE item_id = ANY (ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)::bigint))
    ), opened AS (
        INSERT INTO paths_workitem (uuid, case_id, node_id, state, role, unit_id, person_id, element,
          element_no, arrived_by, side, opened_at, due_at, trouble, note)
        SELECT o.uuid, %s, o.node_id, o.state, o.role, o.unit_id, o.person_id, o.element, o.element_no,
          o.arrived_by, o.side, o.opened_at, o.due_at, o.trouble, ''
        FROM jsonb_to_recordset(%s::jsonb) o(uuid uuid, node_id bigint, state text, role text,
          unit_id bigint, person_id bigint, element jsonb, element_no int, arrived_by text, side text,
          opened_at timestamptz, due_at timestamptz, trouble text)
        RETURNING id, uuid
    ), hung AS (
        INSERT INTO paths_timer (item_id, node_id, due_at)
        SELECT opened.id, t.node_id, t.due_at
        FROM jsonb_to_recordset(%s::jsonb) t(uuid uuid, node_id bigint, due_at timestamptz)
          JOIN opened USING (uuid)
    ), moved AS (
        UPDATE paths_case SET "values" = %s::jsonb, outcome = %s, state = %s, ended_at = %s
        WHERE id = %s AND %s::boolean
    ) SELECT id, uuid FROM opened
"""
_COPIED = ("node_id", "state", "role", "unit_id", "person_id", "element_no", "arrived_by", "side", "trouble")


@dataclass(slots=True)
class Writing:
    """One move, ready to be written. `moved`: whether the case itself changed, and not only its work.

    `freed`: work items whose deadlines no longer count. `timers` hang on items among `opened`.
    """

    case: Case
    at: dt.datetime
    closed: Sequence[tuple[Token, WorkState]] = ()
    closed_by: int | None = None
    note: str = ""
    freed: Sequence[int] = ()
    opened: list[WorkItem] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    moved: bool = False


def write(writing: Writing) -> None:
    """Write a move, and give the new work items their ids."""
    closed = json_text([{"id": t.id, "state": state} for t, state in writing.closed if t.id is not None])
    opened = json_text([_work(item) for item in writing.opened])
    timers = json_text([_timer(timer) for timer in writing.timers])
    case = writing.case
    freed = json_text(list(writing.freed))
    row: list[Any] = [writing.at, writing.closed_by, writing.note, closed, freed, case.pk]
    with prepared_cursor() as cursor:
        moved: list[Any] = [json_text(case.values), case.outcome, case.state, case.ended_at, case.pk]
        cursor.execute(_WRITE, [*row, opened, timers, *moved, writing.moved])
        made = {uuid: pk for pk, uuid in cursor.fetchall()}
    for item in writing.opened:
        item.pk = made[item.uuid]
        item._state.adding, item._state.db = False, connection.alias  # noqa: SLF001 -- as Django's own insert


def _work(item: WorkItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _COPIED} | {
        "uuid": str(item.uuid),
        "element": item.element,
        "opened_at": item.opened_at.isoformat(),
        "due_at": item.due_at.isoformat() if item.due_at else None,
    }


def _timer(timer: Timer) -> dict[str, Any]:
    due = timer.due_at.isoformat() if timer.due_at else None
    return {"uuid": str(timer.item.uuid), "node_id": timer.node_id, "due_at": due}
