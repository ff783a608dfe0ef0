"""Long lists on their way into a spreadsheet."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.models import Document
from periplus.core.privacy import Marks, Personal, Retention
from periplus.people.enums import ExportState
from periplus.people.models.persons import Person


class ListExport(Recorded):
    """A long list that a person asked for as a spreadsheet. A job makes the file; only that person opens it.

    It holds what the person may see when it is made. After a week the file is deleted.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=7, choices=ExportState.choices, default=ExportState.WAITING)
    rows_total = models.PositiveIntegerField()
    rows_done = models.PositiveIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    failure = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to hand out the file to whoever asked for it"), Retention.SHORT),
    }

    def __str__(self) -> str:
        return self.title
