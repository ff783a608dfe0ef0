"""People leave: what they hold ends, what they answer for is noticed by the loop."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from periplus.core.ledger.services import System, record
from periplus.core.verdicts import require
from periplus.people import policies
from periplus.people.models import Affiliation, Person, RoleAssignment
from periplus.people.policies import Doer
from periplus.people.services.roles import demand_other_administrator

SCHEDULE = System("schedule")


@transaction.atomic
def record_leaving(*, actor: Doer, person: Person, left_on: dt.date, on: dt.date) -> Person:
    """Somebody leaves: from `left_on` on they hold no role and belong nowhere, and their account is closed.

    What they answer for stays on their name until somebody takes it over; the loop notices it.
    """
    require(policies.may_record_leaving(actor, person))
    demand_other_administrator(person, on=left_on)
    for kind in (RoleAssignment, Affiliation):
        lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=left_on)
        begun = kind.objects.filter(lasting, person=person)
        begun.filter(valid_from__lte=left_on).update(valid_until=left_on)
        begun.filter(valid_from__gt=left_on).update(valid_until=F("valid_from"))
    person.left_on = left_on
    person.is_active = left_on > on
    person.save(update_fields=["left_on", "is_active"])
    record("people.person.left", actor=actor, objects={"person": person}, on=left_on)
    return person


@transaction.atomic
def close_accounts(*, today: dt.date) -> int:
    """Close the accounts of those whose day of leaving has come; the daily schedule calls it."""
    leavers = Person.objects.select_for_update().filter(is_active=True, left_on__lte=today)
    people = list(leavers.order_by("id"))
    for person in people:
        person.is_active = False
        person.save(update_fields=["is_active"])
        record("people.account.closed", actor=SCHEDULE, objects={"person": person}, on=today)
    return len(people)
