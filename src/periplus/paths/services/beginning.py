"""What a case is begun with: about what, for which unit, by whom it is answered for; checked."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.paths.models import Procedure
from periplus.paths.policies import Actor
from periplus.paths.queries.starting import find_own_unit
from periplus.paths.stepping import find_subject
from periplus.people.models import Person, Unit

if TYPE_CHECKING:
    from periplus.paths.services.cases import CaseTerms

PRIORITIES = range(1, 6)


def seen_subject(actor: Actor, procedure: Procedure, reference: uuid.UUID | None) -> models.Model | None:
    """What the case is about. What the actor may not see is as if it were not there."""
    if not procedure.subject_type:
        return None
    kind = find_subject(procedure.subject_type)
    thing = kind.find(reference) if kind and reference else None
    if kind is None or thing is None or (isinstance(actor, Person) and not kind.may_see(actor, thing)):
        raise Invalid({"subject": _("Choose what the case is about.")})
    return thing


def unit_and_owner(
    actor: Actor, procedure: Procedure, terms: "CaseTerms", thing: models.Model | None
) -> tuple[Unit | None, Person | None]:
    """Those asked for, else those of the subject, else the unit of whoever starts."""
    kind, unit, owner = find_subject(procedure.subject_type), terms.unit, terms.owner
    if kind is not None and thing is not None:
        unit, owner = unit or kind.unit_of(thing), owner or kind.owner_of(thing)
    if unit is None and isinstance(actor, Person):
        unit = find_own_unit(actor, on=clock.today())
    return unit, owner


def demand_sound_terms(procedure: Procedure, terms: "CaseTerms", *, on: dt.date) -> None:
    """Raises `Invalid` with a sentence for each of the terms that cannot be.

    The day of a task package was promised before, and may be over.
    """
    errors: dict[str, str | Promise] = {}
    if terms.priority not in PRIORITIES:
        errors["priority"] = _("Priorities go from 1, the most urgent, to 5.")
    if terms.owner is not None and terms.owner.institution_id not in {None, procedure.institution_id}:
        errors["owner"] = _("%(name)s belongs to another university.") % {"name": terms.owner.name}
    if terms.unit is not None and terms.unit.institution_id != procedure.institution_id:
        errors["unit"] = _("%(name)s belongs to another university.") % {"name": terms.unit.name}
    if terms.due_on and terms.due_on < on and terms.package is None:
        errors["due_on"] = _("Nothing can be finished by a day that is over. Choose a later one.")
    if errors:
        raise Invalid(errors)
