"""Rules by which people are reminded of work that is due, and others told of work that is late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from periplus.core.clock import day_in
from periplus.core.ledger.services import System, record
from periplus.core.verdicts import Invalid, require
from periplus.paths import policies
from periplus.paths.enums import CaseState, WorkState
from periplus.paths.models import Procedure, Reminder, ReminderRule, WorkItem
from periplus.paths.policies import Actor
from periplus.paths.queries.whose import people_of, substitutes_of
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from periplus.people.queries.persons import find_holders

SCHEDULE = System("reminders")
MOST_DAYS = 365
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """When a rule speaks: days after the due date (before it when negative), and to which role besides."""

    days: int
    role: str = ""
    procedure: Procedure | None = None
    active: bool = True


@transaction.atomic
def add_reminder_rule(
    *, actor: Actor, institution: Institution, terms: RuleTerms, on: dt.date
) -> ReminderRule:
    """Set a rule; it speaks once about each piece of work. Raises `Refused` or `Invalid`."""
    require(policies.may_keep_reminders(actor))
    _demand_sound(terms)
    rule = ReminderRule.objects.create(
        institution=institution,
        procedure=terms.procedure,
        days=terms.days,
        role=terms.role,
        active=terms.active,
    )
    record(
        "paths.reminder_rule.added",
        actor=actor,
        objects={"rule": rule},
        attributes={"days": rule.days, "role": rule.role},
        on=on,
    )
    return rule


@transaction.atomic
def change_reminder_rule(*, actor: Actor, rule: ReminderRule, terms: RuleTerms, on: dt.date) -> ReminderRule:
    """Change a rule, or switch it off and on; what it has spoken about it does not repeat."""
    require(policies.may_keep_reminders(actor))
    _demand_sound(terms)
    before = {"days": rule.days, "role": rule.role, "active": rule.active}
    rule.days, rule.role, rule.procedure = terms.days, terms.role, terms.procedure
    rule.active = terms.active
    rule.save(update_fields=["days", "role", "procedure", "active"])
    record(
        "paths.reminder_rule.changed",
        actor=actor,
        objects={"rule": rule},
        attributes={"days": rule.days, "role": rule.role, "active": rule.active, "before": before},
        on=on,
    )
    return rule


def _demand_sound(terms: RuleTerms) -> None:
    errors = {}
    if abs(terms.days) > MOST_DAYS:
        errors["days"] = _("A rule speaks at most a year before or after.")
    if terms.role and terms.role not in Role.values:
        errors["role"] = _("Choose one of the offered values.")
    if errors:
        raise Invalid({**errors})


# ------------------------------------------------------------------ the schedule


def remind_of_work(*, at: dt.datetime) -> int:
    """Let every rule speak about the work for which its day has come. Gives how many times one spoke.

    Each piece of work is a transaction of its own: what was said before a crash is not said again.
    """
    spoken = 0
    active = ReminderRule.objects.filter(active=True).select_related("procedure", "institution")
    for rule in active.order_by("id"):
        while batch := list(find_due_for(rule, at=at)[:BATCH]):  # what was spoken about is due no more
            spoken += sum(_speak(rule, item, at=at) for item in batch)
    return spoken


def find_due_for(rule: ReminderRule, *, at: dt.datetime) -> QuerySet[WorkItem]:
    """Open work about which a rule should speak now: once, and what comes before the date not after it.

    Days are those of the university: a rule of 0 days speaks on the day on which work is due.
    """
    zone = rule.institution.time_zone
    last = day_in(zone, at) - dt.timedelta(days=rule.days)
    over = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=ZoneInfo(zone))
    said = Reminder.objects.filter(item=OuterRef("pk"), rule=rule)
    due = WorkItem.objects.filter(
        ~Exists(said),
        state=WorkState.OPEN,
        case__state=CaseState.RUNNING,
        case__institution=rule.institution_id,
        due_at__lt=over,
    ).exclude(role="", person=None)
    if rule.days <= 0:
        due = due.filter(due_at__gte=at)
    if rule.procedure is not None:
        due = due.filter(case__version__procedure=rule.procedure)
    joined = ("case__version__procedure", "case__institution", "node", "unit", "person")
    return due.select_related(*joined).order_by("due_at", "id")


@transaction.atomic
def _speak(rule: ReminderRule, item: WorkItem, *, at: dt.datetime) -> bool:
    _reminder, new = Reminder.objects.get_or_create(rule=rule, item=item, defaults={"made_at": at})
    if not new or item.due_at is None:
        return False
    zone = item.case.institution.time_zone
    on = day_in(zone, at)
    people = _with_substitutes(people_of(item, on=on), on=on)
    told: dict[str, Any] = {"node": item.node.key, "procedure": item.case.version.procedure.key}
    told |= {"version": item.case.version.number, "due_on": day_in(zone, item.due_at).isoformat()}
    record(
        "paths.work.reminded",
        actor=SCHEDULE,
        objects={"case": item.case, "work": item, "person": people},
        attributes=told,
        on=on,
    )
    above = _above(rule, item, on=on)
    if above:
        record(
            "paths.work.escalated",
            actor=SCHEDULE,
            objects={"case": item.case, "work": item, "person": people, "above": above},
            attributes=told,
            on=on,
        )
    return True


def _with_substitutes(people: list[Person], *, on: dt.date) -> list[Person]:
    """Those whose turn it is, and whoever stands in for those of them who are away."""
    several = {person.pk: person for person in people}
    for others in substitutes_of(people, on=on).values():
        several |= {other.pk: other for other in others}
    return list(several.values())


def _above(rule: ReminderRule, item: WorkItem, *, on: dt.date) -> list[Person]:
    if not rule.role:
        return []
    holders: Iterable[Person] = find_holders(Role(rule.role), unit=item.unit, on=on)
    return [each for each in holders if each.institution_id in {rule.institution_id, None}]
