"""Work plans: made, changed, closed; of a procedure from its steps in one go."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import Touched, record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies_lists
from periplus.paths.cutting import Cut, cut_chart
from periplus.paths.enums import Duty
from periplus.paths.models import Module, Procedure, Responsibility, WorkPlan
from periplus.paths.policies import Actor
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import find_shown
from periplus.paths.queries.workplans import find_plan_of
from periplus.paths.sheets import plain
from periplus.paths.stepping import find_subject
from periplus.people.models import Institution, Person, Unit

LONGEST_TITLE = 200
LONGEST_ITEM = 120
MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What is said of a plan: its name, where it belongs, who keeps it, what comes in from outside."""

    title: str
    unit: Unit | None = None
    owner: Person | None = None
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """The thing that a plan is about, such as an agreement."""

    subject_type: str
    subject: uuid.UUID


@transaction.atomic
def make_workplan(
    *, actor: Actor, institution: Institution, terms: PlanTerms, on: dt.date, about: About | None = None
) -> WorkPlan:
    """An empty plan, of a project or about something. Raises `Refused` or `Invalid`."""
    terms, partners = _with_subject(actor, terms, about)
    require(policies_lists.may_make_workplan(actor, unit=terms.unit))
    _demand_sound(terms, institution)
    plan = WorkPlan.objects.create(
        institution=institution,
        title=terms.title.strip(),
        unit=terms.unit,
        owner=terms.owner,
        given=items_of(terms.given, field="given"),
        subject_type=about.subject_type if about else "",
        subject_uuid=about.subject if about else None,
        partners=[str(one) for one in partners],
    )
    record_plan("paths.workplan.made", actor, plan, on)
    return plan


def _with_subject(
    actor: Actor, terms: PlanTerms, about: About | None
) -> tuple[PlanTerms, Iterable[uuid.UUID]]:
    """What the thing itself says where nothing else was said: its unit, its owner, its partners."""
    if about is None:
        return terms, ()
    kind = find_subject(about.subject_type)
    thing = kind.find(about.subject) if kind else None
    seen = kind is not None and thing is not None
    if seen and isinstance(actor, Person):
        seen = kind is not None and thing is not None and kind.may_see(actor, thing)
    if kind is None or thing is None or not seen:
        raise Invalid({"subject": _("This is no longer there. Choose something else.")})
    unit, owner = terms.unit or kind.unit_of(thing), terms.owner or kind.owner_of(thing)
    return PlanTerms(terms.title, unit, owner, terms.given), kind.partners_of(thing)


@transaction.atomic
def make_workplan_of_procedure(*, actor: Actor, procedure: Procedure, on: dt.date) -> WorkPlan:
    """The plan of a procedure: a module for each step that waits for somebody, its role accountable.

    Raises `Refused` when the procedure has an open plan already, or no version.
    """
    held = Procedure.objects.select_for_update().select_related("institution").get(pk=procedure.pk)
    require(policies_lists.may_make_workplan(actor, unit=None))
    if isinstance(actor, Person) and actor.institution_id != held.institution_id:
        raise Refused(no(_("This procedure belongs to another university.")))
    if find_plan_of(held) is not None:
        raise Refused(no(_("This procedure has a responsibility list already. Change that one.")))
    version = find_shown(held)
    if version is None:
        raise Refused(no(_("This procedure has no version yet. Write one first.")))
    cut = cut_chart(get_chart(version))
    plan = WorkPlan.objects.create(
        institution=held.institution,
        title=str(held)[:LONGEST_TITLE],
        procedure=held,
        owner=actor if isinstance(actor, Person) else None,
        given=list(cut.given),
    )
    _fill(plan, cut)
    record_plan("paths.workplan.made", actor, plan, on)
    return plan


def _fill(plan: WorkPlan, cut: Cut) -> None:
    for place, part in enumerate(cut.parts, start=1):
        module = Module.objects.create(
            plan=plan,
            position=place,
            title=part.title[:LONGEST_TITLE],
            node=part.node,
            inputs=list(part.inputs),
            outputs=list(part.outputs),
            evaluation=part.evaluation[:300],
        )
        if part.role:
            Responsibility.objects.create(module=module, duty=Duty.ACCOUNTABLE, role=part.role)


@transaction.atomic
def change_workplan(*, actor: Actor, plan: WorkPlan, terms: PlanTerms, on: dt.date) -> WorkPlan:
    """Rename a plan, move it to another unit or keeper, or say what comes from outside."""
    held = hold_plan(actor, plan)
    require(policies_lists.may_make_workplan(actor, unit=terms.unit))
    _demand_sound(terms, held.institution)
    before = {"title": held.title, "given": held.given}
    held.title, held.unit, held.owner = terms.title.strip(), terms.unit, terms.owner
    held.given = items_of(terms.given, field="given")
    held.save(update_fields=["title", "unit", "owner", "given"])
    record_plan("paths.workplan.changed", actor, held, on, before=before)
    return held


@transaction.atomic
def set_plan_partners(
    *, actor: Actor, plan: WorkPlan, partners: Iterable[uuid.UUID], on: dt.date
) -> WorkPlan:
    """Say which institutions take part; their guests see the plan. Those with a duty in it stay."""
    held = hold_plan(actor, plan)
    wanted = list(dict.fromkeys(map(str, partners)))
    busy = Responsibility.objects.filter(module__plan=held, partner_uuid__isnull=False)
    left = {str(one) for one in busy.values_list("partner_uuid", flat=True)} - set(wanted)
    if left:
        raise Refused(no(_("Somebody at this partner has a duty in a module. End that first.")))
    if wanted != held.partners:
        before = {"partners": held.partners}
        held.partners = wanted
        held.save(update_fields=["partners"])
        record_plan("paths.workplan.changed", actor, held, on, before=before)
    return held


@transaction.atomic
def close_workplan(*, actor: Actor, plan: WorkPlan, on: dt.date) -> WorkPlan:
    """The work is over: the plan stays to be read, and nothing in it is a conflict any more."""
    held = hold_plan(actor, plan)
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    record_plan("paths.workplan.closed", actor, held, on)
    return held


@transaction.atomic
def reopen_workplan(*, actor: Actor, plan: WorkPlan, on: dt.date) -> WorkPlan:
    """Take a closed plan up again, unless its procedure has another open one."""
    held = WorkPlan.objects.select_for_update(of=("self",)).select_related("owner", "unit").get(pk=plan.pk)
    if held.closed_on is None:
        raise Refused(no(_("This list is open.")))
    if held.procedure is not None and find_plan_of(held.procedure) is not None:
        raise Refused(no(_("The procedure has another responsibility list by now. Change that one.")))
    held.closed_on = None
    require(policies_lists.may_keep_workplan(actor, held))
    held.save(update_fields=["closed_on"])
    record_plan("paths.workplan.reopened", actor, held, on)
    return held


# ------------------------------------------------------------------ shared with the services of modules


def hold_plan(actor: Actor, plan: WorkPlan) -> WorkPlan:
    """The plan, locked while it is changed; `Refused` when the actor may not."""
    joined = ("institution", "owner", "unit")
    held = WorkPlan.objects.select_for_update(of=("self",)).select_related(*joined).get(pk=plan.pk)
    require(policies_lists.may_keep_workplan(actor, held))
    return held


def record_plan(event: str, actor: Actor, plan: WorkPlan, on: dt.date, **attributes: Any) -> None:
    objects: Touched = {"plan": plan, "owner": [plan.owner] if plan.owner else []}
    record(event, actor=actor, objects=objects, attributes=attributes, on=on)


def items_of(lines: Iterable[str], *, field: str) -> list[str]:
    """Names of items, each once. `Invalid` at `field` when there are too many or one is too long."""
    found = {plain(line): " ".join(line.split()) for line in reversed(list(lines)) if line.strip()}
    items = list(reversed(found.values()))
    if len(items) > MOST_ITEMS:
        raise Invalid({field: _("At most %(most)s items fit. Put some together.") % {"most": MOST_ITEMS}})
    if any(len(item) > LONGEST_ITEM for item in items):
        raise Invalid({field: _("An item is called in %(most)s letters at most.") % {"most": LONGEST_ITEM}})
    return items


def _demand_sound(terms: PlanTerms, institution: Institution) -> None:
    errors: dict[str, Any] = {}
    if not terms.title.strip():
        errors["title"] = _("Give the list a name.")
    elif len(terms.title.strip()) > LONGEST_TITLE:
        errors["title"] = _("The name has at most %(most)s letters.") % {"most": LONGEST_TITLE}
    if terms.unit is not None and terms.unit.institution_id != institution.pk:
        errors["unit"] = _("Choose a unit of this university.")
    if errors:
        raise Invalid(errors)
