"""Versions of procedures: which hold on a day, and all of them as machines ask for them."""

import datetime as dt

from django.db.models import Q, QuerySet

from periplus.paths.enums import VersionState
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.policies import visible_procedures
from periplus.people.models import Person

KEPT = (VersionState.ENACTED, VersionState.RETIRED)


def holding_on(day: dt.date) -> Q:
    """Filter: new cases run by it on a day, also when it is to be retired on a later one."""
    lasting = Q(effective_until=None) | Q(effective_until__gt=day)
    return lasting & Q(state__in=KEPT, effective_from__lte=day)


def holds_on(version: ProcedureVersion, day: dt.date) -> bool:
    """The same of one version at hand."""
    begun = version.effective_from is not None and version.effective_from <= day
    over = version.effective_until is not None and version.effective_until <= day
    return version.state in KEPT and begun and not over


def list_visible_versions(person: Person) -> QuerySet[ProcedureVersion]:
    """All versions of the procedures that a person may see."""
    joined = ("procedure__institution",)
    return ProcedureVersion.objects.filter(procedure__in=visible_procedures(person)).select_related(*joined)


def list_versions(procedure: Procedure) -> QuerySet[ProcedureVersion]:
    """The versions of a procedure, the newest first."""
    return ProcedureVersion.objects.filter(procedure=procedure).order_by("-number")


def list_targets(procedure: Procedure, *, on: dt.date) -> list[ProcedureVersion]:
    """Versions to which cases can be moved on a day, the newest first."""
    return list(procedure.versions.filter(holding_on(on)).order_by("-number"))
