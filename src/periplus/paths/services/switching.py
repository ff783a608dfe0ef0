"""Running cases moved to another version, all at once. Deadlines run on from where they were."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import ALIVE, NodeKind, VersionState
from periplus.paths.models import Case, ProcedureVersion
from periplus.paths.queries.charts import get_stored
from periplus.paths.services.holding import Actor
from periplus.paths.structure import scopes_of


@dataclass(frozen=True, slots=True)
class Fate:
    """What a switch does with the work that stands at one node: kept, mapped to another, or it blocks.

    `sentence` says why it blocks and what to do. `timers`: whether these are deadlines, not work.
    """

    node: str
    count: int
    target: str
    sentence: str = ""
    deadline: bool = False

    @property
    def blocks(self) -> bool:
        return bool(self.sentence)


@dataclass(frozen=True, slots=True)
class SwitchPreview:
    """What would happen: how many cases move, and what becomes of the work at each node."""

    cases: int
    fates: tuple[Fate, ...]

    @property
    def blocks(self) -> bool:
        return any(fate.blocks for fate in self.fates)


def preview_switch(
    source: ProcedureVersion, target: ProcedureVersion, mapping: Mapping[str, str]
) -> SwitchPreview:
    """What a switch would do. `mapping`: nodes that are called otherwise in the target, old key → new key."""
    cases = Case.objects.filter(version=source, state__in=ALIVE).count()
    return SwitchPreview(cases, _fates(source, target, mapping, _standing(source)))


_STANDING = """
    WITH standing AS MATERIALIZED (
        SELECT w.id, w.node_id, w.arrived_by FROM paths_workitem w JOIN paths_case c ON c.id = w.case_id
        WHERE c.version_id = %s AND c.state IN ('running', 'suspended') AND w.state IN ('open', 'arrived')
    ) SELECT node_id, arrived_by, count(*) FROM standing GROUP BY node_id, arrived_by
    UNION ALL
    SELECT t.node_id, '', count(*) FROM paths_timer t JOIN standing s ON s.id = t.item_id GROUP BY t.node_id
"""
Row = tuple[int, str, int]  # id of a node, by which flow a join was reached, how many


def _standing(version: ProcedureVersion) -> list[Row]:
    """Where the work and the deadlines of the living cases of a version stand."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [version.pk])
        return list(cursor.fetchall())


def _fates(
    source: ProcedureVersion, target: ProcedureVersion, mapping: Mapping[str, str], standing: list[Row]
) -> tuple[Fate, ...]:
    old, new = get_stored(source), get_stored(target)
    counted: Counter[tuple[str, str]] = Counter()
    for row, arrived, number in standing:
        counted[old.node_at(row).key, arrived] += number
    places = {node.key: place for place, node in enumerate(old.chart.nodes)}
    return tuple(
        _fate(old.chart, new.chart, key, mapping, number, arrived)
        for (key, arrived), number in sorted(counted.items(), key=lambda each: places[each[0][0]])
    )


def _fate(old: Chart, new: Chart, key: str, mapping: Mapping[str, str], count: int, arrived: str) -> Fate:
    target = mapping.get(key, key)
    sentence = _obstacle(old.node[key], new, target, mapping) or _depth_differs(old, new, key, target)
    sentence = sentence or _missing_flow(new, target, arrived)
    deadline = old.node[key].kind == NodeKind.TIMER
    return Fate(key, count, "" if sentence else target, sentence, deadline)


def _obstacle(before: ChartNode, new: Chart, target: str, mapping: Mapping[str, str]) -> str:
    if target not in new.node:
        return _("The new version has no such step. Say which step stands in its place.")
    after = new.node[target]
    if before.kind != after.kind:
        return _("The step is of another kind in the new version. Choose one of the same kind.")
    host = mapping.get(before.attached_to, before.attached_to)
    if (before.over, host) != (after.over, after.attached_to):
        return _("The step depends on another list or step in the new version.")
    return ""


def _depth_differs(old: Chart, new: Chart, key: str, target: str) -> str:
    depth = len(scopes_of(old).get(key, ())), len(scopes_of(new).get(target, ()))
    if depth[0] != depth[1]:
        return _("The step lies in another block of parallel ways; its join would wait for ever.")
    return ""


def _missing_flow(new: Chart, target: str, arrived: str) -> str:
    if arrived and arrived not in {flow.key for flow in new.into(target)}:
        return _("Cases wait at this join by a way that the new version does not have.")
    return ""


@transaction.atomic
def switch_cases(
    *,
    actor: Actor,
    source: ProcedureVersion,
    target: ProcedureVersion,
    mapping: Mapping[str, str],
    at: dt.datetime,
    decision: uuid.UUID | None = None,
) -> int:
    """Move all running cases of `source` to `target`, or none. Gives how many.

    A few statements however many cases there are. Work at a step that says the same in both versions stays
    where it is; no deadline is touched but for the node it hangs on. The cases are held first, so that
    nobody moves one meanwhile.
    """
    require(policies.may_switch_cases(actor, source.procedure))
    _demand_possible(source, target)
    cases = _hold(source)
    standing = _standing(source)
    fates = _fates(source, target, mapping, standing)
    stuck = next((fate for fate in fates if fate.blocks), None)
    if stuck is not None:
        raise Invalid({stuck.node: stuck.sentence})
    _repoint(source, _changed(source, target, standing, {fate.node: fate.target for fate in fates}))
    Case.objects.filter(version=source, state__in=ALIVE).update(version=target)
    record(
        "paths.cases.switched",
        actor=actor,
        objects={"version": target, "from": source, "procedure": target.procedure},
        attributes={"cases": cases, "number": target.number, "before": source.number}
        | ({"decision": str(decision)} if decision else {}),
        on=day_in(target.procedure.institution.time_zone, at),
    )
    return cases


def _demand_possible(source: ProcedureVersion, target: ProcedureVersion) -> None:
    if source.procedure_id != target.procedure_id or source.pk == target.pk:
        raise Refused(no(_("Choose another version of the same procedure.")))
    if target.state != VersionState.ENACTED:
        raise Refused(no(_("Cases can only be moved to a version that is in force.")))


def _changed(
    source: ProcedureVersion, target: ProcedureVersion, standing: list[Row], fates: Mapping[str, str]
) -> dict[bool, dict[int, int]]:
    """Rows at which something stands and that say something else now, with the rows in their place.

    Those of deadlines under `True`, those of work under `False`.
    """
    old, new = get_stored(source), get_stored(target)
    found: dict[bool, dict[int, int]] = defaultdict(dict)
    for row, _arrived, _number in standing:
        before = old.node_at(row)
        after = new.chart.node[fates[before.key]]
        if replace(before, box=None) != replace(after, box=None):
            found[before.kind == NodeKind.TIMER][row] = new.ids[after.key]
    return found


_HOLD = """
    SELECT count(*) FROM (
        SELECT id FROM paths_case WHERE version_id = %s AND state IN ('running', 'suspended')
        ORDER BY id FOR UPDATE
    ) held
"""
_REPOINT_WORK = """
    UPDATE paths_workitem w SET node_id = m.new
    FROM unnest(%s::bigint[], %s::bigint[]) m(old, new), paths_case c
    WHERE w.node_id = m.old AND w.state IN ('open', 'arrived')
      AND c.id = w.case_id AND c.version_id = %s AND c.state IN ('running', 'suspended')
"""
_REPOINT_DEADLINES = """
    UPDATE paths_timer t SET node_id = m.new
    FROM unnest(%s::bigint[], %s::bigint[]) m(old, new), paths_workitem w, paths_case c
    WHERE t.node_id = m.old AND w.id = t.item_id
      AND c.id = w.case_id AND c.version_id = %s AND c.state IN ('running', 'suspended')
"""


def _hold(version: ProcedureVersion) -> int:
    """Lock the living cases of a version; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [version.pk])
        return int(cursor.fetchone()[0])


def _repoint(source: ProcedureVersion, changed: Mapping[bool, Mapping[int, int]]) -> None:
    """Hang standing work and deadlines of the living cases of a version on other nodes."""
    with connection.cursor() as cursor:
        for deadlines, rows in changed.items():
            statement = _REPOINT_DEADLINES if deadlines else _REPOINT_WORK
            cursor.execute(statement, [list(rows), list(rows.values()), source.pk])
