"""What a move changes and what the ledger says of it, written in one statement: one round trip."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.db import connection

from periplus.core.copying import json_text
from periplus.core.ledger.entries import WRITING_ENTRIES, Entry, confirm_entries, entries_text
from periplus.core.prepared import prepared_cursor
from periplus.paths.engine import Token
from periplus.paths.enums import WorkState
from periplus.paths.models import Case, Timer, WorkItem

# Lists come as JSON: the planner expects the same number of rows of them every time, and keeps its plan.
_PARTS: Final = {
    "closed": """
        UPDATE paths_workitem w
        SET state = c.state, closed_at = %s, closed_by_id = %s, draft = NULL, trouble = '', note = %s
        FROM jsonb_to_recordset(%s::jsonb) c(id bigint, state text) WHERE w.id = c.id
    """,
    "freed": """
        DELETE FROM paths_timer
        WHERE item_id = ANY (ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)::bigint))
    """,
    "opened": """
        INSERT INTO paths_workitem (uuid, case_id, node_id, state, role, unit_id, person_id, element,
          element_no, arrived_by, side, opened_at, due_at, trouble, note)
        SELECT o.uuid, %s, o.node_id, o.state, o.role, o.unit_id, o.person_id, o.element, o.element_no,
          o.arrived_by, o.side, o.opened_at, o.due_at, o.trouble, ''
        FROM jsonb_to_recordset(%s::jsonb) o(uuid uuid, node_id bigint, state text, role text,
          unit_id bigint, person_id bigint, element jsonb, element_no int, arrived_by text, side text,
          opened_at timestamptz, due_at timestamptz, trouble text)
        RETURNING id, uuid
    """,
    "hung": """
        INSERT INTO paths_timer (item_id, node_id, due_at)
        SELECT opened.id, t.node_id, t.due_at
        FROM jsonb_to_recordset(%s::jsonb) t(uuid uuid, node_id bigint, due_at timestamptz)
          JOIN opened USING (uuid)
    """,
    "moved": """
        UPDATE paths_case SET "values" = %s::jsonb, outcome = %s, state = %s, ended_at = %s WHERE id = %s
    """,
}
_MADE: Final = {"entries": "SELECT uuid, id FROM entry", "opened": "SELECT uuid, id FROM opened"}
_COPIED = ("node_id", "state", "role", "unit_id", "person_id", "element_no", "arrived_by", "side", "trouble")


@dataclass(slots=True)
class Writing:
    """One move, ready to be written. `moved`: whether the case itself changed, and not only its work.

    `entries`: what the ledger is told of it. `freed`: work items whose deadlines no longer count. `timers`
    hang on items among `opened`.
    """

    case: Case
    at: dt.datetime
    entries: Sequence[Entry] = ()
    closed: Sequence[tuple[Token, WorkState]] = ()
    closed_by: int | None = None
    note: str = ""
    freed: Sequence[int] = ()
    opened: list[WorkItem] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    moved: bool = False


def write(writing: Writing) -> None:
    """Write a move, and give the new work items and entries their ids."""
    parts = dict(_parts(writing))
    if not parts:
        return
    with prepared_cursor() as cursor:
        cursor.execute(_statement(tuple(parts)), [value for values in parts.values() for value in values])
        made = dict(cursor.fetchall())
    for item in writing.opened:
        item.pk = made[item.uuid]
        item._state.adding, item._state.db = False, connection.alias  # noqa: SLF001 -- as Django's own insert
    confirm_entries(writing.entries, made)


def _parts(writing: Writing) -> Iterator[tuple[str, list[Any]]]:
    """What there is to be written, each part with the values of its place in the statement."""
    case = writing.case
    if writing.entries:
        yield "entries", [entries_text(writing.entries)]
    if closed := [{"id": t.id, "state": state} for t, state in writing.closed if t.id is not None]:
        yield "closed", [writing.at, writing.closed_by, writing.note, json_text(closed)]
    if writing.freed:
        yield "freed", [json_text(list(writing.freed))]
    if writing.opened:
        yield "opened", [case.pk, json_text([_work(item) for item in writing.opened])]
    if writing.timers:
        yield "hung", [json_text([_timer(timer) for timer in writing.timers])]
    if writing.moved:
        yield "moved", [json_text(case.values), case.outcome, case.state, case.ended_at, case.pk]


@cache
def _statement(parts: tuple[str, ...]) -> str:
    expressions = [WRITING_ENTRIES if name == "entries" else f"{name} AS ({_PARTS[name]})" for name in parts]
    made = [_MADE[name] for name in parts if name in _MADE] or ["SELECT 1 WHERE false"]
    return f"WITH {', '.join(expressions)} {' UNION ALL '.join(made)}"


def _work(item: WorkItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _COPIED} | {
        "uuid": item.uuid,
        "element": item.element,
        "opened_at": item.opened_at,
        "due_at": item.due_at,
    }


def _timer(timer: Timer) -> dict[str, Any]:
    return {"uuid": timer.item.uuid, "node_id": timer.node_id, "due_at": timer.due_at}
