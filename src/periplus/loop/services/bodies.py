"""Governing bodies, and what may enter their agendas."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.loop import policies
from periplus.loop.enums import DiscussionRule, ItemKind, Severity
from periplus.loop.models import Body, EntryPoint
from periplus.loop.services.arranging import HIGHEST, LOWEST
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit


@dataclass(frozen=True, slots=True)
class BodyTerms:
    """What is said about a body: where it belongs, who sits in it, how often it meets."""

    name: str
    unit: Unit
    chair: Person | None = None
    members: Sequence[Person] = ()
    rhythm_days: int = 90


@dataclass(frozen=True, slots=True)
class EntryTerms:
    """What may enter, who may bring it by hand, how it is treated and until when."""

    roles: Sequence[str] = ()
    by_rule: bool = True
    from_severity: int = Severity.NOTICE
    priority: int = 3
    discussion: str = DiscussionRule.DISCUSSION
    deadline_days: int = 60
    unknown_roles: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unknown_roles", frozenset(self.roles) - set(Role))


@transaction.atomic
def add_body(*, actor: Person, institution: Institution, terms: BodyTerms, today: dt.date) -> Body:
    """Add a governing body."""
    require(policies.may_keep_bodies(actor))
    body = Body(institution=institution)
    _set(body, terms)
    record("loop.body.added", actor=actor, objects={"body": body, "unit": body.unit}, on=today)
    return body


@transaction.atomic
def change_body(*, actor: Person, body: Body, terms: BodyTerms, today: dt.date) -> Body:
    """Change name, unit, chair, members or rhythm of a body."""
    require(policies.may_keep_bodies(actor))
    _set(body, terms)
    record("loop.body.changed", actor=actor, objects={"body": body, "unit": body.unit}, on=today)
    return body


@transaction.atomic
def set_entry_point(
    *, actor: Person, body: Body, kind: ItemKind, terms: EntryTerms, today: dt.date
) -> EntryPoint:
    """Open a way onto the agenda for one kind of item, or change it."""
    require(policies.may_keep_bodies(actor))
    _check_entry(kind, terms)
    entry, _made = EntryPoint.objects.update_or_create(
        body=body,
        kind=kind,
        defaults={
            "roles": sorted(set(terms.roles)),
            "by_rule": _enters_by_rule(kind, terms),
            "from_severity": terms.from_severity,
            "priority": terms.priority,
            "discussion": terms.discussion,
            "deadline_days": terms.deadline_days,
        },
    )
    _record(actor, "loop.entry_point.set", body, kind, today)
    return entry


@transaction.atomic
def remove_entry_point(*, actor: Person, entry_point: EntryPoint, today: dt.date) -> None:
    """Close a way onto the agenda; what stands there already stays."""
    require(policies.may_keep_bodies(actor))
    body, kind = entry_point.body, entry_point.kind
    entry_point.delete()
    _record(actor, "loop.entry_point.removed", body, kind, today)


def _record(actor: Person, event: str, body: Body, kind: str, today: dt.date) -> None:
    record(event, actor=actor, objects={"body": body}, attributes={"kind": str(kind)}, on=today)


def _enters_by_rule(kind: ItemKind, terms: EntryTerms) -> bool:
    """Due effect checks and evaluations always enter, proposals never; for deviations the body decides."""
    if kind == ItemKind.DEVIATION:
        return terms.by_rule
    return kind in {ItemKind.EFFECT_CHECK, ItemKind.EVALUATION}


def _set(body: Body, terms: BodyTerms) -> None:
    errors: dict[str, str | Promise] = {}
    if not terms.name.strip():
        errors["name"] = _("Give the body a name.")
    if terms.unit.institution_id != body.institution_id:
        errors["unit"] = _("Choose a unit of the same institution.")
    if terms.rhythm_days < 1:
        errors["rhythm_days"] = _("Say after how many days it meets again.")
    if errors:
        raise Invalid(errors)
    body.name, body.unit, body.chair = terms.name.strip(), terms.unit, terms.chair
    body.rhythm_days = terms.rhythm_days
    body.save()
    body.members.set(terms.members)


def _check_entry(kind: ItemKind, terms: EntryTerms) -> None:
    errors: dict[str, str | Promise] = {}
    decides = kind in {ItemKind.DEVIATION, ItemKind.EFFECT_CHECK}
    if terms.discussion == DiscussionRule.INFORMATION and decides:
        errors["discussion"] = _("A deviation or effect check asks for a decision. Choose another rule.")
    if not HIGHEST <= terms.priority <= LOWEST:
        errors["priority"] = _("Choose a priority from 1 (first) to 5 (last).")
    if terms.deadline_days < 1:
        errors["deadline_days"] = _("Give the body at least one day.")
    if terms.unknown_roles:
        errors["roles"] = _("Choose roles of the list.")
    if errors:
        raise Invalid(errors)
