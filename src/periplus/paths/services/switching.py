"""Running cases moved to another version, all at once. Deadlines run on from where they were."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.enums import CaseState, NodeKind, VersionState
from periplus.paths.models import Case, ProcedureVersion, Timer, WorkItem
from periplus.paths.queries.charts import get_stored
from periplus.paths.services.holding import STANDING, Actor
from periplus.paths.structure import scopes_of

ALIVE = (CaseState.RUNNING, CaseState.SUSPENDED)


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
    return SwitchPreview(cases, _fates(source, target, mapping))


def _fates(
    source: ProcedureVersion, target: ProcedureVersion, mapping: Mapping[str, str]
) -> tuple[Fate, ...]:
    old, new = get_stored(source), get_stored(target)
    nodes = list(old.keys)
    standing = WorkItem.objects.filter(node__in=nodes, state__in=STANDING).order_by()
    at_nodes = standing.values_list("node_id", "arrived_by").annotate(n=Count("*"))
    at_timers = Timer.objects.filter(node__in=nodes).order_by().values_list("node_id").annotate(n=Count("*"))
    fates = [
        _fate(old.chart, new.chart, old.keys[node], mapping, count, arrived)
        for node, arrived, count in sorted(at_nodes, key=lambda row: row[0])
    ]
    fates += [
        _fate(old.chart, new.chart, old.keys[node], mapping, count, "") for node, count in sorted(at_timers)
    ]
    return tuple(fates)


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

    Four statements however many cases there are; no deadline is touched but for the node it hangs on.
    The cases are moved first, since that also holds them: nobody moves one meanwhile.
    """
    require(policies.may_switch_cases(actor, source.procedure))
    _demand_possible(source, target)
    cases = Case.objects.filter(version=source, state__in=ALIVE).update(version=target)
    fates = _fates(source, target, mapping)
    stuck = next((fate for fate in fates if fate.blocks), None)
    if stuck is not None:
        raise Invalid({stuck.node: stuck.sentence})
    _repoint(source, target, {fate.node: fate.target for fate in fates})
    record(
        "paths.cases.switched",
        actor=actor,
        objects={"version": target, "from": source, "procedure": target.procedure},
        attributes={"cases": cases, "number": target.number, "before": source.number}
        | ({"decision": str(decision)} if decision else {}),
        on=at.date(),
    )
    return cases


def _demand_possible(source: ProcedureVersion, target: ProcedureVersion) -> None:
    if source.procedure_id != target.procedure_id or source.pk == target.pk:
        raise Refused(no(_("Choose another version of the same procedure.")))
    if target.state != VersionState.ENACTED:
        raise Refused(no(_("Cases can only be moved to a version that is in force.")))


_REPOINT = {
    "work": """
        UPDATE paths_workitem w SET node_id = m.new FROM unnest(%s::bigint[], %s::bigint[]) m(old, new)
        WHERE w.node_id = m.old AND w.state IN ('open', 'arrived')
    """,
    "deadlines": """
        UPDATE paths_timer t SET node_id = m.new FROM unnest(%s::bigint[], %s::bigint[]) m(old, new)
        WHERE t.node_id = m.old
    """,
}


def _repoint(source: ProcedureVersion, target: ProcedureVersion, fates: Mapping[str, str]) -> None:
    """Hang standing work and deadlines on the nodes of the target. Only live cases have any."""
    old, new = get_stored(source), get_stored(target)
    before = [old.ids[key] for key in fates]
    after = [new.ids[goal] for goal in fates.values()]
    with connection.cursor() as cursor:
        for statement in _REPOINT.values():
            cursor.execute(statement, [before, after])
