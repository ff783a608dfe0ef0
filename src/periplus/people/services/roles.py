"""Giving and taking roles."""

import datetime as dt
import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.people import policies
from periplus.people.enums import Role
from periplus.people.models import Person, RoleAssignment, Unit
from periplus.people.policies import Doer
from periplus.people.standing import forget_standing, in_force


@transaction.atomic
def assign_role(
    *,
    actor: Doer,
    person: Person,
    role: Role,
    valid_from: dt.date,
    on: dt.date,
    unit: Unit | None = None,
    partner_uuid: uuid.UUID | None = None,
    valid_until: dt.date | None = None,
) -> RoleAssignment:
    """Give a role: everywhere, for a unit and those below it, or as guest of a partner institution."""
    require(policies.may_assign_roles(actor))
    post = RoleAssignment(
        person=person,
        role=role,
        unit=unit,
        partner_uuid=partner_uuid if role == Role.PARTNER else None,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _demand_sense(post)
    post.save()
    forget_standing(person)
    record("people.role.given", actor=actor, objects=_touched(post), attributes={"role": role}, on=on)
    return post


@transaction.atomic
def end_role(*, actor: Doer, assignment: RoleAssignment, valid_until: dt.date, on: dt.date) -> RoleAssignment:
    """From `valid_until` on, the person no longer holds the role."""
    require(policies.may_assign_roles(actor))
    if valid_until < assignment.valid_from:
        raise Invalid({"valid_until": _("The end lies before the beginning.")})
    if assignment.role == Role.ADMINISTRATOR:
        demand_other_administrator(assignment.person, on=valid_until)
    assignment.valid_until = valid_until
    assignment.save(update_fields=["valid_until"])
    forget_standing(assignment.person)
    record(
        "people.role.ended",
        actor=actor,
        objects=_touched(assignment),
        attributes={"role": assignment.role},
        on=on,
    )
    return assignment


def demand_other_administrator(person: Person, *, on: dt.date) -> None:
    """Raise `Invalid` when nobody else could give roles from that day on."""
    posts = RoleAssignment.objects.filter(in_force(on), role=Role.ADMINISTRATOR, person__is_active=True)
    is_one = posts.filter(person=person).exists()
    if is_one and not posts.exclude(person=person).exists():
        raise Invalid({"": _("This is the last system administrator. Give somebody else the role first.")})


def _touched(post: RoleAssignment) -> dict[str, models.Model]:
    touched: dict[str, models.Model] = {"person": post.person, "assignment": post}
    return touched | ({"unit": post.unit} if post.unit else {})


def _demand_sense(post: RoleAssignment) -> None:
    if post.role == Role.COORDINATOR and post.unit is None:
        raise Invalid({"unit": _("A unit coordinator needs a unit. Choose one.")})
    if post.role == Role.PARTNER and post.partner_uuid is None:
        raise Invalid({"partner": _("A guest belongs to a partner institution. Choose one.")})
    if post.valid_until and post.valid_until <= post.valid_from:
        raise Invalid({"valid_until": _("The end lies before the beginning.")})
    if post.person.left_on and post.person.left_on <= post.valid_from:
        raise Invalid({"person": _("This person has left. Choose somebody else.")})
    same = RoleAssignment.objects.filter(
        person=post.person, role=post.role, unit=post.unit, partner_uuid=post.partner_uuid
    )
    if same.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=post.valid_from)).exists():
        raise Invalid({"role": _("This person already holds this role there.")})
