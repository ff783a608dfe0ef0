"""What happened, to learn from: foreign event logs, and what finished cases say about running ones."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.paths.models.procedures import Procedure
from periplus.people.models import Institution, Person


class EventLog(Recorded):
    """An event log of another system, brought in by the office to be looked at like our own cases."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    cases = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField()

    PRIVACY: ClassVar[Marks] = {
        "brought_by": Personal(_("to know whom to ask about the log"), Retention.RECORD),
    }

    def __str__(self) -> str:
        return self.name


class LogEvent(models.Model):
    """One event of a foreign log: in which case what was done, when, by whom. Written once."""

    log = models.ForeignKey(EventLog, on_delete=models.CASCADE, related_name="entries", db_index=False)
    case_key = models.CharField(max_length=200)
    no = models.PositiveIntegerField()
    activity = models.CharField(max_length=300)
    at = models.DateTimeField()
    resource = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[Marks] = {
        "resource": Personal(_("to count hand-overs; as the other system names it"), Retention.SHORT),
    }

    class Meta:
        indexes = [models.Index(fields=["log", "case_key", "at", "no"], name="logevent_trace")]

    def __str__(self) -> str:
        return f"{self.case_key} {self.activity}"


class Outlook(models.Model):
    """How long cases that stood so have taken until their end. The schedule works it out from finished cases.

    `state_key`: key of the node last reached, or "" for all. `median_days`, `late_after_days`: remaining
    days, half and 80 per cent of the cases.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="outlooks")
    state_key = models.CharField(max_length=200)
    cases = models.PositiveIntegerField()
    median_days = models.FloatField()
    late_after_days = models.FloatField()
    late_share = models.FloatField()

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "state_key"], name="outlook_once")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.state_key}"


class OutlookQuality(models.Model):
    """How good the outlooks of a procedure proved on cases that they were not made from.

    `hit_rate` (AUC): chance that of two cases, one late and one not, the late one was thought likelier to
    be late; 0.5 is guessing. `error_days`: mean absolute error of the remaining time.
    """

    procedure = models.OneToOneField(Procedure, on_delete=models.CASCADE, related_name="outlook_quality")
    learnt_from = models.PositiveIntegerField()
    tested_on = models.PositiveIntegerField()
    hit_rate = models.FloatField(null=True)
    error_days = models.FloatField(null=True)
    worked_out_at = models.DateTimeField()

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.hit_rate}"
