"""The loop run over years gone by, beside the live figures and never into them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.base import Recorded
from periplus.core.privacy import Marks, Personal, Retention
from periplus.loop.enums import Course, PeriodKind, ReplayState, Severity
from periplus.people.models import Person


class Replay(Recorded):
    """“As if it were the end of 2011”, year after year, for one scope. Anyone who sees the loop runs one."""

    title = models.CharField(max_length=200)
    scope = models.JSONField(default=dict)
    period_kind = models.CharField(
        max_length=14, choices=PeriodKind.choices, default=PeriodKind.CALENDAR_YEAR
    )
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=list)  # the rules as they were when it ran
    state = models.CharField(max_length=8, choices=ReplayState.choices, default=ReplayState.WAITING)
    done_share = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    PRIVACY: ClassVar[Marks] = {
        "started_by": Personal(_("to tell the person when it is done"), Retention.SHORT),
    }

    def __str__(self) -> str:
        return self.title


class ReplayReading(models.Model):
    """A number within a replay."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="readings")
    measure = models.CharField(max_length=60)
    definition_version = models.PositiveSmallIntegerField()
    period_key = models.CharField(max_length=24)
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    count = models.PositiveIntegerField(default=0)
    coverage = models.DecimalField(max_digits=7, decimal_places=6, null=True)

    PRIVACY: ClassVar[Marks] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "measure", "period_key"], name="replay_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period_key}"


class ReplayFinding(models.Model):
    """What a rule would have raised at the end of a period, and what would have caused it."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="findings")
    period_key = models.CharField(max_length=24)
    rule_title = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    course = models.CharField(max_length=8, choices=Course.choices)
    sentence = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    causes = models.JSONField(default=list)

    PRIVACY: ClassVar[Marks] = {}

    def __str__(self) -> str:
        return f"{self.rule_title} {self.period_key}"
