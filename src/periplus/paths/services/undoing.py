"""A version that was put in force is taken back, and the one before it stands again."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.enums import VersionState
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.services.holding import Actor


@transaction.atomic
def undo_enactment(
    *,
    actor: Actor,
    version: ProcedureVersion,
    before: ProcedureVersion | None,
    reason: str,
    at: dt.datetime,
    decision: uuid.UUID | None = None,
) -> ProcedureVersion | None:
    """Retire a version and put back in force the one that held before; gives that one.

    New cases run by it from today on; those begun meanwhile stay on their version until they are switched.
    Raises `Refused` when a later version is in force, since the world has moved on.
    """
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    held = ProcedureVersion.objects.select_related("procedure__institution").get(pk=version.pk)
    require(policies.may_undo_enactment(actor, held))
    if not reason.strip():
        raise Invalid({"reason": _("Say why, so that it can be looked up later.")})
    _demand_latest(held, before)
    today = day_in(held.procedure.institution.time_zone, at)
    held.state, held.effective_until = VersionState.RETIRED, max(held.effective_from or today, today)
    held.save(update_fields=["state", "effective_until"])
    facts = {"number": held.number, "reason": reason.strip()}
    if decision is not None:
        facts["decision"] = str(decision)
    if before is not None:
        before.state, before.effective_until = VersionState.ENACTED, None
        before.save(update_fields=["state", "effective_until"])
        procedure.title = before.title
        procedure.save(update_fields=["title"])
        facts["before"] = before.number
    record(
        "paths.version.undone",
        actor=actor,
        objects={"version": held, "procedure": procedure, "before": [before] if before else []},
        attributes=facts,
        on=today,
    )
    return before


def _demand_latest(version: ProcedureVersion, before: ProcedureVersion | None) -> None:
    others = ProcedureVersion.objects.filter(procedure=version.procedure_id, state=VersionState.ENACTED)
    if others.exclude(pk=version.pk).exists():
        raise Refused(no(_("Another version is in force by now. Change that one instead.")))
    if before is not None and (before.procedure_id != version.procedure_id or before.enacted_at is None):
        raise Refused(no(_("Choose a version of the same procedure that was in force before.")))
