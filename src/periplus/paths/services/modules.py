"""The modules of a work plan, and who has which duty in them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from periplus.core.ledger.services import Touched, record
from periplus.core.verdicts import Invalid, Refused, no
from periplus.paths.enums import Duty
from periplus.paths.models import Module, Responsibility, WorkPlan
from periplus.paths.policies import Actor
from periplus.paths.services.workplans import LONGEST_TITLE, hold_plan, items_of, record_plan
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.queries.persons import is_living

MOST_MODULES = 200
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ModuleTerms:
    """What a module is: its name, what it takes in and puts out, how it is judged, its dates."""

    title: str
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    evaluation: str = ""
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Someone:
    """Who gets a duty: exactly one of person, unit, role; or a partner, or a name, or both."""

    person: Person | None = None
    unit: Unit | None = None
    role: str = ""
    partner: uuid.UUID | None = None
    name: str = ""


@transaction.atomic
def add_module(*, actor: Actor, plan: WorkPlan, terms: ModuleTerms, on: dt.date) -> Module:
    """Put a module at the end. Raises `Refused` or `Invalid`."""
    held = hold_plan(actor, plan)
    if held.modules.count() >= MOST_MODULES:
        raise Refused(no(_("A list holds %(most)s modules at most. Begin another.") % {"most": MOST_MODULES}))
    last = held.modules.aggregate(last=Max("position"))["last"] or 0
    module = Module.objects.create(plan=held, position=last + 1, **_sound(terms, on))
    _record("paths.module.added", actor, module, on)
    return module


@transaction.atomic
def change_module(*, actor: Actor, module: Module, terms: ModuleTerms, on: dt.date) -> Module:
    """Change what a module is. Modules that name it as their judge keep naming it.

    `Invalid` when somebody else has changed it since `module` was read.
    """
    plan = hold_plan(actor, module.plan)
    held = Module.objects.select_for_update().get(pk=module.pk)
    held.plan = plan
    values = _sound(terms, on)
    if any(getattr(held, name) != getattr(module, name) for name in values):
        raise Invalid(
            {"": _("A colleague has changed this meanwhile. Load it again, then repeat the change.")}
        )
    changed = {name: getattr(held, name) for name, value in values.items() if getattr(held, name) != value}
    if not changed:
        return held
    if "title" in changed:
        judged = plan.modules.filter(evaluation=held.title).exclude(pk=held.pk)
        judged.update(evaluation=values["title"])
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=list(values))
    before = {name: str(value) if isinstance(value, dt.date) else value for name, value in changed.items()}
    _record("paths.module.changed", actor, held, on, before=before)
    return held


@transaction.atomic
def move_module(*, actor: Actor, module: Module, by: int, on: dt.date) -> None:
    """Move a module up (`by` negative) or down by so many places; beyond the ends it stays at the end."""
    plan = hold_plan(actor, module.plan)
    order = list(plan.modules.select_for_update().order_by("position", "id"))
    place = order.index(module)
    moved = order.pop(place)
    target = max(0, min(place + by, len(order)))
    order.insert(target, moved)
    if target == place:
        return
    for number, each in enumerate(order, start=1):
        each.position = number
    Module.objects.bulk_update(order, ["position"])
    record_plan("paths.workplan.arranged", actor, plan, on, moved=str(moved.uuid), place=target + 1)


@transaction.atomic
def remove_module(*, actor: Actor, module: Module, on: dt.date) -> None:
    """Take a module out, with the duties in it."""
    plan = hold_plan(actor, module.plan)
    held = Module.objects.select_for_update().get(pk=module.pk)
    duties = [{"duty": one.duty, "holder": words_of(one)} for one in held.responsibilities.all()]
    facts = {"title": held.title, "duties": duties, "inputs": held.inputs, "outputs": held.outputs}
    objects: Touched = {"plan": plan, "module": held}
    record("paths.module.removed", actor=actor, objects=objects, attributes=facts, on=on)
    held.delete()


@transaction.atomic
def give_duty(*, actor: Actor, module: Module, duty: Duty, to: Someone, on: dt.date) -> Responsibility:
    """Give somebody a duty in a module; a partner that gets one takes part in the plan from now on."""
    plan = hold_plan(actor, module.plan)
    values = _someone(to, plan, on)
    if module.responsibilities.filter(duty=duty, **values).exists():
        raise Invalid({"who": _("This duty is theirs already.")})
    given = Responsibility.objects.create(module=module, duty=duty, **values)
    if to.partner is not None and str(to.partner) not in plan.partners:
        plan.partners = [*plan.partners, str(to.partner)]
        plan.save(update_fields=["partners"])
    _record_duty("paths.duty.given", actor, given, plan, on)
    return given


@transaction.atomic
def end_duty(*, actor: Actor, responsibility: Responsibility, on: dt.date) -> None:
    """Take a duty away."""
    plan = hold_plan(actor, responsibility.module.plan)
    _record_duty("paths.duty.ended", actor, responsibility, plan, on)
    responsibility.delete()


def words_of(one: Responsibility) -> str:
    """Who has it, as plain words for the ledger."""
    if one.role in Role.values:
        return str(Role(one.role).label)
    named = one.person or one.unit
    return str(named) if named else one.name or str(one.partner_uuid or "")


def _someone(to: Someone, plan: WorkPlan, on: dt.date) -> dict[str, Any]:
    name = " ".join(to.name.split())
    chosen = [bool(to.person), bool(to.unit), bool(to.role), bool(to.partner or name)]
    if sum(chosen) != 1:
        raise Invalid({"who": _("Say who: one person, unit or role, or somebody outside.")})
    if to.person and not is_living(to.person, on=on):
        raise Invalid({"who": _("%(name)s is no longer here.") % {"name": to.person.name}})
    inside = to.person or to.unit
    if inside and inside.institution_id not in {plan.institution_id, None}:
        raise Invalid({"who": _("Choose somebody of this university, or name them as somebody outside.")})
    if to.role and to.role not in set(Role.values) - {Role.PARTNER, Role.STUDENT}:
        raise Invalid({"who": _("Choose one of the offered values.")})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": _("A name has at most %(most)s letters.") % {"most": LONGEST_NAME}})
    return {
        "person": to.person,
        "unit": to.unit,
        "role": to.role,
        "partner_uuid": to.partner,
        "name": name,
    }


def _sound(terms: ModuleTerms, on: dt.date) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    title = " ".join(terms.title.split())
    if not title or len(title) > LONGEST_TITLE:
        errors["title"] = _("Give the module a name of at most %(most)s letters.") % {"most": LONGEST_TITLE}
    if terms.starts_on and terms.due_on and terms.due_on < terms.starts_on:
        errors["due_on"] = _("It would be due before it begins.")
    if terms.done_on and terms.done_on > on:
        errors["done_on"] = _("This day has not come yet.")
    if errors:
        raise Invalid(errors)
    return {
        "title": title,
        "inputs": items_of(terms.inputs, field="inputs"),
        "outputs": items_of(terms.outputs, field="outputs"),
        "evaluation": " ".join(terms.evaluation.split())[:300],
        "starts_on": terms.starts_on,
        "due_on": terms.due_on,
        "done_on": terms.done_on,
    }


def _record(event: str, actor: Actor, module: Module, on: dt.date, **attributes: Any) -> None:
    objects: Touched = {"plan": module.plan, "module": module}
    record(event, actor=actor, objects=objects, attributes=attributes, on=on)


def _record_duty(event: str, actor: Actor, one: Responsibility, plan: WorkPlan, on: dt.date) -> None:
    objects: Touched = {"plan": plan, "module": one.module, "person": [one.person] if one.person else []}
    facts = {"holder": words_of(one), "duty": one.duty}
    record(event, actor=actor, objects=objects, attributes=facts, on=on)
