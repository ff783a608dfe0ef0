"""Versions of procedures, as machines ask for them."""

from django.db.models import QuerySet

from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.policies import visible_procedures
from periplus.people.models import Person


def list_visible_versions(person: Person) -> QuerySet[ProcedureVersion]:
    """All versions of the procedures that a person may see."""
    joined = ("procedure__institution",)
    return ProcedureVersion.objects.filter(procedure__in=visible_procedures(person)).select_related(*joined)


def list_versions(procedure: Procedure) -> QuerySet[ProcedureVersion]:
    """The versions of a procedure, the newest first."""
    return ProcedureVersion.objects.filter(procedure=procedure).order_by("-number")
