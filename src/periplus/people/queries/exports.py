"""Spreadsheets that people asked for."""

import datetime as dt
from typing import Final

from django.db.models import Q, QuerySet

from periplus.core import clock
from periplus.people.enums import ExportState
from periplus.people.models import ListExport, Person

KEPT: Final = dt.timedelta(days=7)
SILENCE: Final = dt.timedelta(minutes=2)  # after so long without a sign, its worker is gone


def list_exports(person: Person) -> QuerySet[ListExport]:
    """What a person asked for, the newest first."""
    return ListExport.objects.filter(person=person).select_related("document").order_by("-id")


def find_export(pk: int) -> ListExport | None:
    """For the job that makes it."""
    return ListExport.objects.filter(pk=pk).select_related("person").first()


def list_left_alone() -> QuerySet[ListExport]:
    """Those on which no worker is at work: not begun, or its worker was killed."""
    silent = Q(touched_at=None) | Q(touched_at__lt=clock.now() - SILENCE)
    return ListExport.objects.filter(silent, state=ExportState.WAITING).order_by("id")
