"""Who stands in for whom, and who is away: entered, ended before its time."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from periplus.core.ledger.services import Touched, record
from periplus.core.verdicts import Invalid, Refused, no, require
from periplus.paths import policies
from periplus.paths.models import Substitution
from periplus.paths.policies import Actor
from periplus.people.models import Person
from periplus.people.queries.persons import is_living

LONGEST_DAYS = 731


@dataclass(frozen=True, slots=True)
class Absence:
    """From when to when (until exclusive), who does the work meanwhile, and what colleagues should know.

    `away` is false where somebody only hands their work over for a time.
    """

    valid_from: dt.date
    valid_until: dt.date
    substitute: Person | None = None
    away: bool = True
    note: str = ""


@transaction.atomic
def enter_substitution(*, actor: Actor, person: Person, absence: Absence, on: dt.date) -> Substitution:
    """Say that somebody is away, or hands work over for a time. Raises `Refused` or `Invalid`."""
    require(policies.may_enter_substitution(actor, person))
    Person.objects.select_for_update().get(pk=person.pk)  # entries of one person come one at a time
    _demand_sound(person, absence, on)
    made = Substitution.objects.create(
        person=person,
        substitute=absence.substitute,
        away=absence.away,
        valid_from=absence.valid_from,
        valid_until=absence.valid_until,
        note=absence.note.strip(),
    )
    days = {"from": made.valid_from.isoformat(), "last_day": _last_day(made).isoformat()}
    if made.substitute is None:
        objects = {"absence": made, "person": person}
        record("paths.absence.entered", actor=actor, objects=objects, attributes=days, on=on)
    else:
        objects = {"absence": made, "person": person, "substitute": made.substitute}
        record("paths.substitution.entered", actor=actor, objects=objects, attributes=days, on=on)
    return made


def _demand_sound(person: Person, absence: Absence, on: dt.date) -> None:
    errors = _errors_of_days(person, absence, on) | _errors_of_substitute(person, absence, on)
    if errors:
        raise Invalid({**errors})


def _errors_of_days(person: Person, absence: Absence, on: dt.date) -> dict[str, str]:
    if absence.valid_until <= absence.valid_from:
        return {"last_day": _("The last day lies before the first.")}
    if absence.valid_until <= on:
        return {"last_day": _("These days are over already.")}
    if (absence.valid_until - absence.valid_from).days > LONGEST_DAYS:
        return {"last_day": _("An absence lasts two years at most.")}
    if _entered(person, absence).exists():
        return {"valid_from": _("Some of these days are entered already. End that entry first.")}
    return {}


def _errors_of_substitute(person: Person, absence: Absence, on: dt.date) -> dict[str, str]:
    substitute = absence.substitute
    if substitute is None:
        return {} if absence.away else {"substitute": _("Say who does the work meanwhile.")}
    name = {"name": substitute.name}
    if substitute == person:
        return {"substitute": _("Choose somebody else to stand in.")}
    if not is_living(substitute, on=on):
        return {"substitute": _("%(name)s is no longer here.") % name}
    if substitute.institution_id != person.institution_id:
        return {"substitute": _("%(name)s belongs to another university.") % name}
    if _entered(substitute, absence).filter(away=True).exists():
        return {"substitute": _("%(name)s is away in these days, too. Choose somebody else.") % name}
    return {}


def _entered(person: Person, absence: Absence) -> QuerySet[Substitution]:
    """What is entered for some of the same days."""
    same = Q(valid_from__lt=absence.valid_until, valid_until__gt=absence.valid_from)
    return Substitution.objects.filter(same, person=person)


@transaction.atomic
def end_substitution(*, actor: Actor, substitution: Substitution, on: dt.date) -> Substitution:
    """Somebody is back, or the days are taken back: it holds no longer from this day on."""
    held = Substitution.objects.select_for_update().select_related("person").get(pk=substitution.pk)
    require(policies.may_enter_substitution(actor, held.person))
    if held.valid_until <= on:
        raise Refused(no(_("This is over already.")))
    others = [held.substitute] if held.substitute else []
    objects: Touched = {"absence": held, "person": held.person, "substitute": others}
    record("paths.substitution.ended", actor=actor, objects=objects, on=on)
    if held.valid_from < on:
        held.valid_until = on
        held.save(update_fields=["valid_until"])
    else:
        held.delete()  # it never held
    return held


def _last_day(made: Substitution) -> dt.date:
    day: dt.date = made.valid_until - dt.timedelta(days=1)
    return day
