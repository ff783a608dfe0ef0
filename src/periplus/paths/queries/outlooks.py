"""How long running cases will still take, and which of them are likely to be late. A hint, not a verdict."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import connection

from periplus.paths.enums import CaseState, WorkState
from periplus.paths.facts import State, chance_of_late
from periplus.paths.models import Case, Outlook, OutlookQuality, Procedure, WorkItem
from periplus.paths.policies import visible_cases
from periplus.people.models import Institution, Person

FEWEST: Final = 10  # finished cases that stood so; fewer say nothing
LIKELY: Final = 0.5
BETTER_THAN_GUESSING: Final = 0.6  # hit rate below which nobody is warned
DAY: Final = dt.timedelta(days=1)

# Running cases that are not late, each with the step it reached last.
# The limit: the end of its last day, at the university.
_STANDING: Final = """
    SELECT DISTINCT ON (c.id) c.id, c.uuid, c.title, v.procedure_id, n.key, c.package, n.goal,
      coalesce(u.path, ''), w.opened_at, c.started_at, (c.due_on + 1)::timestamp AT TIME ZONE i.time_zone
    FROM paths_case c JOIN paths_procedureversion v ON v.id = c.version_id
      JOIN people_institution i ON i.id = c.institution_id
      JOIN paths_workitem w ON w.case_id = c.id AND w.state = 'open'
      JOIN paths_node n ON n.id = w.node_id LEFT JOIN people_unit u ON u.id = c.unit_id
      JOIN paths_outlook o ON o.procedure_id = v.procedure_id AND o.state_key = ''
    WHERE c.state = 'running' AND v.procedure_id = ANY(%s)
      AND coalesce((c.due_on + 1)::timestamp AT TIME ZONE i.time_zone,
        c.started_at + o.late_after_days * interval '1 day') > %s
    ORDER BY c.id, w.opened_at DESC, w.id DESC
"""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of one case. `limit`: when it is late; `promised`: whether somebody set that day.

    `chance`: of ending after the limit; None once it is late, or when nothing can be said.
    """

    state: State
    reached_at: dt.datetime
    expected_at: dt.datetime
    limit: dt.datetime | None
    promised: bool
    chance: float | None


@dataclass(frozen=True, slots=True)
class Forewarning:
    """A running case likely to be late. `goal`: uuid of the goal its step serves; `path`: of its unit."""

    case: uuid.UUID
    title: str
    procedure: int
    node: str
    package: uuid.UUID | None
    goal: uuid.UUID | None
    path: str
    forecast: Forecast


def list_outlooks(procedure: Procedure) -> dict[str, State]:
    """The table of a procedure by the step reached; "" is for all cases from their start."""
    rows = Outlook.objects.filter(procedure=procedure)
    return {row.state_key: _state(row) for row in rows}


def find_quality(procedure: Procedure) -> OutlookQuality | None:
    return OutlookQuality.objects.filter(procedure=procedure).first()


def find_forecast(case: Case, *, at: dt.datetime) -> Forecast | None:
    """What is expected of a running case; None when too few cases stood so."""
    if case.state != CaseState.RUNNING:
        return None
    open_items = WorkItem.objects.filter(case=case, state=WorkState.OPEN).select_related("node")
    last = open_items.order_by("-opened_at", "-id").first()
    if last is None:
        return None
    table = list_outlooks(case.version.procedure)
    promised = _end_of(case.due_on, case.institution.time_zone) if case.due_on else None
    return _forecast(table, last.node.key, last.opened_at, case.started_at, promised, at=at)


def list_warnings(institution: Institution, at: dt.datetime) -> list[Forewarning]:
    """Running cases of an institution that are not late yet and likely will be, the likeliest first.

    Only of procedures whose outlooks proved better than guessing. Three queries.
    """
    good = OutlookQuality.objects.filter(
        procedure__institution=institution, hit_rate__gte=BETTER_THAN_GUESSING
    )
    return _warnings(list(good.values_list("procedure_id", flat=True)), at=at)


def list_warnings_of(person: Person, procedure: Procedure, *, at: dt.datetime) -> list[Forewarning]:
    """Those of one procedure, as far as a person may see its cases; also where the hint is a weak one."""
    found = _warnings([procedure.pk], at=at)
    seen = visible_cases(person).filter(uuid__in=[each.case for each in found])
    allowed = set(seen.values_list("uuid", flat=True))
    return [each for each in found if each.case in allowed]


def _warnings(procedures: list[int], *, at: dt.datetime) -> list[Forewarning]:
    if not procedures:
        return []
    tables: dict[int, dict[str, State]] = {pk: {} for pk in procedures}
    for row in Outlook.objects.filter(procedure_id__in=procedures):
        tables[row.procedure_id][row.state_key] = _state(row)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [procedures, at])
        found = list(_likely(cursor.fetchall(), tables, at=at))
    return sorted(found, key=lambda each: (-(each.forecast.chance or 0), str(each.case)))


def _likely(
    rows: list[Any], tables: dict[int, dict[str, State]], *, at: dt.datetime
) -> Iterator[Forewarning]:
    for _pk, case, title, procedure, node, package, goal, path, reached, started, promised in rows:
        forecast = _forecast(tables[procedure], node, reached, started, promised, at=at)
        if forecast and forecast.chance is not None and forecast.chance >= LIKELY:
            yield Forewarning(case, title, procedure, node, package, goal, path, forecast)


def _forecast(
    table: dict[str, State],
    node: str,
    reached: dt.datetime,
    started: dt.datetime,
    promised: dt.datetime | None,
    *,
    at: dt.datetime,
) -> Forecast | None:
    whole = table.get("")
    state = table.get(node)
    if state is None or whole is None or state.cases < FEWEST:
        return None
    limit = promised or started + whole.late_after_days * DAY
    there = max((at - reached) / DAY, 0.0)
    chance = None
    if limit > at:
        chance = chance_of_late(state, days_until_limit=(limit - reached) / DAY, days_there=there)
    expected = max(reached + state.median_days * DAY, at)
    return Forecast(state, reached, expected, limit, promised is not None, chance)


def _state(row: Outlook) -> State:
    return State(row.state_key, row.cases, row.median_days, row.late_after_days, row.late_share)


def _end_of(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day + DAY, dt.time(), tzinfo=ZoneInfo(zone))
