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
from periplus.paths.chart import Chart
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
    old, new = get_stored(source), get_stored(target)
    standing = WorkItem.objects.filter(
        case__version=source, case__state__in=ALIVE, state__in=STANDING
    ).order_by()
    at_nodes = standing.values_list("node_id", "arrived_by").annotate(n=Count("id"))
    running = Timer.objects.filter(item__case__version=source, item__case__state__in=ALIVE).order_by()
    at_timers = running.values_list("node_id").annotate(n=Count("id"))
    fates = [
        _fate(old.chart, new.chart, old.keys[node], mapping, count, arrived)
        for node, arrived, count in sorted(at_nodes, key=lambda row: row[0])
    ]
    fates += [
        _fate(old.chart, new.chart, old.keys[node], mapping, count, "") for node, count in sorted(at_timers)
    ]
    cases = Case.objects.filter(version=source, state__in=ALIVE).count()
    return SwitchPreview(cases, tuple(fates))


def _fate(old: Chart, new: Chart, key: str, mapping: Mapping[str, str], count: int, arrived: str) -> Fate:
    target = mapping.get(key, key)
    sentence = _obstacle(old, new, key, target) or _missing_flow(new, target, arrived)
    deadline = old.node[key].kind == NodeKind.TIMER
    return Fate(key, count, "" if sentence else target, sentence, deadline)


def _obstacle(old: Chart, new: Chart, key: str, target: str) -> str:
    if target not in new.node:
        return _("The new version has no such step. Say which step stands in its place.")
    before, after = old.node[key], new.node[target]
    if before.kind != after.kind:
        return _("The step is of another kind in the new version. Choose one of the same kind.")
    if (before.over, before.attached_to) != (after.over, after.attached_to) and before.kind in {
        NodeKind.EACH,
        NodeKind.TIMER,
    }:
        return _("The step depends on another list or step in the new version.")
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

    Five statements however many cases there are; no deadline is touched but for the node it hangs on.
    """
    require(policies.may_switch_cases(actor))
    _demand_possible(source, target)
    _lock(source)
    preview = preview_switch(source, target, mapping)
    if preview.blocks:
        stuck = next(fate for fate in preview.fates if fate.blocks)
        raise Invalid({stuck.node: stuck.sentence})
    _repoint(source, target, {fate.node: fate.target for fate in preview.fates})
    record(
        "paths.cases.switched",
        actor=actor,
        objects={"version": target, "from": source, "procedure": target.procedure},
        attributes={"cases": preview.cases, "number": target.number, "before": source.number}
        | ({"decision": str(decision)} if decision else {}),
        on=at.date(),
    )
    return preview.cases


def _demand_possible(source: ProcedureVersion, target: ProcedureVersion) -> None:
    if source.procedure_id != target.procedure_id or source.pk == target.pk:
        raise Refused(no(_("Choose another version of the same procedure.")))
    if target.state != VersionState.ENACTED:
        raise Refused(no(_("Cases can only be moved to a version that is in force.")))


def _lock(source: ProcedureVersion) -> None:
    """No case of the version moves while it is switched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM paths_case WHERE version_id = %s AND state = ANY(%s)"
            " ORDER BY id FOR UPDATE) held",
            [source.pk, [str(state) for state in ALIVE]],
        )


_REPOINT = {
    "work": "UPDATE paths_workitem w SET node_id = m.new FROM unnest(%s::bigint[], %s::bigint[]) m(old, new),"
    " paths_case c WHERE w.node_id = m.old AND w.state = ANY(%s) AND c.id = w.case_id"
    " AND c.version_id = %s AND c.state = ANY(%s)",
    "timer": "UPDATE paths_timer t SET node_id = m.new FROM unnest(%s::bigint[], %s::bigint[]) m(old, new),"
    " paths_workitem w, paths_case c WHERE t.node_id = m.old AND w.id = t.item_id AND c.id = w.case_id"
    " AND c.version_id = %s AND c.state = ANY(%s)",
    "case": "UPDATE paths_case SET version_id = %s WHERE version_id = %s AND state = ANY(%s)",
}


def _repoint(source: ProcedureVersion, target: ProcedureVersion, fates: Mapping[str, str]) -> None:
    old, new = get_stored(source), get_stored(target)
    pairs = [(old.ids[key], new.ids[goal]) for key, goal in fates.items()]
    before, after = [each[0] for each in pairs], [each[1] for each in pairs]
    standing, alive = [str(state) for state in STANDING], [str(state) for state in ALIVE]
    with connection.cursor() as cursor:
        cursor.execute(_REPOINT["work"], [before, after, standing, source.pk, alive])
        cursor.execute(_REPOINT["timer"], [before, after, source.pk, alive])
        cursor.execute(_REPOINT["case"], [target.pk, source.pk, alive])
