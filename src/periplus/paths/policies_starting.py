"""About what a person may begin cases."""

from django.db import models

from periplus.core.verdicts import YES, Verdict
from periplus.paths.models import Procedure
from periplus.paths.policies import Actor, may_start_case
from periplus.paths.stepping import find_subject


def may_start_about(actor: Actor, procedure: Procedure, thing: models.Model | None) -> Verdict:
    """Whether it is the actor's to begin cases about it, whoever is to answer for the case itself."""
    kind = find_subject(procedure.subject_type)
    if kind is None or thing is None:
        return YES
    return may_start_case(actor, procedure, unit=kind.unit_of(thing), owner=kind.owner_of(thing))
