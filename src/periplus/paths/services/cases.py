"""Cases: begun, called by others, stopped for a while, taken back."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.entries import draft_entry
from periplus.core.ledger.services import record
from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid, no, require
from periplus.core.verdicts import Refused as RefusedByPolicy
from periplus.paths import policies
from periplus.paths.chart import ChartNode, say
from periplus.paths.enums import CaseState, Way
from periplus.paths.models import Case, Participant, Procedure, ProcedureVersion, Timer, WorkItem
from periplus.paths.queries.charts import find_procedure, get_chart, stored_of
from periplus.paths.services.holding import Actor, Held, held_from, hold_case
from periplus.paths.services.moving import settle, subject_of, tell_and_settle
from periplus.paths.stepping import find_subject
from periplus.paths.values import clean_outputs
from periplus.people.models import Person, Unit

LONGEST_TITLE = 300
DEEPEST = 8  # so many procedures may call one another


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """What a case is begun with. `title`: needed when there is no subject. `values`: outputs of the start."""

    title: str = ""
    subject: uuid.UUID | None = None
    unit: Unit | None = None
    owner: Person | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    due_on: dt.date | None = None
    priority: int = 3
    package: uuid.UUID | None = None


@transaction.atomic
def start_case(*, actor: Actor, procedure: Procedure, terms: CaseTerms, at: dt.datetime) -> Case:
    """Begin a case by the version in force. Raises `Refused` or `Invalid`."""
    version = version_in_force(procedure, on=at.date())
    if version is None:
        raise RefusedByPolicy(no(_("No version of this procedure is in force.")))
    _demand_day(procedure, terms, at=at)
    thing = _subject(procedure, terms.subject)
    unit, owner = _unit_and_owner(procedure, terms, thing)
    require(policies.may_start_case(actor, procedure, unit=unit, owner=owner))
    case = _make(version, terms, thing, actor=actor, at=at)
    case.unit, case.owner = unit, owner
    return _begin(case, terms.values, actor=actor, at=at)


def _demand_day(procedure: Procedure, terms: CaseTerms, *, at: dt.datetime) -> None:
    """A case cannot be promised for a day that is over; the day of a task package was promised before."""
    today = at.astimezone(ZoneInfo(procedure.institution.time_zone)).date()
    if terms.due_on and terms.due_on < today and terms.package is None:
        raise Invalid({"due_on": _("Nothing can be finished by a day that is over. Choose a later one.")})


def version_in_force(procedure: Procedure, *, on: dt.date) -> ProcedureVersion | None:
    """The version by which new cases run on a day."""
    enacted = procedure.versions.filter(effective_from__lte=on).exclude(enacted_at=None)
    lasting = enacted.filter(models.Q(effective_until=None) | models.Q(effective_until__gt=on))
    return lasting.select_related("procedure").order_by("-effective_from", "-number").first()


def _subject(procedure: Procedure, reference: uuid.UUID | None) -> models.Model | None:
    if not procedure.subject_type:
        return None
    kind = find_subject(procedure.subject_type)
    thing = kind.find(reference) if kind and reference else None
    if thing is None:
        raise Invalid({"subject": _("Choose what the case is about.")})
    return thing


def _unit_and_owner(
    procedure: Procedure, terms: CaseTerms, thing: models.Model | None
) -> tuple[Unit | None, Person | None]:
    kind = find_subject(procedure.subject_type)
    if kind is None or thing is None:
        return terms.unit, terms.owner
    return terms.unit or kind.unit_of(thing), terms.owner or kind.owner_of(thing)


def _make(
    version: ProcedureVersion, terms: CaseTerms, thing: models.Model | None, *, actor: Actor, at: dt.datetime
) -> Case:
    kind = find_subject(version.procedure.subject_type)
    title = fold_spaces(terms.title) or (kind.title_of(thing) if kind and thing is not None else "")
    if not title:
        raise Invalid({"title": _("Give the case a name by which colleagues know it.")})
    number = _next_number()
    return Case(
        pk=number,
        institution=version.procedure.institution,
        version=version,
        reference=f"C-{number}",
        title=title[:LONGEST_TITLE],
        subject_type=version.procedure.subject_type,
        subject_uuid=terms.subject,
        partners=list(kind.partners_of(thing)) if kind and thing is not None else [],
        package=terms.package,
        priority=terms.priority,
        started_by=actor if isinstance(actor, Person) else None,
        started_at=at,
        due_on=terms.due_on,
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('paths_case', 'id'))")
        return int(cursor.fetchone()[0])


def _begin(
    case: Case, values: Mapping[str, Any], *, actor: Actor, at: dt.datetime, caller: Held | None = None
) -> Case:
    chart = stored_of(case).chart
    cleaned = clean_outputs([item for item in chart.starts[0].items if item.way == Way.OUT], values)
    case.save(force_insert=True)
    held = held_from(case, {}, zone=case.institution.time_zone, actor=actor, at=at)
    held.caller = caller
    moves = held.run.start(cleaned)
    owners = [case.owner] if case.owner else []
    facts = {"procedure": chart.key, "version": held.stored.number}
    applied = [{"node": a.node, "table": a.table, "rules": list(a.rules)} for a in moves.applied]
    entry = draft_entry(
        "paths.case.started",
        actor=actor,
        objects={"case": case, "subject": subject_of(held), "owner": owners},
        attributes=facts | ({"applied": applied} if applied else {}),
        on=held.on,
    )
    settle(held, moves, entry=entry)
    return case


# ------------------------------------------------------------------ one case calls another


def call_procedure(held: Held, item: WorkItem, node: ChartNode) -> list[WorkItem]:
    """Begin the called procedure on the same subject; what it produced comes back to the caller.

    A procedure that cannot be called is said as trouble at the work item, to be tried again.
    """
    procedure = find_procedure(node.calls, held.case.institution_id)
    version = version_in_force(procedure, on=held.on) if procedure else None
    if version is None or _depth(held) >= DEEPEST:
        item.trouble = _("The procedure “%(key)s” is not in force, or calls itself.") % {"key": node.calls}
        item.role = node.role
        item.save(update_fields=["trouble", "role"])
        return []
    case = _called(held, version, item)
    known = {**held.run.facts, **held.case.values}
    wanted = [each.key for each in get_chart(version).starts[0].outputs]
    _begin(case, {key: known.get(key) for key in wanted}, actor=held.actor, at=held.at, caller=held)
    return _return(held, item, case) if case.state == CaseState.ENDED else []


def _called(held: Held, version: ProcedureVersion, item: WorkItem) -> Case:
    outer = held.case
    terms = CaseTerms(
        title=f"{say(version.title)}: {outer.title}", subject=outer.subject_uuid, priority=outer.priority
    )
    case = _make(version, terms, None, actor=held.actor, at=held.at)
    case.subject_type, case.partners = outer.subject_type, outer.partners
    case.unit, case.owner, case.package, case.call = outer.unit, outer.owner, outer.package, item
    return case


def _depth(held: Held) -> int:
    depth, caller = 0, held.case.call
    while caller is not None and depth < DEEPEST:
        depth, caller = depth + 1, caller.case.call
    return depth


def return_to_caller(held: Held) -> None:
    """A called case has ended: the work item that waits for it is done."""
    waiting = held.case.call
    if waiting is None:
        return
    outer = hold_case(waiting.case_id, actor=held.actor, at=held.at)
    if waiting.pk in outer.items:
        _return(outer, outer.items[waiting.pk], held.case)


def _return(outer: Held, item: WorkItem, called: Case) -> list[WorkItem]:
    wanted = {each.key for each in outer.stored.node_at(item.node_id).outputs}
    outputs = {key: called.values.get(key, called.outcome) for key in wanted}
    moves = outer.run.complete(outer.token(item), outputs)
    facts = {"outcome": called.outcome}
    return tell_and_settle(
        outer, moves, "paths.call.returned", item, attributes=facts, more={"called": called}
    )


# ------------------------------------------------------------------ steering


@transaction.atomic
def suspend_case(*, actor: Actor, case: Case, reason: str, at: dt.datetime) -> Case:
    """Stop a case for a while; its deadlines stand still."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    if held.case.state == CaseState.SUSPENDED:
        raise RefusedByPolicy(no(_("The case is suspended already.")))
    _demand_reason(reason)
    for timer in Timer.objects.filter(item__case=held.case, due_at__isnull=False):
        timer.left, timer.due_at = (timer.due_at or at) - at, None
        timer.save(update_fields=["left", "due_at"])
    held.case.state, held.case.suspended_at = CaseState.SUSPENDED, at
    held.case.save(update_fields=["state", "suspended_at"])
    _record("paths.case.suspended", held, reason)
    return held.case


@transaction.atomic
def resume_case(*, actor: Actor, case: Case, at: dt.datetime) -> Case:
    """Take a suspended case up again; its deadlines run on with what was left."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_resume_case(actor, held.case))
    stood = at - (held.case.suspended_at or at)
    for timer in Timer.objects.filter(item__case=held.case, left__isnull=False):
        timer.due_at, timer.left = at + (timer.left or dt.timedelta()), None
        timer.save(update_fields=["left", "due_at"])
    waiting = WorkItem.objects.filter(pk__in=list(held.items), due_at__isnull=False)
    waiting.update(due_at=models.F("due_at") + stood)
    held.case.state, held.case.suspended_at = CaseState.RUNNING, None
    held.case.save(update_fields=["state", "suspended_at"])
    _record("paths.case.resumed", held, "")
    return held.case


@transaction.atomic
def cancel_case(*, actor: Actor, case: Case, reason: str, at: dt.datetime) -> Case:
    """Take a case back for good; cases that it called are taken back too."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    _demand_reason(reason)
    for called in Case.objects.filter(call__in=list(held.items), state=CaseState.RUNNING).order_by("id"):
        cancel_case(actor=actor, case=called, reason=reason, at=at)
    held.case.state, held.case.ended_at = CaseState.CANCELLED, at
    held.case.save(update_fields=["state", "ended_at"])
    settle(held, held.run.cancel(), note=reason)
    _record("paths.case.cancelled", held, reason)
    return held.case


@transaction.atomic
def set_case_priority(*, actor: Actor, case: Case, priority: int, at: dt.datetime) -> Case:
    """1 is the most urgent, 5 the least."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    if priority not in range(1, 6):
        raise Invalid({"priority": _("Priorities go from 1, the most urgent, to 5.")})
    before, held.case.priority = held.case.priority, priority
    held.case.save(update_fields=["priority"])
    record(
        "paths.case.prioritised",
        actor=actor,
        objects={"case": held.case},
        attributes={"before": before, "after": priority},
        on=held.on,
    )
    return held.case


@transaction.atomic
def add_participant(*, actor: Actor, case: Case, person: Person, at: dt.datetime) -> Participant:
    """Let somebody follow a case who has no task in it. Twice changes nothing."""
    held = hold_case(case.pk, actor=actor, at=at)
    require(policies.may_steer_case(actor, held.case))
    participant, made = Participant.objects.get_or_create(
        case=held.case, person=person, defaults={"added_at": at}
    )
    if made:
        objects = {"case": held.case, "person": person}
        record("paths.case.followed", actor=actor, objects=objects, on=held.on)
    return participant


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": _("Say why, so that those who wait for it understand.")})


def _record(event: str, held: Held, reason: str) -> None:
    owners = [held.case.owner] if held.case.owner else []
    facts = {"reason": reason.strip()} if reason.strip() else {}
    record(
        event, actor=held.actor, objects={"case": held.case, "owner": owners}, attributes=facts, on=held.on
    )
