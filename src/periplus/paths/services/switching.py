"""Running cases moved to another version, all at once. Deadlines run on from where they were."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.models import ProcedureVersion
from periplus.paths.queries.standing import LIVING, list_living
from periplus.paths.queries.versions import holds_on
from periplus.paths.services.fates import Switch, SwitchPreview
from periplus.paths.services.holding import Actor


def preview_switch(
    source: ProcedureVersion, target: ProcedureVersion, mapping: Mapping[str, str]
) -> SwitchPreview:
    """What a switch would do. `mapping`: nodes that are called otherwise in the target, old key → new key."""
    cases = list_living(source)
    return SwitchPreview(len(cases), Switch(source, target, mapping, cases).fates())


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
    nobody moves one meanwhile; only they are switched, and not one that is begun by `source` meanwhile.
    """
    require(policies.may_switch_cases(actor, source.procedure))
    _demand_possible(source, target, at)
    cases = _hold(source)
    switch = Switch(source, target, mapping, cases)
    fates = switch.fates()
    stuck = next((fate for fate in fates if fate.blocks), None)
    if stuck is not None:
        raise Invalid({stuck.node: stuck.sentence})
    _repoint(cases, switch.changed({fate.node: fate.target for fate in fates}))
    _move(cases, target)
    record(
        "paths.cases.switched",
        actor=actor,
        objects={"version": target, "from": source, "procedure": target.procedure},
        attributes={"cases": len(cases), "number": target.number, "before": source.number}
        | ({"decision": str(decision)} if decision else {}),
        on=day_in(target.procedure.institution.time_zone, at),
    )
    return len(cases)


def _demand_possible(source: ProcedureVersion, target: ProcedureVersion, at: dt.datetime) -> None:
    if source.procedure_id != target.procedure_id or source.pk == target.pk:
        raise Refused(no(_("Choose another version of the same procedure.")))
    if not holds_on(target, day_in(target.procedure.institution.time_zone, at)):
        raise Refused(no(_("Cases can only be moved to a version that is in force.")))


_REPOINT_WORK = """
    UPDATE paths_workitem w SET node_id = m.new
    FROM unnest(%s::bigint[], %s::bigint[]) m(old, new), unnest(%s::bigint[]) c(id)
    WHERE w.node_id = m.old AND w.state IN ('open', 'arrived') AND w.case_id = c.id
"""
_REPOINT_DEADLINES = """
    UPDATE paths_timer t SET node_id = m.new
    FROM unnest(%s::bigint[], %s::bigint[]) m(old, new), paths_workitem w, unnest(%s::bigint[]) c(id)
    WHERE t.node_id = m.old AND w.id = t.item_id AND w.case_id = c.id
"""
_MOVE = "UPDATE paths_case SET version_id = %s FROM unnest(%s::bigint[]) c(id) WHERE paths_case.id = c.id"


def _hold(version: ProcedureVersion) -> list[int]:
    """Lock the living cases of a version; gives their ids."""
    with connection.cursor() as cursor:
        cursor.execute(f"{LIVING} FOR UPDATE", [version.pk])
        return [pk for (pk,) in cursor.fetchall()]


def _repoint(cases: list[int], changed: Mapping[bool, Mapping[int, int]]) -> None:
    """Hang standing work and deadlines of these cases on other nodes."""
    with connection.cursor() as cursor:
        for deadlines, rows in changed.items():
            statement = _REPOINT_DEADLINES if deadlines else _REPOINT_WORK
            cursor.execute(statement, [list(rows), list(rows.values()), cases])


def _move(cases: list[int], target: ProcedureVersion) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [target.pk, cases])
