"""People: adding them, changing them, where they belong, and their leaving."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from periplus.core.languages import DEFAULT, language_of
from periplus.core.ledger.services import System, record
from periplus.core.text import fold_spaces, sort_key
from periplus.core.verdicts import Invalid, require
from periplus.people import policies
from periplus.people.enums import AffiliationKind
from periplus.people.models import Affiliation, Institution, Person, RoleAssignment, Unit
from periplus.people.policies import Doer

SCHEDULE = System("schedule")


@transaction.atomic
def add_person(
    *,
    actor: Doer,
    email: str,
    name: str,
    institution: Institution | None,
    on: dt.date,
    language: str = DEFAULT,
    time_zone: str = "",
) -> Person:
    """Add somebody. They sign in once they have chosen a password, or through their university."""
    require(policies.may_add_person(actor))
    email, name = email.strip(), fold_spaces(name)
    _demand_name(name)
    _demand_free_address(email)
    person = Person(
        email=email,
        name=name,
        sort_key=sort_key(name)[:250],
        institution=institution,
        language=language_of(language).code,
        time_zone=time_zone,
    )
    person.set_unusable_password()
    person.save()
    record("people.person.added", actor=actor, objects={"person": person}, on=on)
    return person


@transaction.atomic
def change_person(*, actor: Doer, person: Person, name: str, on: dt.date, email: str = "") -> Person:
    """Correct a name; with `email`, also the address, which only those who add people may do."""
    require(policies.may_change_person(actor, person))
    name, email = fold_spaces(name), email.strip() or person.email
    _demand_name(name)
    if email != person.email:
        require(policies.may_add_person(actor))
        _demand_free_address(email, besides=person)
    changed = [
        field for field, value in (("name", name), ("email", email)) if getattr(person, field) != value
    ]
    if not changed:
        return person
    person.name, person.email, person.sort_key = name, email, sort_key(name)[:250]
    person.save(update_fields=["name", "email", "sort_key"])
    record(
        "people.person.changed",
        actor=actor,
        objects={"person": person},
        attributes={"fields": changed},
        on=on,
    )
    return person


@transaction.atomic
def affiliate(
    *,
    actor: Doer,
    person: Person,
    unit: Unit,
    kind: AffiliationKind,
    valid_from: dt.date,
    on: dt.date,
    position: str = "",
    valid_until: dt.date | None = None,
) -> Affiliation:
    """Say that a person belongs to a unit, as what, and from when."""
    require(policies.may_affiliate(actor, unit))
    if valid_until and valid_until <= valid_from:
        raise Invalid({"valid_until": _("The end lies before the beginning.")})
    overlapping = Affiliation.objects.filter(person=person, unit=unit, kind=kind).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from)
    )
    if valid_until:
        overlapping = overlapping.filter(valid_from__lt=valid_until)
    if overlapping.exists():
        raise Invalid({"unit": _("This person already belongs to this unit at that time.")})
    affiliation = Affiliation.objects.create(
        person=person, unit=unit, kind=kind, position=position, valid_from=valid_from, valid_until=valid_until
    )
    touched = {"person": person, "unit": unit, "affiliation": affiliation}
    record("people.person.affiliated", actor=actor, objects=touched, attributes={"kind": kind}, on=on)
    return affiliation


@transaction.atomic
def end_affiliation(
    *, actor: Doer, affiliation: Affiliation, valid_until: dt.date, on: dt.date
) -> Affiliation:
    """From `valid_until` on, the person no longer belongs to the unit."""
    require(policies.may_affiliate(actor, affiliation.unit))
    if valid_until < affiliation.valid_from:
        raise Invalid({"valid_until": _("The end lies before the beginning.")})
    affiliation.valid_until = valid_until
    affiliation.save(update_fields=["valid_until"])
    touched = {"person": affiliation.person, "unit": affiliation.unit, "affiliation": affiliation}
    record("people.affiliation.ended", actor=actor, objects=touched, on=on)
    return affiliation


@transaction.atomic
def record_leaving(*, actor: Doer, person: Person, left_on: dt.date, on: dt.date) -> Person:
    """Somebody leaves: from `left_on` on they hold no role and belong nowhere, and their account is closed.

    What they answer for stays on their name until somebody takes it over; the loop notices it.
    """
    require(policies.may_record_leaving(actor, person))
    from periplus.people.services.roles import demand_other_administrator  # noqa: PLC0415 -- both look at each other

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


def _demand_name(name: str) -> None:
    if not name:
        raise Invalid({"name": _("Write the name.")})


def _demand_free_address(email: str, *, besides: Person | None = None) -> None:
    others = Person.objects.filter(email__iexact=email)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Invalid({"email": _("Somebody with this e-mail address is already here.")})
