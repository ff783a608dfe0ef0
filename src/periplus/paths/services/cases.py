"""Cases: begun on a subject, by the version in force."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.entries import draft_entry
from periplus.core.text import fold_spaces
from periplus.core.verdicts import Invalid, no, require
from periplus.core.verdicts import Refused as RefusedByPolicy
from periplus.paths import policies
from periplus.paths.enums import Way
from periplus.paths.models import Case, Procedure, ProcedureVersion
from periplus.paths.policies_starting import may_start_about
from periplus.paths.queries.charts import stored_of
from periplus.paths.services.beginning import demand_sound_terms, seen_subject, unit_and_owner
from periplus.paths.services.holding import Actor, Held, held_from
from periplus.paths.services.moving import settle
from periplus.paths.services.references import demand_known
from periplus.paths.services.telling import subject_of
from periplus.paths.stepping import find_subject
from periplus.paths.values import clean_outputs
from periplus.people.models import Person, Unit

LONGEST_TITLE = 300


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
    today = day_in(procedure.institution.time_zone, at)
    version = version_in_force(procedure, on=today)
    if version is None:
        raise RefusedByPolicy(no(_("No version of this procedure is in force.")))
    demand_sound_terms(procedure, terms, on=today)
    thing = seen_subject(actor, procedure, terms.subject)
    unit, owner = unit_and_owner(actor, procedure, terms, thing)
    require(may_start_about(actor, procedure, thing))
    require(policies.may_start_case(actor, procedure, unit=unit, owner=owner))
    case = make_case(version, terms, thing, actor=actor, at=at)
    case.unit, case.owner = unit, owner
    demand_known(stored_of(case).chart.starts[0].outputs, terms.values, actor=actor, case=case)
    return begin_case(case, terms.values, actor=actor, at=at)


def version_in_force(procedure: Procedure, *, on: dt.date) -> ProcedureVersion | None:
    """The version by which new cases run on a day."""
    enacted = procedure.versions.filter(effective_from__lte=on).exclude(enacted_at=None)
    lasting = enacted.filter(models.Q(effective_until=None) | models.Q(effective_until__gt=on))
    return lasting.select_related("procedure").order_by("-effective_from", "-number").first()


def make_case(
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


def begin_case(
    case: Case, values: Mapping[str, Any], *, actor: Actor, at: dt.datetime, caller: Held | None = None
) -> Case:
    """Write a case that was made, and let it go as far as it goes by itself."""
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
