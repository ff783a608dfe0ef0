"""Who belongs to which unit."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, require
from periplus.people import policies
from periplus.people.enums import AffiliationKind
from periplus.people.models import Affiliation, Person, Unit
from periplus.people.policies import Doer


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
