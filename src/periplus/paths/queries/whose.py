"""Whose turn it is: the people behind a work item today, and who stands in for those who are away."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from periplus.paths.enums import WorkState
from periplus.paths.models import ReminderRule, Substitution, WorkItem
from periplus.paths.policies import CROWDS
from periplus.people.enums import Role
from periplus.people.models import Person, RoleAssignment
from periplus.people.queries.persons import find_holders, is_living, living
from periplus.people.standing import in_force, standing_of


def people_of(item: WorkItem, *, on: dt.date) -> list[Person]:
    """Who may do a work item on a day: the person named, else the nearest holders of its role."""
    if item.person is not None:
        return [item.person] if is_living(item.person, on=on) else []
    if item.role not in Role.values or item.role in CROWDS:
        return []
    holders = find_holders(Role(item.role), unit=item.unit, on=on)
    if item.role == Role.PARTNER:
        return [each for each in holders if _at_one_of(each, item.case.partners, on=on)]
    same = item.case.institution_id
    return [each for each in holders if each.institution_id in {same, None}]


def list_people_again(case: uuid.UUID, step: str, *, on: dt.date) -> list[Person]:
    """Who has the work again after a case was sent back to a step."""
    again = WorkItem.objects.filter(case__uuid=case, node__key=step, state=WorkState.OPEN)
    items = again.select_related("case", "unit", "person")
    return list({person: None for item in items for person in people_of(item, on=on)})


def _at_one_of(person: Person, partners: Iterable[uuid.UUID], *, on: dt.date) -> bool:
    return bool(standing_of(person, on=on).partner_uuids() & set(partners))


def substitutes_of(people: Iterable[Person], *, on: dt.date) -> dict[Person, list[Person]]:
    """For those who are away on a day, who stands in for them; one query."""
    found: dict[Person, list[Person]] = {}
    for each in list_holding(on).filter(person__in=list(people), substitute__isnull=False):
        if each.substitute is not None:
            found.setdefault(each.person, []).append(each.substitute)
    return found


def list_holding(on: dt.date) -> QuerySet[Substitution]:
    """The substitutions and absences of a day."""
    held = Substitution.objects.filter(valid_from__lte=on, valid_until__gt=on)
    return held.select_related("person", "substitute").order_by("valid_from", "id")


def list_absences(person: Person, *, of_everybody: Q | None = None) -> QuerySet[Substitution]:
    """One's own absences and those one stands in for; with `of_everybody` all that it lets through."""
    own = Q(person=person) | Q(substitute=person)
    rows = Substitution.objects.filter(own if of_everybody is None else of_everybody)
    return rows.select_related("person", "substitute").order_by("valid_from", "person__sort_key", "id")


def list_colleagues(*, on: dt.date, institution: int | None) -> QuerySet[Person]:
    """Those to whom work of an institution can be given: living people with a role, no students or guests."""
    posts = RoleAssignment.objects.filter(in_force(on), person=OuterRef("pk"))
    working = Exists(posts.exclude(role__in=(Role.STUDENT, Role.PARTNER)))
    return Person.objects.filter(working, living(on), institution=institution).order_by("sort_key", "id")


def list_reminder_rules(person: Person) -> QuerySet[ReminderRule]:
    """The rules by which people are reminded where this person works, the earliest first."""
    rules = ReminderRule.objects.filter(institution=person.institution_id).select_related("procedure")
    return rules.order_by("days", "id")
