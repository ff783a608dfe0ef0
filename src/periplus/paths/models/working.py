"""Who stands in for whom, and when people are reminded."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.paths.models.cases import WorkItem
from periplus.paths.models.procedures import Procedure
from periplus.people.models import Institution, Person


class Substitution(Recorded):
    """For some days somebody is away, or hands work over for a time; a substitute sees and does it.

    Entered by the person, or by the coordination office. `valid_until` is the first day it no longer holds.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    substitute = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    away = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[Marks] = {
        "person": Personal(_("so that work does not lie while somebody is away"), Retention.SHORT),
        "substitute": Personal(_("to know who does the work meanwhile"), Retention.SHORT),
        "note": Personal(_("to tell colleagues what they need to know"), Retention.SHORT),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="substitution_lasts"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("person")), name="substitute_is_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.substitute_id}"


class ReminderRule(Recorded):
    """When people are told of work that is due, and whom. Kept by the coordination office.

    `days`: after the due date; a negative number is before it. `role`: whom it goes to besides the
    person whose turn it is; empty for nobody else.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.CASCADE, related_name="+")
    days = models.SmallIntegerField()
    role = models.CharField(max_length=14, blank=True)
    active = models.BooleanField(default=True)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.days} {self.role}"


class Reminder(models.Model):
    """That a rule has spoken about a work item: it speaks once. Made by the schedule."""

    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="reminders")
    made_at = models.DateTimeField()

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "rule"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.rule_id}"
