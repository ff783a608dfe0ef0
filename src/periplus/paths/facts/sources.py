# ruff: noqa: S608 -- every part is a constant of this file; what comes from outside is a parameter
"""Where traces come from: cases of a procedure as the ledger tells them, or a foreign event log.

Both give the same relations. `traces`: case_key, no, activity, at, turn, hand, role, version, way, since,
due_at; ordered by `order`, the events of a case stand together and in their time. `turn`: what is the same
when a step was done once for several at a time. `way`: done, skipped, returned or struck. `cases`: case_key,
version, started_at, ended_at (empty while it runs), late_at (when its last day is over at the university).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

TYPES: Final = (
    "paths.work.done",
    "paths.work.skipped",
    "paths.work.returned",
    "paths.step.done",
    "paths.call.returned",
    "paths.message.received",
    "paths.deadline.struck",
)

_LOG: Final = """
    SELECT case_key, no, activity, at, no AS turn, resource AS hand, resource AS role, 0 AS version,
      'done' AS way, NULL::timestamptz AS since, NULL::timestamptz AS due_at
    FROM paths_logevent WHERE log_id = %(log)s
"""
_LOG_CASES: Final = """
    SELECT case_key, 0 AS version, min(at) AS started_at, max(at) AS ended_at, NULL::timestamptz AS late_at
    FROM paths_logevent WHERE log_id = %(log)s GROUP BY case_key
"""
_CHOSEN: Final = """
    FROM paths_case c JOIN paths_procedureversion v ON v.id = c.version_id
      JOIN people_institution i ON i.id = c.institution_id
    WHERE v.procedure_id = %(procedure)s AND c.state <> 'cancelled'
      AND (%(since)s::timestamptz IS NULL OR c.started_at >= %(since)s)
      AND (%(until)s::timestamptz IS NULL OR c.started_at < %(until)s)
"""
_LEDGER: Final = f"""
    SELECT c.id AS case_key, e.id AS no,
      coalesce(e.attributes->>'deadline', e.attributes->>'node') AS activity, e.at,
      (extract(epoch FROM (e.attributes->>'opened_at')::timestamptz) * 1000000)::bigint AS turn,
      coalesce(e.actor_uuid::text, '') AS hand, coalesce(e.attributes->>'role', '') AS role,
      c.version,
      CASE e.type WHEN 'paths.work.skipped' THEN 'skipped' WHEN 'paths.work.returned' THEN 'returned'
        WHEN 'paths.deadline.struck' THEN 'struck' ELSE 'done' END AS way,
      (e.attributes->>'opened_at')::timestamptz AS since, (e.attributes->>'due_at')::timestamptz AS due_at
    FROM (SELECT c.id, c.uuid, v.number AS version {_CHOSEN}) c
    JOIN core_eventobject o ON o.object_uuid = c.uuid AND o.qualifier = 'case'
    JOIN core_event e ON e.id = o.event_id AND e.type = ANY(%(types)s)
"""
_LEDGER_CASES: Final = f"""
    SELECT c.id AS case_key, v.number AS version, c.started_at,
      CASE WHEN c.state = 'ended' THEN c.ended_at END AS ended_at,
      (c.due_on + 1)::timestamp AT TIME ZONE i.time_zone AS late_at {_CHOSEN}
"""
# When somebody first said that they take a piece of work, by the number of the event that finished it.
_TAKEN: Final = """
    SELECT done.event_id AS no, min(e.at) AS taken_at
    FROM traces t JOIN core_eventobject done ON done.event_id = t.no AND done.qualifier = 'work'
    JOIN core_eventobject o ON o.object_uuid = done.object_uuid AND o.qualifier = 'work'
    JOIN core_event e ON e.id = o.event_id AND e.type = 'paths.work.taken'
    GROUP BY done.event_id
"""
_ENDED: Final = "case_key IN (SELECT id FROM paths_case WHERE state = 'ended')"
_NEVER: Final = "SELECT NULL::bigint AS no, NULL::timestamptz AS taken_at WHERE false"


@dataclass(frozen=True, slots=True)
class Source:
    """Relations in SQL, and what fills their gaps. `ended`: whether the case of a trace came to its end."""

    traces: str
    cases: str
    taken: str
    order: str
    ended: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def from_log(log: int) -> Source:
    """A foreign log, by its id. Its rows are numbered case by case, in the order of time."""
    return Source(_LOG, _LOG_CASES, _NEVER, "no", "true", {"log": log})


def from_ledger(
    procedure: int,
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    types: Sequence[str] = TYPES,
) -> Source:
    """The cases of a procedure, by its id, that were started in a period and not cancelled."""
    known = {"procedure": procedure, "since": since, "until": until, "types": list(types)}
    return Source(_LEDGER, _LEDGER_CASES, _TAKEN, "case_key, at, no", _ENDED, known)
