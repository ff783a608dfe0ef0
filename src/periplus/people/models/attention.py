"""What a person is told, and what they want to be told."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.models import Event
from periplus.core.privacy import Marks, Personal, Retention
from periplus.people.models.persons import Person


class Notification(models.Model):
    """That a person is to know of an event. Made by the system; the person marks it read."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    saved_view = models.ForeignKey(
        "SavedView", null=True, on_delete=models.CASCADE, related_name="notifications"
    )
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to tell the person what happened"), Retention.SHORT),
        "read_at": Personal(_("to tell it only once"), Retention.SHORT),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="notification_once"),
        ]
        indexes = [models.Index(fields=["person", "read_at", "-id"], name="notification_unread")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.event_id}"


class SavedView(Recorded):
    """A list as a person left it: filters, columns, order; on wish, told when its content changes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    watched = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    last_digest = models.CharField(max_length=64, blank=True)
    last_count = models.PositiveIntegerField(null=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("to find the view again"), Retention.ACCOUNT),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "list_key", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
