"""Procedures and their versions: drafted, changed, enacted, retired."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.chart import Chart
from periplus.paths.enums import VersionState
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.gate import find_blocking
from periplus.paths.services.holding import Actor
from periplus.paths.services.storing import store_chart
from periplus.people.models import Institution, Person


@transaction.atomic
def add_procedure(
    *, actor: Actor, institution: Institution, chart: Chart, at: dt.datetime
) -> ProcedureVersion:
    """A new procedure with its first draft: from the library, from a file, or begun empty."""
    require(policies.may_write_procedures(actor))
    if Procedure.objects.filter(institution=institution, key=chart.key).exists():
        raise Invalid({"key": _("There is a procedure of this name already. Make a new version of it.")})
    procedure = Procedure.objects.create(
        institution=institution, key=chart.key, title=dict(chart.title), subject_type=chart.subject_type
    )
    record(
        "paths.procedure.added",
        actor=actor,
        objects={"procedure": procedure},
        on=day_in(institution.time_zone, at),
    )
    return _draft(actor, procedure, chart, origin=None, reason="", at=at)


@transaction.atomic
def draft_version(
    *, actor: Actor, origin: ProcedureVersion, reason: str, at: dt.datetime, chart: Chart | None = None
) -> ProcedureVersion:
    """A new draft, copied from a version, or written from `chart` (an imported file)."""
    require(policies.may_write_procedures(actor))
    return _draft(actor, origin.procedure, chart or get_chart(origin), origin=origin, reason=reason, at=at)


def _draft(
    actor: Actor,
    procedure: Procedure,
    chart: Chart,
    *,
    origin: ProcedureVersion | None,
    reason: str,
    at: dt.datetime,
) -> ProcedureVersion:
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    highest = procedure.versions.aggregate(highest=Max("number"))["highest"] or 0
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=highest + 1,
        title=dict(chart.title),
        description=dict(chart.description),
        reason=reason.strip(),
        origin=origin,
        drafted_by=actor if isinstance(actor, Person) else None,
        drafted_at=at,
    )
    store_chart(version, chart)
    _record("paths.version.drafted", actor, version, at)
    return version


@transaction.atomic
def change_draft(
    *, actor: Actor, version: ProcedureVersion, chart: Chart, revision: int, at: dt.datetime
) -> ProcedureVersion:
    """Put another chart in the place of a draft's.

    `revision`: the one that the writer saw; `Refused` when somebody else has changed the draft since.
    """
    held = (
        ProcedureVersion.objects.select_for_update()
        .select_related("procedure__institution")
        .get(pk=version.pk)
    )
    require(policies.may_change_version(actor, held))
    if held.revision != revision:
        raise Refused(
            no(_("A colleague has changed this draft meanwhile. Load it again, then repeat the change."))
        )
    _demand_unique_keys(chart)
    store_chart(held, chart)
    held.title, held.description = dict(chart.title), dict(chart.description)
    held.revision += 1
    held.save(update_fields=["title", "description", "revision"])
    _record("paths.version.changed", actor, held, at)
    return held


@transaction.atomic
def discard_draft(*, actor: Actor, version: ProcedureVersion, at: dt.datetime) -> ProcedureVersion:
    """Put a draft aside for good. Its number is not used again."""
    held = (
        ProcedureVersion.objects.select_for_update()
        .select_related("procedure__institution")
        .get(pk=version.pk)
    )
    require(policies.may_change_version(actor, held))
    held.state = VersionState.DISCARDED
    held.save(update_fields=["state"])
    _record("paths.version.discarded", actor, held, at)
    return held


@transaction.atomic
def enact_version(
    *,
    actor: Actor,
    version: ProcedureVersion,
    effective_from: dt.date,
    reason: str,
    at: dt.datetime,
    decision: uuid.UUID | None = None,
) -> ProcedureVersion:
    """Put a draft in force from a day on; the version before it is retired on that day.

    Raises `Invalid` with the first finding of the gate when the draft is not sound.
    """
    held = (
        ProcedureVersion.objects.select_for_update()
        .select_related("procedure__institution")
        .get(pk=version.pk)
    )
    require(policies.may_enact_version(actor, held))
    _demand_sound(held, effective_from, reason, at)
    before = _in_force_at(held.procedure, effective_from)
    held.state, held.reason, held.decision_uuid = VersionState.ENACTED, reason.strip(), decision
    held.enacted_by = actor if isinstance(actor, Person) else None
    held.enacted_at, held.effective_from = at, effective_from
    held.save()
    retire(actor, before, on=effective_from, at=at)
    held.procedure.title = held.title
    held.procedure.save(update_fields=["title"])
    _record("paths.version.enacted", actor, held, at, reason=reason.strip(), day=effective_from.isoformat())
    return held


def _in_force_at(procedure: Procedure, day: dt.date) -> list[ProcedureVersion]:
    enacted = procedure.versions.filter(state=VersionState.ENACTED, effective_until=None)
    later = enacted.filter(effective_from__gt=day).first()
    if later is not None:
        said = _("Version %(number)s comes into force later, on %(day)s. Choose a day after that.")
        raise Invalid({"effective_from": said % {"number": later.number, "day": later.effective_from}})
    return list(enacted)


def retire(actor: Actor, versions: Iterable[ProcedureVersion], *, on: dt.date, at: dt.datetime) -> None:
    """New cases no longer run by these versions from a day on; running ones do until they are switched."""
    for version in versions:
        version.state, version.effective_until = VersionState.RETIRED, on
        version.save(update_fields=["state", "effective_until"])
        _record("paths.version.retired", actor, version, at)


def _demand_sound(version: ProcedureVersion, day: dt.date, reason: str, at: dt.datetime) -> None:
    if not reason.strip():
        raise Invalid({"reason": _("Say why, and by which decision, so that it can be looked up later.")})
    if day < _today(version, at):
        raise Invalid({"effective_from": _("A version cannot come into force in the past.")})
    findings = find_blocking(version)
    if findings:
        more = len(findings) - 1
        said = str(findings[0].sentence)
        raise Invalid(
            {"": said if not more else _("%(first)s And %(more)s more.") % {"first": said, "more": more}}
        )


def _demand_unique_keys(chart: Chart) -> None:
    """The rows cannot hold two nodes of one key; everything else may wait for the gate."""
    for things, what in ((chart.nodes, _("node")), (chart.flows, _("flow")), (chart.tables, _("table"))):
        keys = [thing.key for thing in things]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise Invalid({"": _("Two %(what)ss are called “%(key)s”.") % {"what": what, "key": twice}})
    nodes = {node.key for node in chart.nodes}
    loose = next((f for f in chart.flows if not {f.source, f.target} <= nodes), None)
    if loose is not None:
        raise Invalid({"": _("The flow “%(key)s” begins or ends nowhere.") % {"key": loose.key}})


def _record(event: str, actor: Actor, version: ProcedureVersion, at: dt.datetime, **facts: str) -> None:
    record(
        event,
        actor=actor,
        objects={"version": version, "procedure": version.procedure},
        attributes={"number": version.number, "revision": version.revision, **facts},
        on=_today(version, at),
    )


def _today(version: ProcedureVersion, at: dt.datetime) -> dt.date:
    return day_in(version.procedure.institution.time_zone, at)
