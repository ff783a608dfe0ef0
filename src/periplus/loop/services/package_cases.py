"""Cases that a task package starts, and the deliverables that it asks for."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger import services as ledger
from periplus.core.ledger.services import System
from periplus.core.verdicts import Refused, no
from periplus.loop import policies
from periplus.loop.acting import Doer, demand
from periplus.loop.enums import Binding
from periplus.loop.models import TaskPackage
from periplus.loop.services.goals import touch
from periplus.loop.services.packages import people_of
from periplus.paths.enums import CaseState
from periplus.paths.library import find_chart
from periplus.paths.models import Case, Procedure
from periplus.paths.policies import may_start_case
from periplus.paths.policies_starting import may_start_about
from periplus.paths.queries.charts import find_procedure
from periplus.paths.services.beginning import seen_subject
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.procedures import add_procedure, enact_version
from periplus.people.models import Institution, Person

PACKAGES = System("task packages")
DELIVERABLE = "deliverable"  # key of the ready procedure


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case of a package is begun with. `title` empty: that of the package."""

    title: str = ""
    subject: uuid.UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def start_package_case(*, actor: Doer, package: TaskPackage, opening: Opening, at: dt.datetime) -> Case:
    """Begin one more case of a package, or ask for its deliverable. The accountable person owns it."""
    demand(actor, policies.may_start_package_case, package)
    held = TaskPackage.objects.select_for_update().get(pk=package.pk)
    procedure = _procedure_of(package, at=at)
    if package.binding == Binding.DELIVERABLE and _is_asked_for(held):
        raise Refused(no(_("This deliverable is asked for already. Look at its case.")))
    terms = CaseTerms(
        title=opening.title.strip() or ("" if opening.subject else package.title),
        subject=opening.subject,
        unit=package.unit,
        owner=package.accountable,
        values=opening.values or _asked_of(package),
        due_on=package.due_on,
        priority=package.goal.priority,
        package=package.uuid,
    )
    starter = _starter(actor, procedure, package, opening)
    case = start_case(actor=starter, procedure=procedure, terms=terms, at=at)
    on = at.date()
    touch(goal=package.goal, on=on)
    ledger.record(
        "loop.package.started",
        actor=actor,
        on=on,
        objects={"package": package, "goal": package.goal, "case": case, **people_of(package)},
    )
    return case


def _starter(actor: Doer, procedure: Procedure, package: TaskPackage, opening: Opening) -> Doer:
    """Whoever may keep a package may start its cases, whether or not their role starts cases otherwise.

    They are about what this person sees.
    """
    if not isinstance(actor, Person):
        return actor
    thing = seen_subject(actor, procedure, opening.subject)
    allowed = may_start_case(actor, procedure, unit=package.unit, owner=package.accountable)
    allowed &= may_start_about(actor, procedure, thing)
    return actor if allowed else PACKAGES


def _is_asked_for(package: TaskPackage) -> bool:
    return Case.objects.filter(package=package.uuid, call=None).exclude(state=CaseState.CANCELLED).exists()


def _asked_of(package: TaskPackage) -> dict[str, Any]:
    """What the start of the ready procedure asks for; other procedures say for themselves."""
    if package.binding != Binding.DELIVERABLE:
        return {}
    asked = [package.title, *(f"– {each}" for each in package.outputs)]
    return {"deliverable_asked": "\n".join(asked), "evaluation_asked": package.evaluation}


def _procedure_of(package: TaskPackage, *, at: dt.datetime) -> Procedure:
    if package.procedure is not None:
        return package.procedure
    return deliverable_procedure(package.goal.plan.institution, at=at)


def deliverable_procedure(institution: Institution, *, at: dt.datetime) -> Procedure:
    """The procedure of deliverables, put in force from the library when nobody has needed it so far."""
    Institution.objects.select_for_update().get(pk=institution.pk)  # two at once make one
    known = find_procedure(DELIVERABLE, institution.pk)
    if known is not None:
        return known
    chart = find_chart(DELIVERABLE)
    if chart is None:
        raise Refused(no(_("The procedure for deliverables is missing. Ask the administrators.")))
    draft = add_procedure(actor=PACKAGES, institution=institution, chart=chart, at=at)
    reason = _("A task package asks for a deliverable.")
    today = day_in(institution.time_zone, at)
    enact_version(actor=PACKAGES, version=draft, effective_from=today, reason=reason, at=at)
    return draft.procedure
