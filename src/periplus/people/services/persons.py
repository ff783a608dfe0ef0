"""People: adding them and changing what is known about them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from periplus.core.languages import DEFAULT, language_of
from periplus.core.ledger.services import record
from periplus.core.text import fold_spaces, sort_key
from periplus.core.verdicts import Invalid, require
from periplus.people import policies
from periplus.people.models import Institution, Person
from periplus.people.policies import Doer


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
def invite_person(*, actor: Doer, person: Person, on: dt.date) -> Person:
    """Note that somebody is invited to choose a password; the page sends the letter with the link."""
    require(policies.may_invite(actor, person))
    record("people.person.invited", actor=actor, objects={"person": person}, on=on)
    return person


def _demand_name(name: str) -> None:
    if not name:
        raise Invalid({"name": _("Write the name.")})


def _demand_free_address(email: str, *, besides: Person | None = None) -> None:
    others = Person.objects.filter(email__iexact=email)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Invalid({"email": _("Somebody with this e-mail address is already here.")})
