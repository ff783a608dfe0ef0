"""The one ledger: append-only, object-centric (one event, many objects, as in OCEL 2.0)."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from periplus.core.base import uuid7
from periplus.core.privacy import Marks, Personal, Retention


class Event(models.Model):
    """Something that happened. Written once by a service, in the transaction of the change itself.

    Nobody may change or delete an entry: triggers refuse it for everyone, and the application's
    database role does not hold the right.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    type = models.CharField(max_length=100)
    at = models.DateTimeField(db_default=Now())
    happened_on = models.DateField()
    actor_uuid = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=60, blank=True)
    attributes = models.JSONField(default=dict)
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="effects")

    PRIVACY: ClassVar[Marks] = {
        "actor_uuid": Personal(_("who did it, as proof"), Retention.LEDGER),
    }

    class Meta:
        indexes = [
            models.Index(fields=["type", "at"], name="event_type_at"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["actor_uuid", "id"], name="event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.at:%Y-%m-%d %H:%M}"


class EventObject(models.Model):
    """One object that an event is about, and in which part (`qualifier`). Written with its event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="objects_touched")
    object_type = models.CharField(max_length=60)
    object_uuid = models.UUIDField()
    qualifier = models.CharField(max_length=40, blank=True)

    PRIVACY: ClassVar[Marks] = {
        "object_uuid": Personal(_("what it was about, where that is a person"), Retention.LEDGER),
    }

    class Meta:
        indexes = [models.Index(fields=["object_uuid", "-event"], name="eventobject_object")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_uuid}"
